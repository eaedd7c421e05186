/** Runs the Pulumi CLI. */
import { execFile } from "node:child_process";
import { codeOf } from "./config-document";

/** More than any stack has; a longer output is an error. */
const MAX_BYTES = 1 << 30;

/** @returns what it prints. @throws Error with a short reason */
export function runPulumi(args: readonly string[], interrupted: AbortSignal): Promise<string> {
  const options = { env: process.env, maxBuffer: MAX_BYTES, signal: interrupted };
  return new Promise((resolve, reject) => {
    execFile("pulumi", args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const [said = ""] = stderr.split("\n").filter((line) => line.trim() !== "");
      return reject(new Error(said.replace(/^error: /, "") || `pulumi cannot be run (${codeOf(error)})`));
    });
  });
}
