/**
 * Alibaba Cloud Simple Application Server 2020-06-01. ModifyImageShareStatus shares an image to the ECS of the same
 * account (a toggle); AddCustomImageShareAccount and its siblings share it with other accounts; ListCustomImages shows
 * both. Rests on the vendor's pages and SDK. Ten calls a minute of each action, for the whole account.
 */
import type { AccountForm, Action, ActionContext, ImageService, Parameters } from "../../api";
import type { Image, Step } from "../../cloud";
import { type AccountRules, validateSteps } from "../../rules";
import { accountNumber } from "../account-number";
import { type Filters, none, passing } from "../filters";
import { missingParameter, refuse } from "./errors";
import { flag, hasTags, numbered, onPage, optional, page, required, requireRegion } from "./parameters";
import { describedRegion } from "./regions";

const limit = { calls: 10, perMs: 60_000, scope: "account" } as const;

const invalid = (name: string) =>
  refuse(400, `InvalidParam.${name}`, `The specified parameter ${name} is illegal.`);

/** "array<integer>": 64 bits, and no zero in front, which an integer cannot have. */
const ACCOUNT_INTEGER: AccountForm = {
  description: "an integer of 5 to 19 digits, less than 2^63, without a zero in front",
  test: (account) => /^[1-9]\d{4,18}$/.test(account) && BigInt(account) < 2n ** 63n,
};

/** The pages of the account actions list no codes; these follow the service's other ones. */
const ACCOUNT_RULES: AccountRules = {
  format: ACCOUNT_INTEGER,
  malformed: () => invalid("Account"),
  self: () => invalid("Account"),
  unknown: (account) =>
    refuse(404, "InvalidAccount.NotFound", `The specified account ${account} does not exist.`),
  limit: {
    exceeded: (accounts) =>
      refuse(403, "QuotaExceeded", `The image is shared with the maximum of ${accounts} accounts.`),
  },
  duplicate: () => invalid("Account"),
  absent: () => invalid("Account"),
};

const ModifyImageShareStatus: Action = {
  effect: "write",
  limit,
  run(parameters, context) {
    return write(parameters, context, () => {
      const operation = required(parameters, "Operation");
      if (operation !== "Share" && operation !== "UnShare") {
        throw refuse(400, "InvalidParam.OperationIllegal", "The specified parameter operation is illegal.");
      }
      return [{ kind: "shareToEcs", on: operation === "Share" }];
    });
  },
};

const AddCustomImageShareAccount: Action = {
  effect: "write",
  limit,
  run: (parameters, context) => write(parameters, context, () => accountSteps(parameters, "share", context)),
};

const RemoveCustomImageShareAccount: Action = {
  effect: "write",
  limit,
  run: (parameters, context) =>
    write(parameters, context, () => accountSteps(parameters, "unshare", context)),
};

/** Accounts are numbers on the wire, of any size. */
const ListCustomImageShareAccounts: Action = {
  effect: "read",
  limit,
  run(parameters, context) {
    requireRegion(parameters);
    const imageId = required(parameters, "ImageId");
    const pages = page(parameters, 50, invalid);
    clientToken(parameters);
    const accounts = ownImage(context.observe(imageId), context).accounts.entries();
    return {
      TotalCount: accounts.length,
      PageNumber: pages.number,
      PageSize: pages.size,
      ImageShareUsers: onPage(accounts, pages).map(([account, sharedAt]) => ({
        UserId: accountNumber(account),
        SharedTime: `${new Date(sharedAt).toISOString().slice(0, 19).replace("T", " ")}.0`,
      })),
    };
  },
};

/** The emulator's images have no server, no snapshot and no resource group. */
const FILTERS: Filters = {
  DataSnapshotId: none,
  InstanceId: none,
  ResourceGroupId: none,
  SystemSnapshotId: none,
};

/**
 * A bare array, counters as text, UserId as a number. `Share` true includes the images shared with this account,
 * false leaves them out; absent means all. An unknown id is just not in the list.
 */
const ListCustomImages: Action = {
  effect: "read",
  limit,
  run(parameters, context) {
    requireRegion(parameters);
    const pages = page(parameters, 100, invalid);
    clientToken(parameters);
    const [ids, names] = [jsonList(parameters, "ImageIds"), jsonList(parameters, "ImageNames")];
    const withShared = flag(parameters, "Share", invalid) ?? true;
    const images = context
      .observeAll()
      .filter((image) => image.owner === context.caller || (withShared && image.accounts.has(context.caller)))
      .filter((image) => ids === undefined || ids.includes(image.imageId))
      .filter((image) => names === undefined || names.includes(image.name))
      .filter(passing(parameters, FILTERS, context))
      .filter(hasTags(parameters));
    return {
      TotalCount: String(images.length),
      PageNumber: String(pages.number),
      PageSize: String(pages.size),
      CustomImages: onPage(images, pages).map(described),
    };
  },
};

const ListRegions: Action = {
  effect: "read",
  limit,
  run: (_parameters, context) => ({
    Regions: context.regions.map((region) => describedRegion("swas", region)),
  }),
};

export const swas: ImageService = {
  name: "alicloud-swas",
  cloud: "alicloud",
  version: "2020-06-01",
  regional: true,
  demoImage: { region: "cn-hangzhou", imageId: "m-swasemulator" },
  sharesToEcs: true,
  accountIds: ACCOUNT_INTEGER,
  // 0 copying, 1 available, 2 unavailable, 3 creation failed, 4 creating
  states: ["1", "0", "2", "3", "4"],
  refusals: {},
  actions: {
    ModifyImageShareStatus,
    AddCustomImageShareAccount,
    RemoveCustomImageShareAccount,
    ListCustomImageShareAccounts,
    ListCustomImages,
    ListRegions,
  },
};

/** The common part of the three writes. A repeated ClientToken repeats the first answer, and changes nothing. */
function write(parameters: Parameters, context: ActionContext, stepsOf: () => readonly Step[]) {
  requireRegion(parameters);
  const imageId = required(parameters, "ImageId");
  return context.once(clientToken(parameters), parameters, () => {
    const steps = stepsOf();
    const image = ownImage(context.find(imageId), context);
    if (image.state !== "1") {
      // The pages list no code for a busy image.
      throw refuse(403, "IncorrectImageStatus", `The image is in status ${image.state}.`);
    }
    context.apply(imageId, steps, validateSteps(image, steps, context, ACCOUNT_RULES));
    return {};
  });
}

function clientToken(parameters: Parameters): string | undefined {
  const token = optional(parameters, "ClientToken");
  if (token !== undefined && !/^\p{ASCII}{1,64}$/u.test(token)) {
    throw invalid("ClientToken");
  }
  return token;
}

function accountSteps(parameters: Parameters, kind: "share" | "unshare", context: ActionContext): Step[] {
  const accounts = numbered(parameters, "Account");
  if (accounts.length === 0) {
    throw missingParameter("Account");
  }
  const cap = context.settings.perCallCap;
  if (cap !== null && accounts.length > cap) {
    throw invalid("Account");
  }
  return accounts.map((account) => ({ kind, account }));
}

function ownImage(image: Image | undefined, context: ActionContext): Image {
  if (image === undefined || image.owner !== context.caller) {
    throw refuse(404, "InvalidImageId.NotFound", "The specified ImageId does not exist.");
  }
  return image;
}

/** Parses a list of this service: a JSON array of at most a hundred texts. */
function jsonList(parameters: Parameters, name: string): string[] | undefined {
  const text = optional(parameters, name);
  if (text === undefined) {
    return undefined;
  }
  const list = jsonOf(text);
  if (!Array.isArray(list) || list.length > 100 || !list.every((item) => typeof item === "string")) {
    throw invalid(name);
  }
  return list;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

function described(image: Image): Readonly<Record<string, unknown>> {
  return {
    ImageId: image.imageId,
    Name: image.name,
    RegionId: image.region,
    Status: image.state,
    UserId: accountNumber(image.owner),
    InShare: image.shareToEcs,
    InShareUser: image.accounts.size > 0,
    CreationTime: `${new Date(image.createdAt).toISOString().slice(0, 19)}Z`,
    Platform: "Linux",
    Tags: [...image.tags].map(([Key, Value]) => ({ Key, Value })),
    RequiredSystemDiskSize: 20,
  };
}
