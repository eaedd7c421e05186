/** Tencent Cloud CVM 2017-03-12: DescribeImages, 40 requests a second. */
import { z } from "zod";
import type { ActionContext } from "../../api";
import type { Image } from "../../cloud";
import { refuse } from "./errors";
import { defineAction } from "./parameters";
import { isoSeconds } from "./time";

/** No page documents the form. All examples have eight characters, so fewer are refused. */
export const IMAGE_IDS = {
  form: /^img-[0-9a-z]{8,}$/,
  description: "img- and at least eight lower-case letters or digits, such as img-6pb6lrmy",
} as const;

const MAX_FILTERS = 10;
const MAX_VALUES = 5;

/** An unknown ImageId returns an empty set, because the page's table has no error for it. */
export const DescribeImages = defineAction({
  effect: "read",
  limit: { calls: 40, perMs: 1000, scope: "region" },
  parameters: z.strictObject({
    ImageIds: z.array(z.string()).optional(),
    Filters: z.array(z.strictObject({ Name: z.string(), Values: z.array(z.string()) })).optional(),
    Offset: z.int().nonnegative().optional(),
    Limit: z.int().optional(),
    InstanceType: z.string().optional(),
  }),
  run({ ImageIds, Filters, InstanceType, Offset = 0, Limit = 20 }, context) {
    if (ImageIds !== undefined && Filters !== undefined) {
      throw refuse(
        "InvalidParameter.InvalidParameterCoexistImageIdsFilters",
        "`ImageIds` and `Filters` cannot be specified at the same time.",
      );
    }
    if (Limit < 0 || Limit > 100) {
      throw refuse(
        "InvalidParameterValue.InvalidParameterValueLimit",
        "The value of `Limit` must be between 0 and 100.",
      );
    }
    if (InstanceType !== undefined) {
      throw refuse(
        "InvalidParameterValue.InstanceTypeNotFound",
        "The emulator does not filter by InstanceType.",
      );
    }
    for (const imageId of ImageIds ?? []) {
      checkImageId(imageId);
    }
    const filters = (Filters ?? []).map(filterOf);
    if (filters.length > MAX_FILTERS) {
      throw refuse("InvalidFilter", `There are more than ${MAX_FILTERS} filters.`);
    }
    const images = context
      .observeAll()
      .filter((image) => isVisible(image, context))
      .filter((image) => ImageIds === undefined || ImageIds.includes(image.imageId))
      .filter((image) => filters.every((fits) => fits(image, context)));
    const page = images.slice(Offset, Offset + Limit);
    return { TotalCount: images.length, ImageSet: page.map((image) => described(image, context)) };
  },
});

export function checkImageId(imageId: string): void {
  if (!IMAGE_IDS.form.test(imageId)) {
    throw refuse("InvalidImageId.Malformed", `Invalid image ID format: ${imageId}.`);
  }
}

type Fits = (image: Image, context: ActionContext) => boolean;

/** The page's filters by their names; names and platforms are found by any part of them. */
const FILTERS: Readonly<Record<string, (values: readonly string[]) => Fits>> = {
  "image-id": (values) => (image) => values.includes(image.imageId),
  "image-name": (values) => (image) => values.some((part) => image.name.includes(part)),
  "image-type": (values) => (image, context) => values.includes(imageType(image, context)),
  platform: (values) => () => values.some((part) => PLATFORM.includes(part)),
  "tag-key": (values) => (image) => values.some((key) => image.tags.has(key)),
  "tag-value": (values) => (image) => [...image.tags.values()].some((value) => values.includes(value)),
};

const PLATFORM = "TencentOS";

/** Besides those above, `tag:<key>`; the page also has filters for dedicated clusters, which are not here. */
function filterOf({ Name, Values }: { readonly Name: string; readonly Values: readonly string[] }): Fits {
  if (Values.length > MAX_VALUES) {
    throw refuse(
      "InvalidFilterValue.LimitExceeded",
      `The filter ${Name} has more than ${MAX_VALUES} values.`,
    );
  }
  if (Name.startsWith("tag:")) {
    const key = Name.slice("tag:".length);
    return ({ tags }) => Values.includes(tags.get(key) ?? "") && tags.has(key);
  }
  if (Name === "dedicated-cluster-id" || Name === "cdc-cache-status") {
    throw refuse("InvalidFilter", `The emulator does not filter by ${Name}.`);
  }
  const filter = Object.hasOwn(FILTERS, Name) ? FILTERS[Name] : undefined;
  if (filter === undefined) {
    throw refuse("InvalidFilter", `The filter ${Name} is not supported.`);
  }
  return filter(Values);
}

function isVisible(image: Image, context: ActionContext): boolean {
  return image.owner === context.caller || image.public || image.accounts.has(context.caller);
}

function imageType(image: Image, context: ActionContext): string {
  if (image.public) {
    return "PUBLIC_IMAGE";
  }
  return image.owner === context.caller ? "PRIVATE_IMAGE" : "SHARED_IMAGE";
}

function described(image: Image, context: ActionContext): Readonly<Record<string, unknown>> {
  return {
    ImageId: image.imageId,
    ImageName: image.name,
    ImageType: imageType(image, context),
    ImageState: image.state,
    ImageSize: 20,
    ImageCreator: image.owner,
    ImageSource: "CREATE_IMAGE",
    CreatedTime: isoSeconds(image.createdAt),
    Architecture: "x86_64",
    Platform: PLATFORM,
    OsName: "TencentOS Server 4",
    ImageDescription: "",
    Tags: [...image.tags].map(([Key, Value]) => ({ Key, Value })),
  };
}
