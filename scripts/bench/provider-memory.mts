/**
 * The most memory that a provider process of a run of the engine had at a time, as the kernel counts it (Linux). A run
 * from YAML has two: one for the schema, which YAML's host asks, and one for the resources.
 */
import { readFileSync } from "node:fs";
import { familyOf } from "../demo/family.mts";

const INTERVAL_MS = 50;
const LOOKS_PER_SEARCH = 5;

export class ProviderMemory {
  readonly #engine: number;
  readonly #timer: NodeJS.Timeout;
  #providers: readonly number[] = [];
  #looks = 0;
  #peakBytes: number | undefined;

  /** @param engine process ID of the CLI */
  constructor(engine: number) {
    this.#engine = engine;
    this.#timer = setInterval(() => this.#look(), INTERVAL_MS);
  }

  /** Undefined where there was no provider, or the system does not tell. */
  stop(): number | undefined {
    clearInterval(this.#timer);
    return this.#peakBytes;
  }

  #look(): void {
    if (process.platform !== "linux") return;
    // To go through all processes takes too long to do it each time.
    if (this.#looks++ % LOOKS_PER_SEARCH === 0) this.#providers = familyOf(this.#engine).filter(isProvider);
    const peaks = this.#providers.map((pid) => peakBytesOf(pid) ?? 0);
    const peak = Math.max(this.#peakBytes ?? 0, ...peaks);
    if (peak > 0) this.#peakBytes = peak;
  }
}

/** Of a dynamic provider or the plugin. The engine starts the former by a shell script, which is not meant. */
export function isProvider(pid: number): boolean {
  return /^(.*\/)?node\0[^\0]*(dynamic-provider|provider\/plugin\/main\.js)/.test(fileOf(pid, "cmdline"));
}

/** The most memory that a process has had so far; undefined where the system does not tell, or it has ended. */
export function peakBytesOf(pid: number): number | undefined {
  if (process.platform !== "linux") return undefined;
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(fileOf(pid, "status")) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/** Empty once the process has ended. */
function fileOf(pid: number, name: "cmdline" | "status"): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ESRCH") return "";
    throw error;
  }
}
