import type { AccountId } from "../core/accounts";
import type { Clock } from "./clock";

/** A diff and the write that follows it see the same answer when they are this close. */
const RECENT_MS = 10_000;
/** A process that previews thousands of images need not remember them all. */
const MAX_ENTRIES = 10_000;

interface Read {
  readonly at: number;
  readonly live: ReadonlySet<AccountId>;
}

/** What was read moments ago, so that one describe serves check, diff and the write that follows. */
export class ReadCache {
  private readonly reads = new Map<string, Map<string, Read>>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** @param question what was asked of the image, and with which keys: only the same question has the same answer */
  set(image: string, question: string, live: ReadonlySet<AccountId>): void {
    if (this.reads.size >= MAX_ENTRIES) this.reads.clear();
    const answers = this.reads.get(image) ?? new Map<string, Read>();
    this.reads.set(image, answers.set(question, { at: this.clock.now(), live }));
  }

  get(image: string, question: string): ReadonlySet<AccountId> | undefined {
    const read = this.reads.get(image)?.get(question);
    return read !== undefined && this.clock.now() - read.at <= RECENT_MS ? read.live : undefined;
  }

  /** To be called before a write: whatever was read is history then, whoever asked. */
  invalidate(image: string): void {
    this.reads.delete(image);
  }
}
