/** Redacts keys: secrets and tokens completely, IDs except for their end. */
import type { Keys } from "../core/cloud-access";

/** No vendor's keys are shorter. A shorter key is from an emulator, and may be a word of a message. */
const SHORTEST_KEY = 12;

/** The end of a key's ID: enough to tell keys apart, and useless alone. */
export function maskedId(id: string): string {
  const shown = id.length < SHORTEST_KEY ? Math.floor(id.length / 4) : 4;
  return shown === 0 ? "" : `…${id.slice(-shown)}`;
}

/** Some vendors quote the request when a signature does not match. */
export function redactSecrets(text: string, { id, secret, token = "" }: Keys): string {
  const hidden = [secret, token].flatMap((value) =>
    spellings(value).map((spelling) => [spelling, "[secret]"]),
  );
  const masked = id.length < SHORTEST_KEY ? [] : spellings(id).map((spelling) => [spelling, maskedId(id)]);
  // The longest first: an ID may be the beginning of its secret.
  const longestFirst = [...hidden, ...masked].sort(([left = ""], [right = ""]) => right.length - left.length);
  return longestFirst.reduce((shown, [value = "", instead = ""]) => replaced(shown, value, instead), text);
}

/** The value, plain and as encoded in a query. */
function spellings(value: string): string[] {
  return value === "" ? [] : [...new Set([value, encodeURIComponent(value)])];
}

/** Replaces a short value only as a whole word. */
function replaced(text: string, value: string, instead: string): string {
  if (value.length >= SHORTEST_KEY) return text.replaceAll(value, () => instead);
  const literal = value.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
  return text.replace(new RegExp(`(?<![\\w-])${literal}(?![\\w-])`, "g"), () => instead);
}
