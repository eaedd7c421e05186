/**
 * The filters of lists of images, where parameters are flat text. A documented filter is emulated or refused by its
 * name. Were it ignored, a client would get images that it did not ask for, and only from the emulator.
 */
import type { ApiError, Parameters, World } from "../api";
import type { Image } from "../cloud";

/** By the name of a parameter: whether an image is one that its value asks for. */
export type Filters = Readonly<Record<string, (image: Image, value: string, world: World) => boolean>>;

/** Filters that are not emulated. One that ends with a dot is a list: `Filter.` is `Filter.1.Key`, … */
export type Unemulated = readonly string[];

/** An image passes when it is what every filter asks for; an empty value asks for nothing. */
export function passing(parameters: Parameters, filters: Filters, world: World): (image: Image) => boolean {
  const asked = Object.entries(filters).flatMap(([name, fits]) => {
    const value = parameters[name];
    return typeof value === "string" && value !== "" ? [{ fits, value }] : [];
  });
  return (image) => asked.every(({ fits, value }) => fits(image, value, world));
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

/** A filter for what no image of the emulator has: it was made of no snapshot, and is in no resource group. */
export const none = () => false;

/** A filter for what is the same for every image of the emulator. */
export function always(constant: string): (image: Image, value: string) => boolean {
  return (_, value) => value.toLowerCase() === constant.toLowerCase();
}
