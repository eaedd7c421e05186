/** Tencent Cloud Lighthouse 2020-03-24: DescribeBlueprints. No figure for its frequency was found. */
import { z } from "zod";
import type { ActionContext } from "../../api";
import type { Image } from "../../cloud";
import { refuse } from "./errors";
import { defineAction } from "./parameters";
import { isoSeconds } from "./time";

/** No page documents the form. All examples have eight characters, so fewer are refused. */
export const BLUEPRINT_IDS = {
  form: /^lhbp-[0-9a-z]{8,}$/,
  description: "lhbp- and at least eight lower-case letters or digits, such as lhbp-6jc6l8yb",
} as const;

const MAX_IDS = 100;
const MAX_FILTERS = 10;
const MAX_VALUES = 100;

/** What the two lists have in common: "Offset: 0 by default. Limit: 20 by default, at most 100". */
export const PAGE = { Offset: z.int().nonnegative().optional(), Limit: z.int().min(1).max(100).optional() };

export const FILTERS_PARAMETER = z
  .array(z.strictObject({ Name: z.string(), Values: z.array(z.string()) }))
  .optional();

/** An unknown ID is refused: the service has a code for it. No page says that this action answers it. */
export const DescribeBlueprints = defineAction({
  effect: "read",
  parameters: z.strictObject({
    BlueprintIds: z.array(z.string()).max(MAX_IDS).optional(),
    Filters: FILTERS_PARAMETER,
    ...PAGE,
  }),
  run({ BlueprintIds, Filters, Offset = 0, Limit = 20 }, context) {
    if (BlueprintIds !== undefined && Filters !== undefined) {
      throw refuse(
        "InvalidParameter.ParameterConflict",
        "`BlueprintIds` and `Filters` cannot be specified at the same time.",
      );
    }
    const filters = filtersOf(Filters, MAX_VALUES, FITS);
    const visible = context.observeAll().filter((image) => isVisible(image, context));
    for (const imageId of BlueprintIds ?? []) {
      checkBlueprintId(imageId);
      if (!visible.some((image) => image.imageId === imageId)) throw blueprintNotFound(imageId);
    }
    const images = visible
      .filter((image) => BlueprintIds === undefined || BlueprintIds.includes(image.imageId))
      .filter((image) => filters.every((fits) => fits(image, context)));
    const page = images.slice(Offset, Offset + Limit);
    return { TotalCount: images.length, BlueprintSet: page.map((image) => described(image, context)) };
  },
});

export function checkBlueprintId(imageId: string): void {
  if (!BLUEPRINT_IDS.form.test(imageId)) {
    throw refuse("InvalidParameterValue.BlueprintIdMalformed", `The image ID ${imageId} is malformed.`);
  }
}

export const blueprintNotFound = (imageId: string) =>
  refuse("ResourceNotFound.BlueprintNotFound", `The image ${imageId} cannot be found.`);

type Fits<Item> = (item: Item, context: ActionContext) => boolean;

/** A list's filters by their names. */
export type Filters<Item> = Readonly<Record<string, (values: readonly string[]) => Fits<Item>>>;

/** The tests that `Filters` asks for; a name that the page does not have is refused. */
export function filtersOf<Item>(
  asked: z.output<typeof FILTERS_PARAMETER>,
  maxValues: number,
  known: Filters<Item>,
): Fits<Item>[] {
  if ((asked ?? []).length > MAX_FILTERS) {
    throw refuse("InvalidParameterValue.LimitExceeded", `There are more than ${MAX_FILTERS} filters.`);
  }
  return (asked ?? []).map(({ Name, Values }) => {
    if (Values.length > maxValues) {
      throw refuse(
        "InvalidParameterValue.LimitExceeded",
        `The filter ${Name} has more than ${maxValues} values.`,
      );
    }
    const filter = Object.hasOwn(known, Name) ? known[Name] : undefined;
    if (filter === undefined) {
      throw refuse(
        "InvalidParameter.InvalidFilterNotSupportedName",
        `The filter ${Name} is not supported${Name === "scene-id" ? " by the emulator" : ""}.`,
      );
    }
    return filter(Values);
  });
}

/** The page's filters, but for `scene-id`: images here have no scenes. */
const FITS: Filters<Image> = {
  "blueprint-id": (values) => (image) => values.includes(image.imageId),
  "blueprint-type": (values) => (image, context) => values.includes(blueprintType(image, context)),
  "platform-type": (values) => () => values.includes("LINUX_UNIX"),
  "blueprint-name": (values) => (image) => values.includes(image.name),
  "blueprint-state": (values) => (image) => values.includes(image.state),
  "tag-key": (values) => (image) => values.some((key) => image.tags.has(key)),
  "tag-value": (values) => (image) => [...image.tags.values()].some((value) => values.includes(value)),
};

function isVisible(image: Image, context: ActionContext): boolean {
  return image.owner === context.caller || image.public || image.accounts.has(context.caller);
}

function blueprintType(image: Image, context: ActionContext): string {
  if (image.public) return "PURE_OS";
  return image.owner === context.caller ? "PRIVATE" : "SHARED";
}

/** BlueprintShared is about the owner's own CVM, as far as the SDK's words go: the emulator shares none with it. */
function described(image: Image, context: ActionContext): Readonly<Record<string, unknown>> {
  return {
    BlueprintId: image.imageId,
    BlueprintName: image.name,
    BlueprintType: blueprintType(image, context),
    BlueprintState: image.state,
    BlueprintShared: false,
    DisplayTitle: image.name,
    DisplayVersion: "",
    Description: "",
    OsName: "TencentOS Server 4",
    Platform: "TENCENTOS",
    PlatformType: "LINUX_UNIX",
    RequiredSystemDiskSize: 20,
    RequiredMemorySize: 0,
    SupportAutomationTools: true,
    CreatedTime: isoSeconds(image.createdAt),
    ImageId: "",
    SceneIdSet: [],
    Tags: [...image.tags].map(([Key, Value]) => ({ Key, Value })),
  };
}
