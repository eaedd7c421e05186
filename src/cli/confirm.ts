import { createInterface } from "node:readline/promises";
import type { Terminal } from "./terminal";

export type Answer = "yes" | "no" | "nobody there";

/** Asks on the terminal. The question goes to stderr, so that results can be redirected meanwhile. */
export async function confirm({ stdin, stderr, interrupted }: Terminal, question: string): Promise<Answer> {
  if (!stdin.isTTY || !stderr.isTTY) return "nobody there";
  // Without the line editor, which would take Ctrl-C for itself.
  const lines = createInterface({ input: stdin, output: stderr, terminal: false });
  const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  try {
    const answer = await Promise.race([
      lines.question(`${question} [y/N] `, { signal: interrupted }),
      closed,
    ]);
    return /^y(es)?$/i.test(answer.trim()) ? "yes" : "no";
  } catch (error) {
    if (!interrupted.aborted) throw error;
    return "no";
  } finally {
    lines.close();
  }
}
