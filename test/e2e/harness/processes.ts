/** Processes of one stack, told apart from everybody else's by the home that only this stack's have. */
import { readdirSync, readFileSync } from "node:fs";
import type { Stack } from "./stack";

/** Of a dynamic provider, or of the plugin. The engine starts the former by a shell script, which is not meant. */
const provider = /^(.*\/)?node\0.*(dynamic-provider|provider\/plugin\/main\.js)/s;

/** Process ids of the stack's providers: from YAML two, since its language host asks one of its own for the schema. */
export function providersOf({ folder }: Stack): number[] {
  return readdirSync("/proc")
    .filter(
      (pid) =>
        /^[0-9]+$/.test(pid) &&
        provider.test(fileOf(pid, "cmdline")) &&
        fileOf(pid, "environ").split("\0").includes(`PULUMI_HOME=${folder}/home`),
    )
    .map(Number);
}

/** Ends the processes in which the provider runs, and nothing else: the engine lives on without it. */
export function killProvider(stack: Stack): void {
  const providers = providersOf(stack);
  if (providers.length === 0) throw new Error("expected a provider process, found none");
  for (const pid of providers) process.kill(pid, "SIGKILL");
}

/** What describes a process, each string ended by a NUL; nothing once the process has ended. */
function fileOf(pid: string, name: "cmdline" | "environ"): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}
