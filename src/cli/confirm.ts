import { createInterface } from "node:readline";
import type { Terminal } from "./terminal";

export type Answer = "yes" | "no" | "nobody there";

/** Asks on the terminal. The question goes to stderr, so that results can be redirected meanwhile. */
export async function confirm({ stdin, stderr, interrupted }: Terminal, question: string): Promise<Answer> {
  if (!stdin.isTTY || !stderr.isTTY) return "nobody there";
  stderr.write(`${question} [y/N] `);
  // Without the line editor, which would take Ctrl-C for itself.
  const lines = createInterface({ input: stdin, terminal: false });
  const answer = await new Promise<string>((resolve) => {
    lines.once("line", resolve);
    // Ctrl-D: the first answer counts.
    lines.once("close", () => resolve(""));
    interrupted.addEventListener("abort", () => resolve(""), { once: true });
  });
  lines.close();
  return /^y(es)?$/i.test(answer.trim()) ? "yes" : "no";
}
