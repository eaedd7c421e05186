/** Where the command line reads and writes: results go to stdout, everything else to stderr. */
import { addAbortSignal, type Readable, type Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { WriteStream } from "node:tty";
import { styleText } from "node:util";
import { stripControlChars } from "../core/printable";

/** The streams of the process, or of a test. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
}

type Style = Parameters<typeof styleText>[0];

/** Colour only on a terminal without NO_COLOR, or everywhere with FORCE_COLOR, like Node. */
export function styled(stream: Terminal["stdout"], style: Style, words: string): string {
  const asked = stream.isTTY === true || process.env.FORCE_COLOR !== undefined;
  const colourful = asked && WriteStream.prototype.getColorDepth(process.env) > 2;
  return colourful ? styleText(style, words, { validateStream: false }) : words;
}

export async function readAll({ stdin, interrupted }: Terminal): Promise<string> {
  return text(addAbortSignal(interrupted, stdin));
}

/**
 * JSON that is safe for a terminal: control and format characters are written as escapes,
 * which every JSON parser reverses.
 */
export function jsonText(document: unknown): string {
  return JSON.stringify(document, undefined, 2).replace(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/gu, escaped);
}

/** Characters above 16 bits become two escapes. */
function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}

/** Lines without control characters. */
export function sanitize(lines: string): string {
  return lines.split("\n").map(keepingIndent).join("\n");
}

function keepingIndent(line: string): string {
  return `${/^ */.exec(line)?.[0] ?? ""}${stripControlChars(line)}`;
}
