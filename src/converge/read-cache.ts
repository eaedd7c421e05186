import type { AccountId } from "../core/accounts";
import type { Clock } from "./clock";

/** How long an answer is valid. */
const RECENT_MS = 10_000;
/**
 * How long an answer may serve to plan a write. Where many images wait for a vendor's limit, the write of an image comes
 * minutes after its comparison. The read after the write finds what has changed in between.
 */
const PLANNING_MS = 300_000;
/** Bounds the memory of a process that previews thousands of images. */
const MAX_ENTRIES = 10_000;

interface Read {
  readonly at: number;
  readonly live: ReadonlySet<AccountId>;
}

/** A read that may serve to plan a write. */
export interface PlanningRead {
  readonly live: ReadonlySet<AccountId>;
  /** Whether it is too old to show by itself that nothing is left to do. */
  readonly isOld: boolean;
}

/** Caches reads, so that check, diff and the write that follows need one describe. */
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
    const read = this.forPlanning(image, question);
    return read === undefined || read.isOld ? undefined : read.live;
  }

  forPlanning(image: string, question: string): PlanningRead | undefined {
    const read = this.reads.get(image)?.get(question);
    if (read === undefined) return undefined;
    const age = this.clock.now() - read.at;
    return age <= PLANNING_MS ? { live: read.live, isOld: age > RECENT_MS } : undefined;
  }

  /** Call it before a write, which makes every cached read of the image stale. */
  invalidate(image: string): void {
    this.reads.delete(image);
  }
}
