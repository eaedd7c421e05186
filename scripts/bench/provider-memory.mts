/** The most memory that the provider process of a run of the engine had at a time, as the kernel counts it (Linux). */
import { readFileSync } from "node:fs";
import { familyOf } from "../demo/family.mts";

const INTERVAL_MS = 50;

export class ProviderMemory {
  readonly #engine: number;
  readonly #timer: NodeJS.Timeout;
  #provider: number | undefined;
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
    // The engine starts it by a shell script, which is not meant.
    this.#provider ??= familyOf(this.#engine).find((pid) =>
      /^(.*\/)?node\0[^\0]*dynamic-provider/.test(fileOf(pid, "cmdline")),
    );
    if (this.#provider === undefined) return;
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(fileOf(this.#provider, "status")) ?? [];
    if (kilobytes !== undefined) this.#peakBytes = Number(kilobytes) * 1024;
  }
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
