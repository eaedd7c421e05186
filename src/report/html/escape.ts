/** Text into HTML: nothing of it is markup, and nothing turns the text around it. */
import { stripControlChars } from "../../core/printable";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For elements and for attributes in quotes. */
export function text(value: string): string {
  return stripControlChars(value).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** A text of a stranger: its direction ends with it. */
export function strange(value: string): string {
  return `<bdi>${text(value)}</bdi>`;
}
