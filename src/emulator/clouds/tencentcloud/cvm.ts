/**
 * Tencent Cloud CVM 2017-03-12: ModifyImageSharePermission, DescribeImageSharePermission; DescribeImages is beside it.
 * Rests on the vendor's pages of these names: one direction per call, 500 accounts per image, 10 requests a second
 * (DescribeImages: 40), images in state NORMAL, and their error tables.
 */
import { z } from "zod";
import type { ActionContext, ImageService } from "../../api";
import type { Image, Step } from "../../cloud";
import { type AccountRules, validateSteps } from "../../rules";
import { DIGITS } from "../account-number";
import { checkImageId, DescribeImages, IMAGE_IDS } from "./cvm-images";
import { refuse } from "./errors";
import { defineAction } from "./parameters";
import { DescribeRegions } from "./regions";
import type { TencentService } from "./service";
import { isoSeconds } from "./time";

/** The page's codes for images that can never be shared; an image is seeded with one of them. */
const REFUSALS = {
  "FailedOperation.BYOLImageShareFailed": "BYOL images cannot be shared.",
  "FailedOperation.QImageShareFailed": "Image sharing failed.",
  "FailedOperation.RImageShareFailed": "Image sharing failed.",
  "InvalidParameter.InstanceImageNotSupport": "This API does not support instance images.",
  "InvalidParameterValue.InvalidImageId": "The image does not support this operation.",
  "UnauthorizedOperation.InvalidToken": "Check if the token is valid.",
  "UnsupportedOperation.EncryptedImagesNotSupported": "Encrypted images are not supported.",
  "UnsupportedOperation.LocationImageNotSupported": "This request does not support images in this region.",
} as const;

const refusals = Object.fromEntries(
  Object.entries(REFUSALS).map(([code, message]) => [code, () => refuse(code, message)]),
);

export const cvm: TencentService & ImageService = {
  name: "tencentcloud-cvm",
  cloud: "tencentcloud",
  scope: "cvm",
  version: "2017-03-12",
  imageParameters: ["ImageId", "ImageIds"],
  regional: true,
  imageIds: IMAGE_IDS,
  demoImage: { region: "ap-guangzhou", imageId: "img-6pb6lrmy" },
  accountIds: DIGITS,
  states: ["NORMAL", "CREATING", "CREATEFAILED", "SYNCING", "IMPORTING", "IMPORTFAILED", "USING"],
  refusals,
  actions: {
    ModifyImageSharePermission: defineAction({
      effect: "write",
      limit: { calls: 10, perMs: 1000, scope: "region" },
      parameters: z.strictObject({
        ImageId: z.string(),
        AccountIds: z.array(z.string()).min(1),
        Permission: z.enum(["SHARE", "CANCEL"]),
      }),
      run({ ImageId, AccountIds, Permission }, context) {
        const image = ownImage(ImageId, context, (imageId) => context.find(imageId));
        if (image.refuses !== undefined) {
          throw refusals[image.refuses]?.() ?? refuse(image.refuses, "The image cannot be shared.");
        }
        if (image.state !== "NORMAL") {
          throw refuse(
            "InvalidParameterValue.InvalidImageState",
            `The image has another ongoing task. Its state is ${image.state}. Please check and try again later.`,
          );
        }
        checkCallSize(AccountIds, context);
        const kind = Permission === "SHARE" ? "share" : "unshare";
        const steps = AccountIds.map((account): Step => ({ kind, account }));
        context.apply(ImageId, steps, validateSteps(image, steps, context, ACCOUNT_RULES));
        return {};
      },
    }),

    /** Not paged: all accounts at once. */
    DescribeImageSharePermission: defineAction({
      effect: "read",
      limit: { calls: 10, perMs: 1000, scope: "region" },
      parameters: z.strictObject({ ImageId: z.string() }),
      run({ ImageId }, context) {
        const image = ownImage(ImageId, context, (imageId) => context.observe(imageId));
        const permissions = image.accounts.entries().map(([account, sharedAt]) => ({
          CreatedTime: isoSeconds(sharedAt),
          AccountId: account,
        }));
        return { SharePermissionSet: permissions };
      },
    }),

    DescribeImages,
    DescribeRegions,
  },
};

function ownImage(
  imageId: string,
  context: ActionContext,
  look: (imageId: string) => Image | undefined,
): Image {
  checkImageId(imageId);
  const image = look(imageId);
  if (image === undefined) {
    throw refuse("InvalidImageId.NotFound", `The image ${imageId} cannot be found.`);
  }
  if (image.owner !== context.caller) {
    throw refuse(
      "UnauthorizedOperation.ImageNotBelongToAccount",
      `The specified image ${imageId} does not belong to the user.`,
    );
  }
  return image;
}

/** The page has a code for too many values, but no number, so the limit is a setting. */
function checkCallSize(accounts: readonly string[], context: ActionContext): void {
  const cap = context.settings.perCallCap;
  if (cap !== null && accounts.length > cap) {
    throw refuse(
      "InvalidParameterValue.LimitExceeded",
      `The number of parameter values exceeds the limit: AccountIds has ${accounts.length}, at most ${cap}.`,
    );
  }
}

/**
 * Two codes say "yourself" and two "not an account"; which one the vendor uses when is not documented: here SHARE
 * and CANCEL, and format and existence, tell them apart. None says that a cancelled account has no share.
 */
const ACCOUNT_RULES: AccountRules = {
  format: DIGITS,
  malformed: (account) => refuse("InvalidParameterValue.InvalidAppIdFormat", `Invalid AppID: ${account}.`),
  self: (account, kind) =>
    refuse(
      kind === "share" ? "FailedOperation.AccountIsYourSelf" : "InvalidAccountIs.YourSelf",
      `You cannot share images with yourself (${account}).`,
    ),
  unknown: (account) => refuse("InvalidAccountId.NotFound", `Invalid account ID: ${account}.`),
  subAccount: (account) =>
    refuse(
      "FailedOperation.NotMasterAccount",
      `${account} is a collaborator account. Please enter a root account.`,
    ),
  duplicate: (account) =>
    refuse("FailedOperation.AccountAlreadyExists", `The account already exists: ${account}.`),
  absent: (account) =>
    refuse("InvalidAccountId.NotFound", `The image is not shared with account ${account}.`),
  limit: {
    accounts: 500,
    exceeded: (accounts) =>
      refuse("OverQuota", `The number of shared images exceeds the quota: ${accounts} accounts an image.`),
  },
};
