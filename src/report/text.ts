/** Texts from clouds, cut to what a person reads. */
import { stripControlChars } from "../core/printable";

/** The vendors allow 128 characters and fewer. */
const MAX_NAME = 256;
const MAX_MESSAGE = 2_000;

export function shortName(name: string): string {
  return cut(name, MAX_NAME);
}

export function shortMessage(message: string): string {
  return cut(message, MAX_MESSAGE);
}

/** One line without control and format characters, which turn text around or hide it. */
export function plain(text: string): string {
  return stripControlChars(text);
}

/** Never between the halves of a character. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
