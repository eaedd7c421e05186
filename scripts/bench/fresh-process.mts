/** Runs code of the benchmark in a process of its own, so that nothing is loaded or warm. */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { Job } from "./bare-sdk.mts";
import type { Housekeeping } from "./housekeeping.mts";

const repository = resolve(import.meta.dirname, "../..");

/** Makes the calls by the vendor's SDK alone. @returns milliseconds */
export function callByBareSdk(job: Job, housekeeping: Housekeeping): Promise<number> {
  const child = fork(resolve(import.meta.dirname, "bare-sdk.mts"), {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let errors = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    errors += chunk;
  });
  let ms: number | undefined;
  child.on("message", (message: { ms: number }) => {
    ms = message.ms;
  });
  child.send(job);
  return housekeeping.watch(
    child,
    ended(child).then(() => {
      if (ms === undefined) throw new Error(`the bare SDK failed:\n${errors}`);
      return ms;
    }),
  );
}

/** Runs a script as a program of this package's users would be run. @returns the last line that it printed, as JSON */
export async function evaluate(script: string, housekeeping: Housekeeping): Promise<unknown> {
  const child = spawn(process.execPath, ["-e", script], {
    cwd: repository,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [printed, errors] = await housekeeping.watch(
    child,
    Promise.all([text(child.stdout), text(child.stderr), ended(child)]),
  );
  if (child.exitCode !== 0) throw new Error(`a measuring script failed:\n${errors}`);
  return JSON.parse(printed.trim().split("\n").at(-1) ?? "");
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((fulfil, reject) => {
    child.once("error", reject);
    child.once("close", () => fulfil());
  });
}
