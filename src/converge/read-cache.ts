import type { AccountId } from "../core/accounts";
import type { Clock } from "./clock";

/** How long an answer is valid: long enough for a diff and the write that follows it. */
const RECENT_MS = 10_000;
/** Bounds the memory of a process that previews thousands of images. */
const MAX_ENTRIES = 10_000;

interface Read {
  readonly at: number;
  readonly live: ReadonlySet<AccountId>;
}

/** Caches reads for seconds, so that check, diff and the write that follows need one describe. */
export class ReadCache {
  private readonly reads = new Map<string, Map<string, Read>>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** @param question the scope and the keys of the read: other reads have other answers */
  set(image: string, question: string, live: ReadonlySet<AccountId>): void {
    if (this.reads.size >= MAX_ENTRIES) this.reads.clear();
    const answers = this.reads.get(image) ?? new Map<string, Read>();
    this.reads.set(image, answers.set(question, { at: this.clock.now(), live }));
  }

  get(image: string, question: string): ReadonlySet<AccountId> | undefined {
    const read = this.reads.get(image)?.get(question);
    return read !== undefined && this.clock.now() - read.at <= RECENT_MS ? read.live : undefined;
  }

  /** Call it before a write, which makes every cached read of the image stale. */
  invalidate(image: string): void {
    this.reads.delete(image);
  }
}
