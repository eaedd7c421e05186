/** Accounts and images in the vendors' answers, without believing what makes no sense. */
import type { ListedImage, PresentCondition } from "../core/backend";
import { member, parseCount } from "./json";
import { unexpectedResponse } from "./vendor-errors";

/**
 * As all vendors write account IDs: AWS with twelve digits, zeros in front, all others without such zeros. Another ID would be printed as it is, and sent back as it is: with a comma in it,
 * it would revoke others.
 */
const ACCOUNT_ID = /^(?:[1-9][0-9]{0,31}|[0-9]{12})$/;

/**
 * The account IDs in a list of entries.
 *
 * An answer without a list is no answer: taking it for "nobody" would revoke, or lose sight of, everybody.
 *
 * @param keys the members under which the vendor is known to write the ID, the documented one first
 */
export function accountsIn(action: string, list: unknown, ...keys: readonly string[]): string[] {
  if (!Array.isArray(list)) throw unexpectedResponse(action, "without a list of accounts");
  return list.map((entry: unknown) => {
    const id = keys.map((key) => member(entry, key)).find((value) => value !== undefined);
    if (isAccountId(id)) return String(id);
    throw unexpectedResponse(action, `with an entry without an account ID as ${keys.join(" or ")}`);
  });
}

/** The account that an answer is about, in whichever form the vendor writes it. */
export function accountIn(action: string, id: unknown): string {
  if (isAccountId(id)) return String(id);
  throw unexpectedResponse(action, "without an account ID");
}

function isAccountId(id: unknown): id is string | number {
  return (typeof id === "string" || typeof id === "number") && ACCOUNT_ID.test(String(id));
}

/** An image as a vendor lists it. */
export interface ImageEntry {
  readonly ImageId: string;
  readonly [name: string]: unknown;
}

/**
 * The entries of a list of images. An answer without a list is no answer: it would make every image look gone.
 *
 * @param key the member under which the vendor writes an image's ID
 */
export function imageEntries(action: string, list: unknown, key = "ImageId"): readonly ImageEntry[] {
  if (!Array.isArray(list)) throw unexpectedResponse(action, "without a list of images");
  return list.map((entry: unknown) => {
    const id = member(entry, key);
    if (typeof id !== "string" || id === "") {
      throw unexpectedResponse(action, `with an image without ${key}`);
    }
    return { ...(entry as object), ImageId: id };
  });
}

/** The image's entry among those that were answered. @throws VendorError when there are more than those */
export function findImage(
  action: string,
  entries: readonly ImageEntry[],
  imageId: string,
  total: unknown,
): ImageEntry | undefined {
  const found = entries.find((entry) => entry.ImageId === imageId);
  if (found === undefined && (parseCount(total) ?? 0) > entries.length) {
    throw unexpectedResponse(
      action,
      `TotalCount ${String(total)} and ${entries.length} images without ${imageId}`,
    );
  }
  return found;
}

/** A member that says whose an image is: without it the image would silently be nobody's. */
export function requiredString(action: string, entry: ImageEntry, name: string): string {
  const kind = entry[name];
  if (typeof kind !== "string") throw unexpectedResponse(action, `with an image without ${name}`);
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
