/** Leaves nothing behind: no process, no port, no file, also when the benchmark is interrupted. */
import type { ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { familyOf, kill } from "../demo/family.mts";

/** Somebody asked to stop. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

export class Housekeeping {
  readonly #root = mkdtempSync(join(tmpdir(), "image-share-bench-"));
  readonly #children = new Set<ChildProcess>();
  #isInterrupted = false;
  readonly #onSignal = () => {
    if (this.#isInterrupted) return;
    console.error("\nInterrupted: ending the engine and removing every temporary file.");
    this.#isInterrupted = true;
    this.#killAll();
  };

  constructor() {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, this.#onSignal);
  }

  /** A new folder, removed in the end. */
  folder(name: string): string {
    const path = join(this.#root, name);
    mkdirSync(path);
    return path;
  }

  /** Ends the child, and all that it started, when the benchmark is interrupted. @throws Interrupted */
  async watch<T>(child: ChildProcess, finished: Promise<T>): Promise<T> {
    this.#children.add(child);
    if (this.#isInterrupted) this.#killAll();
    try {
      const result = await finished;
      if (this.#isInterrupted) throw new Interrupted();
      return result;
    } catch (error) {
      // What was ended says so in its own way.
      throw this.#isInterrupted ? new Interrupted() : error;
    } finally {
      this.#children.delete(child);
    }
  }

  async close(): Promise<void> {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, this.#onSignal);
    this.#killAll();
    rmSync(this.#root, { recursive: true, force: true, maxRetries: 3 });
  }

  #killAll(): void {
    for (const { pid } of this.#children) if (pid !== undefined) kill(familyOf(pid));
  }
}
