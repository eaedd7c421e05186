/** How soon the plugin is ready for the engine's first call, and what it takes until then. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { performance } from "node:perf_hooks";
import type { Housekeeping } from "./housekeeping.mts";
import { pluginProgram } from "./project.mts";
import { peakBytesOf } from "./provider-memory.mts";

export interface PluginStart {
  /** From the start of the process to its port, in the median. */
  readonly readyMs: number;
  /** The most memory until then; undefined where the system does not tell. */
  readonly bytes: number | undefined;
}

export async function measurePluginStart(housekeeping: Housekeeping, starts: number): Promise<PluginStart> {
  const times: number[] = [];
  let bytes: number | undefined;
  // The first one fills the cache of compiled code, as the first run after an installation does.
  for (let start = 0; start <= starts; start++) {
    const begun = performance.now();
    const child = spawn(process.execPath, [pluginProgram], { stdio: ["ignore", "pipe", "inherit"] });
    const closed = once(child, "close");
    await housekeeping.watch(child, once(child.stdout, "data"));
    if (start > 0) times.push(performance.now() - begun);
    if (child.pid !== undefined) bytes = peakBytesOf(child.pid);
    child.kill("SIGKILL");
    await closed;
  }
  const sorted = times.sort((left, right) => left - right);
  return { readyMs: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, bytes };
}
