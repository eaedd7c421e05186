/** Lists that are longer than a line of the terminal. */

/** The parts of a stream that decide how wide a line may be. */
interface Width {
  readonly isTTY?: boolean;
  /** In characters; absent where the stream is no terminal. */
  readonly columns?: number;
}

/** On a narrower terminal, a list would become a line for each account. */
const NARROWEST = 40;
const INDENT = "    ";

/** East Asian characters, and pictures, take two columns. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;
/** Marks stand above the character before them. */
const MARK = /\p{M}/u;

/**
 * Breaks a line that does not fit the terminal after the commas of its lists, so that no account ID, and no command in a
 * message, is split. In a pipe or a file, a line stays one line.
 */
export function wrapped(line: string, { isTTY, columns }: Width): string {
  if (isTTY !== true || columns === undefined || columns < NARROWEST || widthOf(line) <= columns) return line;
  const lines: string[] = [];
  let current = "";
  for (const part of line.split(/(?<=, )/)) {
    if (current !== "" && widthOf((current + part).trimEnd()) > columns) {
      lines.push(current.trimEnd());
      current = INDENT;
    }
    current += part;
  }
  return [...lines, current].join("\n");
}

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += MARK.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}
