/**
 * Alibaba Cloud ECS 2014-05-26: ModifyImageSharePermission, DescribeImageSharePermission; DescribeImages is beside it.
 * Rests on the vendor's pages of these names. Of the accounts in one call only the first ten of each list are
 * processed and the rest ignored, without a word; 50 accounts per image.
 */
import type { Action, ActionContext, ImageService } from "../../api";
import type { Image, Step } from "../../cloud";
import { type AccountRules, validateSteps } from "../../rules";
import { DIGITS } from "../account-number";
import { DescribeImages, invalid, isoSeconds } from "./ecs-images";
import { dryRunPassed, missingParameter, refuse } from "./errors";
import { flag, numbered, onPage, optional, page, required, requireRegion } from "./parameters";
import { describedRegion } from "./regions";

const ACCOUNTS_PER_CALL = 10;

/** The page's codes for images that cannot be shared. "Deined" is how the vendor spells it. */
const REFUSALS = {
  "InvalidImageId.BidMismatch": "The specified image belongs to another business entity.",
  "InvalidOperation.ServiceKeyEncryptedImageUnsupported":
    "Images encrypted with a service key cannot be shared.",
  "InvalidParameter.KMSKeyId.CMKNotEnabled": "The customer master key of the image is not enabled.",
  "OperationDeined.EncryptedSnapshot": "The image contains encrypted snapshots.",
  "OperationDeined.FullImage": "A full image cannot be shared.",
  "QuotaExceed.ShareImage": "The number of shared images exceeds the quota.",
  AssumeRoleError: "The service role of the image's key cannot be assumed.",
} as const;

const refusals = Object.fromEntries(
  Object.entries(REFUSALS).map(([code, message]) => [code, () => refuse(403, code, message)]),
);

const accountNotFound = (account: string) =>
  refuse(404, "InvalidAccount.NotFound", `The specified account ${account} does not exist.`);

/** No code says "shared already": repeating a share is idempotent here even with `strict`. */
const ACCOUNT_RULES: AccountRules = {
  format: DIGITS,
  malformed: accountNotFound,
  unknown: accountNotFound,
  absent: accountNotFound,
  // "Forbbiden" is how the vendor spells it.
  self: (account) =>
    refuse(404, "InvalidAccount.Forbbiden", `The image cannot be shared with yourself (${account}).`),
  limit: {
    accounts: 50,
    exceeded: (accounts) =>
      refuse(
        403,
        "QuotaExceed.ShareImageUser",
        `The image is shared with the maximum of ${accounts} accounts.`,
      ),
  },
};

const ModifyImageSharePermission: Action = {
  effect: "write",
  run(parameters, context) {
    requireRegion(parameters);
    const imageId = required(parameters, "ImageId");
    if (optional(parameters, "LaunchPermission") !== undefined) {
      throw invalid("LaunchPermission");
    }
    const isPublic = flag(parameters, "IsPublic", (name) =>
      refuse(403, `InvalidParameter.${name}`, `The specified parameter ${name} is not valid.`),
    );
    const adds = numbered(parameters, "AddAccount").slice(0, ACCOUNTS_PER_CALL);
    const removes = numbered(parameters, "RemoveAccount").slice(0, ACCOUNTS_PER_CALL);
    if (adds.length + removes.length === 0 && isPublic === undefined) {
      throw missingParameter("AddAccount.N");
    }
    const image = ownImage(imageId, context, (id) => context.find(id));
    checkPublic(image, isPublic, adds.length + removes.length);
    if (image.refuses !== undefined) {
      throw refusals[image.refuses]?.() ?? refuse(403, image.refuses, "The image cannot be shared.");
    }
    if (image.state !== "Available") {
      throw refuse(
        403,
        "OperationDenied.InvalidImageStatus",
        `The operation is not permitted in the image's status ${image.state}.`,
      );
    }
    const steps = [
      ...adds.map((account): Step => ({ kind: "share", account })),
      ...removes.map((account): Step => ({ kind: "unshare", account })),
      ...(isPublic === false && image.public ? [{ kind: "unpublish" } satisfies Step] : []),
    ];
    const judged = validateSteps(image, steps, context, ACCOUNT_RULES);
    if (flag(parameters, "DryRun", invalid)) {
      throw steps.map(judged).find((refusal) => refusal !== undefined) ?? dryRunPassed();
    }
    context.apply(imageId, steps, judged);
    return {};
  },
};

const DescribeImageSharePermission: Action = {
  effect: "read",
  run(parameters, context) {
    requireRegion(parameters);
    const imageId = required(parameters, "ImageId");
    const pages = page(parameters, 100, invalid);
    const image = ownImage(imageId, context, (id) => context.observe(id));
    const accounts = image.accounts.entries();
    return {
      TotalCount: accounts.length,
      PageNumber: pages.number,
      PageSize: pages.size,
      RegionId: context.region,
      ImageId: imageId,
      Accounts: {
        Account: onPage(accounts, pages).map(([account, sharedAt]) => ({
          AliyunId: account,
          SharedTime: isoSeconds(sharedAt),
        })),
      },
      ShareGroups: { ShareGroup: image.public ? [{ Group: "all" }] : [] },
    };
  },
};

const INSTANCE_CHARGE_TYPES = ["PrePaid", "PostPaid", "SpotWithPriceLimit", "SpotAsPriceGo"];

/** A region is no parameter: the list is the same everywhere. */
const DescribeRegions: Action = {
  effect: "read",
  run(parameters, context) {
    const charge = optional(parameters, "InstanceChargeType");
    if (charge !== undefined && !INSTANCE_CHARGE_TYPES.includes(charge)) throw invalid("InstanceChargeType");
    const Region = context.regions.map((region) => ({
      ...describedRegion("ecs", region),
      Status: "available",
    }));
    return { Regions: { Region } };
  },
};

export const ecs: ImageService = {
  name: "alicloud-ecs",
  cloud: "alicloud",
  version: "2014-05-26",
  regional: true,
  demoImage: { region: "cn-hangzhou", imageId: "m-bp1emulator" },
  accountIds: DIGITS,
  states: ["Available", "Creating", "Waiting", "UnAvailable", "CreateFailed", "Deprecated"],
  refusals,
  actions: { ModifyImageSharePermission, DescribeImageSharePermission, DescribeImages, DescribeRegions },
};

/** Images of other accounts count as missing, even if they are visible, because they cannot be shared again. */
function ownImage(
  imageId: string,
  context: ActionContext,
  look: (imageId: string) => Image | undefined,
): Image {
  const image = look(imageId);
  if (image === undefined || image.owner !== context.caller) {
    throw refuse(404, "InvalidImageId.NotFound", `The specified ImageId ${imageId} does not exist.`);
  }
  return image;
}

/**
 * Publishing needs an agreement, which the emulator lacks. False is the default, and allows a change of
 * accounts; alone, it asks to unpublish an image that was not published.
 */
function checkPublic(image: Image, isPublic: boolean | undefined, changes: number): void {
  if (isPublic === true) {
    throw image.public
      ? refuse(403, "Image.Public", "The specified image is public already.")
      : refuse(403, "PublicImageAgreement.NotSigned", "The agreement for public images is not signed.");
  }
  if (isPublic === false && !image.public && changes === 0) {
    throw refuse(403, "Image.NotPublic", "The specified image is not public.");
  }
}
