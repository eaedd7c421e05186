import type { Clock } from "../../../src/converge/clock";

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * Time for the product and the emulator alike. It stands still while anybody works, and jumps to the next moment
 * that somebody waits for once everybody sleeps: minutes pass in milliseconds, in the order of real life.
 */
export class VirtualTime implements Clock {
  // Requests are signed with the time of the real clock, from which the emulator's may not be far.
  #now = Date.now();
  #working = 0;
  #sleepers: Sleeper[] = [];
  #events: Sleeper[] = [];

  now(): number {
    return this.#now;
  }

  random(): number {
    return 0.5;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const abort = () => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener("abort", abort);
        resolve();
      };
      const sleeper = { at: this.#now + ms, wake };
      signal?.addEventListener("abort", abort, { once: true });
      this.#sleepers.push(sleeper);
      this.#passIfAllSleep();
    });
  }

  /** Does something `ms` from now, should that moment come. */
  after(ms: number, what: () => void): void {
    this.#events.push({ at: this.#now + ms, wake: what });
  }

  /** Work that time waits for, unless it sleeps. */
  async spentOn<T>(work: () => Promise<T>): Promise<T> {
    this.#working += 1;
    try {
      return await work();
    } finally {
      this.#working -= 1;
      this.#passIfAllSleep();
    }
  }

  #passIfAllSleep(): void {
    if (this.#sleepers.length === 0 || this.#sleepers.length < this.#working) return;
    this.#now = Math.min(...this.#sleepers.map(({ at }) => at));
    this.#events = this.#wake(this.#events);
    this.#sleepers = this.#wake(this.#sleepers);
  }

  /** Those whose moment has not come yet. */
  #wake(waiting: readonly Sleeper[]): Sleeper[] {
    for (const { at, wake } of waiting) if (at <= this.#now) wake();
    return waiting.filter(({ at }) => at > this.#now);
  }
}
