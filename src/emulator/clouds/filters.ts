/**
 * The filters of image lists with flat parameters. A documented filter is emulated, or refused by its
 * name. If it were ignored, the client would get other images than from the vendor.
 */
import type { ActionContext, ApiError, Parameters } from "../api";
import type { Image } from "../cloud";

/** By parameter name: whether an image matches the value. */
export type Filters = Readonly<
  Record<string, (image: Image, value: string, context: ActionContext) => boolean>
>;

/** Filters that are not emulated. One that ends with a dot is a list: `Filter.` is `Filter.1.Key`, … */
export type Unemulated = readonly string[];

/** Whether an image matches every filter; an empty value matches all images. */
export function passing(
  parameters: Parameters,
  filters: Filters,
  context: ActionContext,
): (image: Image) => boolean {
  const asked = Object.entries(filters).flatMap(([name, fits]) => {
    const value = parameters[name];
    return typeof value === "string" && value !== "" ? [{ fits, value }] : [];
  });
  return (image) => asked.every(({ fits, value }) => fits(image, value, context));
}

/** @param refuse says with the service's code that a parameter cannot be used */
export function refuseUnemulated(
  parameters: Parameters,
  names: Unemulated,
  refuse: (name: string, detail: string) => ApiError,
): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (
      value !== "" &&
      names.some((known) => (known.endsWith(".") ? name.startsWith(known) : name === known))
    ) {
      throw refuse(name, `The emulator does not filter by ${name}.`);
    }
  }
}

/** A filter for properties that no image of the emulator has, such as a snapshot or a resource group. */
export const none = () => false;

/** A filter for properties that are equal for every image of the emulator. */
export function always(constant: string): (image: Image, value: string) => boolean {
  return (_, value) => value.toLowerCase() === constant.toLowerCase();
}
