/** Texts from clouds, cut to what a person reads. */

/** The vendors allow 128 characters and fewer. */
const MAX_NAME = 256;
const MAX_MESSAGE = 2_000;

export function shortName(name: string): string {
  return cut(name, MAX_NAME);
}

export function shortMessage(message: string): string {
  return cut(message, MAX_MESSAGE);
}

/** Never between the halves of a character. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
