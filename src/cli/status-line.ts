/** Progress: one line that overwrites itself on a terminal, and lines elsewhere. */
import type { Terminal } from "./terminal";
import { widthOf } from "./wrap";

/** Moves to the beginning of the line and clears it. */
const CLEAR = "\r\u001b[K";
const USUAL_COLUMNS = 80;

export class StatusLine {
  private readonly stream: Terminal["stderr"];
  private isShown = false;

  constructor(stream: Terminal["stderr"]) {
    this.stream = stream;
  }

  /** Whether the line can be overwritten. */
  get overwrites(): boolean {
    return this.stream.isTTY === true && process.env.TERM !== "dumb";
  }

  /** Replaces the line. @param text sanitized; it is cut to the terminal's width, because a second line would stay */
  show(text: string): void {
    this.stream.write(`${CLEAR}${cut(text, (this.stream.columns ?? USUAL_COLUMNS) - 1)}`);
    this.isShown = true;
  }

  /** Before anything else is printed on the terminal. */
  clear(): void {
    if (this.isShown) this.stream.write(CLEAR);
    this.isShown = false;
  }
}

function cut(text: string, columns: number): string {
  let shown = "";
  for (const character of text) {
    if (widthOf(shown + character) > columns) break;
    shown += character;
  }
  return shown;
}
