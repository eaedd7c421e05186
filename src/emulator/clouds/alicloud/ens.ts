/**
 * Alibaba Cloud ENS 2017-11-10: ModifyImageSharePermission, DescribeImageSharePermission, DescribeSelfImages,
 * DescribeImages. Rests on the vendor's pages of these names. No regions; many accounts are added in one call, one is
 * removed; every documented error is HTTP 400, and none says "not found", "already shared" or "too many".
 */
import type { ActionContext, ImageService } from "../../api";
import type { Image, Step } from "../../cloud";
import { type AccountRules, validateSteps } from "../../rules";
import { DIGITS } from "../account-number";
import { type Filters, none, passing, refuseUnemulated } from "../filters";
import { missingParameter, refuse } from "./errors";
import { onPage, optional, page, required } from "./parameters";

const invalid = (name: string, detail = "") =>
  refuse(
    400,
    `InvalidParameter.${name}`,
    `The specified field ${name} invalid. Please check it again.${detail === "" ? "" : ` ${detail}`}`,
  );

const callInterface = (detail: string) =>
  refuse(400, "CallInterface", `Call Interface Happen Error. ${detail}`);

/** Codes that the pages list for the image as a whole. */
const refusals = {
  "InvalidImageType.NotSupported": () =>
    refuse(400, "InvalidImageType.NotSupported", "The image type does not support this operation."),
  NoPermission: () => refuse(400, "NoPermission", "Permission denied."),
};

/** The pages have no code for an invalid account; the code with the field's name is the closest. */
const field = (kind: "share" | "unshare") => (kind === "share" ? "AddAccounts" : "RemoveAccounts");

const ACCOUNT_RULES: AccountRules = {
  format: DIGITS,
  malformed: (account, kind) => invalid(field(kind), `${account} is no account ID.`),
  self: (account, kind) => invalid(field(kind), `${account} is the owner of the image.`),
  unknown: (account, kind) => invalid(field(kind), `The account ${account} does not exist.`),
  limit: {
    exceeded: (accounts) =>
      refuse(
        400,
        "InvalidParameter",
        `The errorMessage is more than ${accounts} accounts. Please check it again.`,
      ),
  },
  duplicate: (account) =>
    refuse(400, "InvalidParameter", `The errorMessage is ${account} shared already. Please check it again.`),
  absent: (account) =>
    refuse(400, "InvalidParameter", `The errorMessage is ${account} not shared. Please check it again.`),
};

const FILTERS: Filters = {
  ImageId: (image, value) => image.imageId === value,
  ImageName: (image, value) => image.name === value,
  SnapshotId: none,
};

/** "Fuzzy search is supported" of both: any part of them. */
const SELF_FILTERS: Filters = {
  ImageId: (image, value) => image.imageId.includes(value),
  ImageName: (image, value) => image.name.includes(value),
  SnapshotId: none,
};

export const ens: ImageService = {
  name: "alicloud-ens",
  cloud: "alicloud",
  version: "2017-11-10",
  regional: false,
  demoImage: { imageId: "m-5s7qotzavwbrnzaqh4unm" },
  accountIds: DIGITS,
  states: [
    "Available",
    "Creating",
    "Packing",
    "Uploading",
    "Pack_failed",
    "Upload_failed",
    "Unavailable",
    "Copying",
  ],
  refusals,
  actions: {
    ModifyImageSharePermission: {
      effect: "write",
      run(parameters, context) {
        const imageId = required(parameters, "ImageId");
        const [added, removed] = [
          optional(parameters, "AddAccounts"),
          optional(parameters, "RemoveAccounts"),
        ];
        if (added === undefined && removed === undefined) {
          throw missingParameter("AddAccounts");
        }
        // "You can specify only one Alibaba Cloud account ID."
        if (removed?.includes(",")) {
          throw invalid("RemoveAccounts", "Only one account can be removed in one call.");
        }
        const adds = added?.split(",") ?? [];
        const cap = context.settings.perCallCap;
        if (cap !== null && adds.length > cap) {
          throw invalid("AddAccounts", `At most ${cap} accounts in one call.`);
        }
        const image = shareable(imageId, context);
        const steps = [
          ...adds.map((account): Step => ({ kind: "share", account })),
          ...(removed === undefined ? [] : [{ kind: "unshare", account: removed } satisfies Step]),
        ];
        context.apply(imageId, steps, validateSteps(image, steps, context, ACCOUNT_RULES));
        return {};
      },
    },

    /** Counters are numbers and the account is text, under the key AliyunUid. */
    DescribeImageSharePermission: {
      effect: "read",
      run(parameters, context) {
        const imageId = required(parameters, "ImageId");
        const pages = page(parameters, 100, invalid);
        const wanted = optional(parameters, "AliyunId");
        if (wanted !== undefined && !/^\d+$/.test(wanted)) {
          throw invalid("AliyunId");
        }
        const image = context.observe(imageId);
        if (image === undefined && context.settings.ensMissingImage !== "empty") {
          throw missingImage(context);
        }
        if (image !== undefined && image.owner !== context.caller && !image.public) {
          throw refusals.NoPermission();
        }
        const accounts = (image?.accounts.accounts() ?? []).filter(
          (account) => wanted === undefined || account === wanted,
        );
        return {
          TotalCount: accounts.length,
          PageNumber: pages.number,
          PageSize: pages.size,
          ImageId: imageId,
          Accounts: { Account: onPage(accounts, pages).map((account) => ({ AliyunUid: account })) },
        };
      },
    },

    /** ImageId is matched anywhere in the id, and the counters are text: both as the vendor's SDK documents it. */
    DescribeSelfImages: {
      effect: "read",
      run(parameters, context) {
        const pages = page(parameters, 50, invalid);
        const images = context
          .observeAll()
          .filter((image) => image.owner === context.caller || image.accounts.has(context.caller))
          .filter(passing(parameters, SELF_FILTERS, context));
        return {
          Code: 0,
          TotalCount: String(images.length),
          PageNumber: String(pages.number),
          PageSize: String(pages.size),
          Images: {
            Image: onPage(images, pages).map((image) => ({
              ...described(image, context),
              Status: image.state,
            })),
          },
        };
      },
    },

    /** An exact ImageId and ImageName, counters as numbers, and no Status at all. */
    DescribeImages: {
      effect: "read",
      run(parameters, context) {
        const pages = page(parameters, 50, invalid);
        refuseUnemulated(parameters, ["EnsRegionId", "Status"], invalid);
        const images = context
          .observeAll()
          .filter(
            (image) => image.public || image.owner === context.caller || image.accounts.has(context.caller),
          )
          .filter(passing(parameters, FILTERS, context));
        return {
          Code: 0,
          TotalCount: images.length,
          PageNumber: pages.number,
          PageSize: pages.size,
          Images: { Image: onPage(images, pages).map((image) => described(image, context)) },
        };
      },
    },
  },
};

/** "Custom images and public images are supported"; only the state Available is operable. */
function shareable(imageId: string, context: ActionContext): Image {
  const image = context.find(imageId);
  if (image === undefined) {
    throw missingImage(context);
  }
  if (image.owner !== context.caller && !image.public) {
    throw refusals.NoPermission();
  }
  if (image.refuses !== undefined) {
    throw refuse(400, image.refuses, "The image cannot be shared.");
  }
  if (image.state !== "Available") {
    throw callInterface(`The image is ${image.state}.`);
  }
  return image;
}

/** The pages list no code for a missing image. For a write, "empty" is replaced by the default. */
function missingImage({ settings }: ActionContext) {
  return settings.ensMissingImage === "InvalidParameter.ImageId"
    ? invalid("ImageId")
    : refuse(400, "ens.interface.error", "An error occurred while calling the API.");
}

function described(image: Image, context: ActionContext): Readonly<Record<string, unknown>> {
  return {
    ImageId: image.imageId,
    ImageName: image.name,
    ImageOwnerAlias: image.owner === context.caller ? "self" : image.public ? "system" : "others",
    Architecture: "x86_64",
    Platform: "Linux",
    ImageSize: "20",
    CreationTime: new Date(image.createdAt).toISOString(),
  };
}
