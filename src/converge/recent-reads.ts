import type { AccountId } from "../core/accounts";
import type { Clock } from "./clock";

/** A diff and the write that follows it see the same answer when they are this close. */
const RECENT_MS = 10_000;
/** A process that previews thousands of images need not remember them all. */
const MOST_REMEMBERED = 10_000;

/** What was read moments ago, so that one describe serves check, diff and the write that follows. */
export class RecentReads {
  private readonly reads = new Map<string, { at: number; live: ReadonlySet<AccountId> }>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  remember(key: string, live: ReadonlySet<AccountId>): void {
    if (this.reads.size >= MOST_REMEMBERED) this.reads.clear();
    this.reads.set(key, { at: this.clock.now(), live });
  }

  recall(key: string): ReadonlySet<AccountId> | undefined {
    const read = this.reads.get(key);
    return read !== undefined && this.clock.now() - read.at <= RECENT_MS ? read.live : undefined;
  }

  /** To be called before a write: whatever was read is history then. */
  forget(key: string): void {
    this.reads.delete(key);
  }
}
