/** Reading what vendors answer, without losing a digit and without believing what makes no sense. */
import { parse } from "lossless-json";
import type { ListedImage, PresentCondition } from "../core/backend";
import { VendorError } from "../core/errors";

/** The JSON in a body; undefined for HTML from a gateway, or a body cut short. */
export function parseAnswer(text: string): unknown {
  try {
    return parse(text, undefined, losslessly);
  } catch {
    return undefined;
  }
}

/** Numbers stay numbers while they are exact, and become the digits themselves where they are not. */
function losslessly(digits: string): unknown {
  const value = Number(digits);
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? digits : value;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member of an object, or undefined where there is none, or no object. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : undefined), value);
}

/**
 * As all vendors write account IDs. Another ID would be printed as it is, and sent back as it is: with a comma in it,
 * it would revoke others.
 */
const ACCOUNT_ID = /^[1-9][0-9]{0,31}$/;

/**
 * The account IDs in a list of entries.
 *
 * An answer without a list is no answer: taking it for "nobody" would revoke, or lose sight of, everybody.
 *
 * @param keys the members under which the vendor is known to write the ID, the documented one first
 */
export function accountsIn(action: string, list: unknown, ...keys: readonly string[]): string[] {
  if (!Array.isArray(list)) throw senseless(action, "without a list of accounts");
  return list.map((entry: unknown) => {
    const id = keys.map((key) => member(entry, key)).find((value) => value !== undefined);
    if (isAccountId(id)) return String(id);
    throw senseless(action, `with an entry without an account ID as ${keys.join(" or ")}`);
  });
}

/** The account that an answer is about, in whichever form the vendor writes it. */
export function accountIn(action: string, id: unknown): string {
  if (isAccountId(id)) return String(id);
  throw senseless(action, "without an account ID");
}

function isAccountId(id: unknown): id is string | number {
  return (typeof id === "string" || typeof id === "number") && ACCOUNT_ID.test(String(id));
}

/** A counter, which one service writes as a number and the next as text. */
export function counter(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** @throws VendorError for an answer that repeats another question than the one that was asked */
export function checkEcho(action: string, answer: unknown, asked: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(asked)) {
    const said = member(answer, name) ?? value;
    if (String(said) !== value) throw senseless(action, `for another ${name}`);
  }
}

/** An image as a vendor lists it. */
export interface ImageEntry {
  readonly ImageId: string;
  readonly [name: string]: unknown;
}

/** The entries of a list of images. An answer without a list is no answer: it would make every image look gone. */
export function imageEntries(action: string, list: unknown): readonly ImageEntry[] {
  if (!Array.isArray(list)) throw senseless(action, "without a list of images");
  return list.map((entry: unknown) => {
    const { ImageId } = isRecord(entry) ? entry : {};
    if (typeof ImageId !== "string" || ImageId === "") {
      throw senseless(action, "with an image without ImageId");
    }
    return { ...(entry as object), ImageId };
  });
}

/** The image's entry among those that were answered. @throws VendorError when there are more than those */
export function entryOf(
  action: string,
  entries: readonly ImageEntry[],
  imageId: string,
  total: unknown,
): ImageEntry | undefined {
  const found = entries.find((entry) => entry.ImageId === imageId);
  if (found === undefined && (counter(total) ?? 0) > entries.length) {
    throw senseless(action, `TotalCount ${String(total)} and ${entries.length} images without ${imageId}`);
  }
  return found;
}

/** A member that says whose an image is: without it the image would silently be nobody's. */
export function ownerKind(action: string, entry: ImageEntry, name: string): string {
  const kind = entry[name];
  if (typeof kind !== "string") throw senseless(action, `with an image without ${name}`);
  return kind;
}

/** @param name as its owner calls the image; whatever is no text is none */
export function listedImage(
  { ImageId }: ImageEntry,
  name: unknown,
  condition: PresentCondition,
): ListedImage {
  return { imageId: ImageId, name: typeof name === "string" ? name : "", condition };
}

/** For answers that are well-formed and still cannot be meant. */
export function senseless(action: string, what: string): VendorError {
  return new VendorError({ meaning: "ambiguous", action, message: `the vendor answered ${what}` });
}
