/** Exports the state of the preview's stack with Pulumi. */
import { execFile } from "node:child_process";
import { codeOf } from "../config-document";

/** More than any stack has; a longer output is an error. */
const MAX_BYTES = 1 << 30;

/** @param stack undefined: the selected stack. @throws Error with a short reason */
export function exportStack(stack: string | undefined, interrupted: AbortSignal): Promise<string> {
  const args = ["stack", "export", "--non-interactive", ...(stack === undefined ? [] : ["--stack", stack])];
  const options = { env: process.env, maxBuffer: MAX_BYTES, signal: interrupted };
  return new Promise((resolve, reject) => {
    execFile("pulumi", args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const [said = ""] = stderr.split("\n").filter((line) => line.trim() !== "");
      return reject(new Error(said.replace(/^error: /, "") || `pulumi cannot be run (${codeOf(error)})`));
    });
  });
}

/** The stack's name in URNs: `urn:pulumi:<stack>::<project>::…`; undefined without URNs. */
export function stackIn(urns: readonly string[]): string | undefined {
  const [, stack] = /^urn:pulumi:(.+?)::/.exec(urns[0] ?? "") ?? [];
  return stack;
}
