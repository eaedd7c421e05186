/** Validates accounts and images in the vendors' answers. */
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
 * An answer without a list is invalid: as an empty list, it would revoke or hide all accounts.
 *
 * @param keys the members that may hold the ID, the documented one first
 */
export function accountsIn(action: string, list: unknown, ...keys: readonly string[]): string[] {
  if (!Array.isArray(list)) throw unexpectedResponse(action, "without a list of accounts");
  return list.map((entry: unknown) => {
    const id = keys.map((key) => member(entry, key)).find((value) => value !== undefined);
    if (isAccountId(id)) return String(id);
    throw unexpectedResponse(action, `with an entry without an account ID as ${keys.join(" or ")}`);
  });
}

/** The account in an answer, as text or as a number. */
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

/** The image's entry in an answer. @throws VendorError if the answer is only the first of several pages */
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

/** A required member, such as the owner of an image. @throws VendorError */
export function requiredString(action: string, entry: ImageEntry, name: string): string {
  const kind = entry[name];
  if (typeof kind !== "string") throw unexpectedResponse(action, `with an image without ${name}`);
  return kind;
}

/** @param name the owner's name of the image; empty if it is not text */
export function listedImage(
  { ImageId }: ImageEntry,
  name: unknown,
  condition: PresentCondition,
): ListedImage {
  return { imageId: ImageId, name: typeof name === "string" ? name : "", condition };
}
