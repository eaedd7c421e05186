/** Where the command line reads and writes: results go to stdout, everything else to stderr. */
import { addAbortSignal, type Readable, type Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { WriteStream } from "node:tty";
import { styleText } from "node:util";
import { stripControlChars } from "../core/printable";
import { wrapped } from "./wrap";

/** A stream to print to: a terminal, a pipe, or the file of `--output`. */
type Output = Writable & {
  readonly isTTY?: boolean;
  /** The terminal's width, in characters. */
  readonly columns?: number;
  readonly isFile?: boolean;
};

/** The streams of the process, or of a test. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
}

type Style = Parameters<typeof styleText>[0];

/** Colour only on a terminal without NO_COLOR, or in pipes as well with FORCE_COLOR, like Node; never in a file. */
export function styled(stream: Terminal["stdout"], style: Style, words: string): string {
  const isForced = process.env.FORCE_COLOR !== undefined && stream.isFile !== true;
  const asked = stream.isTTY === true || isForced;
  const colourful = asked && WriteStream.prototype.getColorDepth(process.env) > 2;
  return colourful ? styleText(style, words, { validateStream: false }) : words;
}

/** A line of the result, wrapped to the terminal. @param isProblem whether it needs attention */
export function lineFor(stream: Terminal["stdout"], text: string, isProblem = false): string {
  const line = wrapped(text, stream);
  return `${isProblem ? styled(stream, "red", line) : line}\n`;
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
