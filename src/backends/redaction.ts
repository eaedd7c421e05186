/** What of keys may be shown: nothing of a secret or a token, the end of an ID. */
import type { Keys } from "../core/cloud-access";

/** No vendor's keys are shorter. What is shorter was made up for an emulator, and may well be a word of a message. */
const SHORTEST_KEY = 12;

/** The end of a key's ID: enough to tell keys apart, and a part that is worth nothing alone. */
export function maskedId(id: string): string {
  const shown = id.length < SHORTEST_KEY ? Math.floor(id.length / 4) : 4;
  return shown === 0 ? "" : `…${id.slice(-shown)}`;
}

/** Vendors have been seen to quote what they were sent when a signature does not match. */
export function redactSecrets(text: string, { id, secret, token = "" }: Keys): string {
  const hidden = [secret, token].flatMap((value) =>
    spellings(value).map((spelling) => [spelling, "[secret]"]),
  );
  const masked = id.length < SHORTEST_KEY ? [] : spellings(id).map((spelling) => [spelling, maskedId(id)]);
  // The longest first: an ID may be the beginning of its secret.
  const longestFirst = [...hidden, ...masked].sort(([left = ""], [right = ""]) => right.length - left.length);
  return longestFirst.reduce((shown, [value = "", instead = ""]) => replaced(shown, value, instead), text);
}

/** As it is, and as it stands in a query. */
function spellings(value: string): string[] {
  return value === "" ? [] : [...new Set([value, encodeURIComponent(value)])];
}

/** A short value only where it stands alone: replaced wherever its letters occur, it would tear words apart. */
function replaced(text: string, value: string, instead: string): string {
  if (value.length >= SHORTEST_KEY) return text.replaceAll(value, () => instead);
  const literal = value.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
  return text.replace(new RegExp(`(?<![\\w-])${literal}(?![\\w-])`, "g"), () => instead);
}
