/**
 * Tencent Cloud CVM 2017-03-12: ModifyImageSharePermission, DescribeImageSharePermission, DescribeImages.
 * Rests on the vendor's pages of these names: one direction per call, 500 accounts per image, 10 requests a second
 * (DescribeImages: 40), images in state NORMAL, and their error tables.
 */
import { z } from "zod";
import type { ImageService, World } from "../../api";
import type { Image, Step } from "../../cloud";
import { type AccountRules, judge } from "../../rules";
import { refuse } from "./errors";
import { defineAction } from "./parameters";
import type { TencentService } from "./service";

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

/** No page says the form. All examples have eight characters; fewer are a slip, and more are not ruled out. */
const IMAGE_IDS = {
  form: /^img-[0-9a-z]{8,}$/,
  description: "img- and at least eight lower-case letters or digits, such as img-6pb6lrmy",
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
      run({ ImageId, AccountIds, Permission }, world) {
        const image = ownImage(ImageId, world, (imageId) => world.find(imageId));
        if (image.refuses !== undefined) {
          throw refusals[image.refuses]?.() ?? refuse(image.refuses, "The image cannot be shared.");
        }
        if (image.state !== "NORMAL") {
          throw refuse(
            "InvalidParameterValue.InvalidImageState",
            `The image has another ongoing task. Its state is ${image.state}. Please check and try again later.`,
          );
        }
        checkCallSize(AccountIds, world);
        const kind = Permission === "SHARE" ? "share" : "unshare";
        const steps = AccountIds.map((account): Step => ({ kind, account }));
        world.apply(ImageId, steps, judge(image, steps, world, ACCOUNT_RULES));
        return {};
      },
    }),

    /** Not paged: all accounts at once. */
    DescribeImageSharePermission: defineAction({
      effect: "read",
      limit: { calls: 10, perMs: 1000, scope: "region" },
      parameters: z.strictObject({ ImageId: z.string() }),
      run({ ImageId }, world) {
        const image = ownImage(ImageId, world, (imageId) => world.observe(imageId));
        const permissions = [...image.accounts].map(([account, sharedAt]) => ({
          CreatedTime: isoSeconds(sharedAt),
          AccountId: account,
        }));
        return { SharePermissionSet: permissions };
      },
    }),

    /** An unknown ImageId is no error here: the page's table has none for it; the set is just empty. */
    DescribeImages: defineAction({
      effect: "read",
      limit: { calls: 40, perMs: 1000, scope: "region" },
      parameters: z.strictObject({
        ImageIds: z.array(z.string()).optional(),
        Filters: z.array(z.strictObject({ Name: z.string(), Values: z.array(z.string()) })).optional(),
        Offset: z.int().nonnegative().optional(),
        Limit: z.int().nonnegative().optional(),
        InstanceType: z.string().optional(),
      }),
      run({ ImageIds, Filters, Offset = 0, Limit = 20 }, world) {
        if (ImageIds !== undefined && Filters !== undefined) {
          throw refuse(
            "InvalidParameter.InvalidParameterCoexistImageIdsFilters",
            "`ImageIds` and `Filters` cannot be specified at the same time.",
          );
        }
        if (Limit > 100) {
          throw refuse(
            "InvalidParameterValue.InvalidParameterValueLimit",
            "The value of `Limit` exceeds 100.",
          );
        }
        for (const imageId of ImageIds ?? []) {
          checkImageId(imageId);
        }
        const passes = filterOf(Filters ?? [], world);
        const images = world
          .observeAll()
          .filter((image) => isVisible(image, world))
          .filter((image) => ImageIds === undefined || ImageIds.includes(image.imageId))
          .filter(passes);
        const page = images.slice(Offset, Offset + Limit);
        return { TotalCount: images.length, ImageSet: page.map((image) => described(image, world)) };
      },
    }),
  },
};

function checkImageId(imageId: string): void {
  if (!IMAGE_IDS.form.test(imageId)) {
    throw refuse("InvalidImageId.Malformed", `Invalid image ID format: ${imageId}.`);
  }
}

function ownImage(imageId: string, world: World, look: (imageId: string) => Image | undefined): Image {
  checkImageId(imageId);
  const image = look(imageId);
  if (image === undefined) {
    throw refuse("InvalidImageId.NotFound", `The image ${imageId} cannot be found.`);
  }
  if (image.owner !== world.caller) {
    throw refuse(
      "UnauthorizedOperation.ImageNotBelongToAccount",
      `The specified image ${imageId} does not belong to the user.`,
    );
  }
  return image;
}

/** The page has a code for too many values, but no figure; so the cap is a knob. */
function checkCallSize(accounts: readonly string[], world: World): void {
  const cap = world.settings.perCallCap;
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
  format: /^\d{5,20}$/,
  malformed: (account) => refuse("InvalidParameterValue.InvalidAppIdFormat", `Invalid AppID: ${account}.`),
  yourself: (account, kind) =>
    refuse(
      kind === "share" ? "FailedOperation.AccountIsYourSelf" : "InvalidAccountIs.YourSelf",
      `You cannot share images with yourself (${account}).`,
    ),
  unknown: (account) => refuse("InvalidAccountId.NotFound", `Invalid account ID: ${account}.`),
  collaborator: (account) =>
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
    exceeded: () =>
      refuse("OverQuota", "The number of shared images exceeds the quota: 500 accounts an image."),
  },
};

interface Filter {
  readonly Name: string;
  readonly Values: readonly string[];
}

/** At most 10 filters of at most 5 values, names by any part of them. Of the documented ones, those that say something here. */
function filterOf(filters: readonly Filter[], world: World): (image: Image) => boolean {
  if (filters.length > 10) {
    throw refuse("InvalidFilter", "There are more than 10 filters.");
  }
  for (const { Name, Values } of filters) {
    if (!["image-id", "image-name", "image-type", "image-state"].includes(Name)) {
      throw refuse("InvalidFilter", `The filter ${Name} is not supported.`);
    }
    if (Values.length > 5) {
      throw refuse("InvalidFilterValue.LimitExceeded", `The filter ${Name} has more than 5 values.`);
    }
  }
  return (image) =>
    filters.every(({ Name, Values }) => {
      if (Name === "image-name") {
        return Values.some((part) => image.name.includes(part));
      }
      const value = {
        "image-id": image.imageId,
        "image-type": imageType(image, world),
        "image-state": image.state,
      }[Name];
      return value !== undefined && Values.includes(value);
    });
}

function isVisible(image: Image, world: World): boolean {
  return image.owner === world.caller || image.public || image.accounts.has(world.caller);
}

function imageType(image: Image, world: World): string {
  if (image.public) {
    return "PUBLIC_IMAGE";
  }
  return image.owner === world.caller ? "PRIVATE_IMAGE" : "SHARED_IMAGE";
}

function described(image: Image, world: World): Readonly<Record<string, unknown>> {
  return {
    ImageId: image.imageId,
    ImageName: image.name,
    ImageType: imageType(image, world),
    ImageState: image.state,
    ImageSize: 20,
    ImageCreator: image.owner,
    ImageSource: "CREATE_IMAGE",
    CreatedTime: isoSeconds(image.createdAt),
    Architecture: "x86_64",
    Platform: "TencentOS",
    OsName: "TencentOS Server 4",
    ImageDescription: "",
  };
}

/** 2018-06-10T11:02:50Z: this API's times have no fractions. */
function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
