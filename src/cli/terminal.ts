/** Where the command line reads and writes: results go to stdout, everything else to stderr. */
import { addAbortSignal, type Readable, type Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { WriteStream } from "node:tty";
import { styleText } from "node:util";
import { stripControlChars } from "../core/printable";

/** A process's own streams, or those of a test. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  /** Aborted when somebody presses Ctrl-C. */
  readonly interrupted: AbortSignal;
}

type Style = Parameters<typeof styleText>[0];

/** Colour only where the stream shows it: a terminal, and no NO_COLOR; or anywhere by FORCE_COLOR, as Node has it. */
export function styled(stream: Terminal["stdout"], style: Style, words: string): string {
  const asked = stream.isTTY === true || process.env.FORCE_COLOR !== undefined;
  const colourful = asked && WriteStream.prototype.getColorDepth(process.env) > 2;
  return colourful ? styleText(style, words, { validateStream: false }) : words;
}

export async function readAll({ stdin, interrupted }: Terminal): Promise<string> {
  return text(addAbortSignal(interrupted, stdin));
}

/**
 * JSON that a terminal shows without obeying it: what would be a control or format character is written as an escape,
 * which every reader of JSON turns back.
 */
export function jsonText(document: unknown): string {
  return JSON.stringify(document, undefined, 2).replace(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/gu, escaped);
}

/** Characters above the sixteen bits of an escape are written as their two halves. */
function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}

/** Lines of others, each harmless. */
export function sanitize(lines: string): string {
  return lines.split("\n").map(keepingIndent).join("\n");
}

function keepingIndent(line: string): string {
  return `${/^ */.exec(line)?.[0] ?? ""}${stripControlChars(line)}`;
}
