/** Processes of one stack, told apart from everybody else's by the home that only this stack's have. */
import { readdirSync, readFileSync } from "node:fs";
import type { Stack } from "./stack";

/** Ends the process in which the provider runs, and nothing else: the engine lives on without it. */
export function killProvider({ folder }: Stack): void {
  const [provider, ...others] = readdirSync("/proc").filter(
    (pid) =>
      /^[0-9]+$/.test(pid) &&
      // The engine starts it by a shell script, which is not meant.
      /^(.*\/)?node\0.*dynamic-provider/s.test(fileOf(pid, "cmdline")) &&
      fileOf(pid, "environ").split("\0").includes(`PULUMI_HOME=${folder}/home`),
  );
  if (provider === undefined || others.length > 0) {
    throw new Error(`expected one provider process, found ${[provider, ...others].join(", ")}`);
  }
  process.kill(Number(provider), "SIGKILL");
}

/** What describes a process, each string ended by a NUL; nothing once the process has ended. */
function fileOf(pid: string, name: "cmdline" | "environ"): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}
