/** The vendors' rate limits, kept before a call is sent: pure, with the time handed in. */
import type { RateLimit } from "../core/service-facts";

/** The window is taken as a little longer, because requests arrive less evenly than they are sent. */
const MARGIN = 1.1;
const MAX_MARGIN_MS = 1_000;

/** The calls that one rate limit allows. All times are milliseconds by the same clock. */
export interface CallBudget {
  /** @returns the earliest time of a call, now or later, that has so many other calls ahead of it */
  momentAfter(ahead: number, now: number): number;
  /** Counts a call that is made now. */
  take(now: number): void;
  /** Takes a call back that the vendor refused unprocessed: it does not count such a call either. */
  giveBack(moment: number): void;
}

export function budgetOf(rateLimit: RateLimit): CallBudget {
  return rateLimit.burst === undefined
    ? new WindowBudget(rateLimit)
    : new BucketBudget(rateLimit, rateLimit.burst);
}

/** No window of the vendor's length has more than its number of calls. */
class WindowBudget implements CallBudget {
  private readonly calls: number;
  private readonly windowMs: number;
  /** Times of counted calls, oldest first. */
  private taken: number[] = [];

  constructor({ calls, perMs }: RateLimit) {
    this.calls = calls;
    this.windowMs = perMs + Math.min(perMs * (MARGIN - 1), MAX_MARGIN_MS);
  }

  momentAfter(ahead: number, now: number): number {
    const recent = this.recent(now);
    const windows = Math.floor(ahead / this.calls);
    const place = ahead % this.calls;
    const free = this.calls - recent.length;
    const first = place < free ? now : (recent[place - free] ?? now) + this.windowMs;
    return first + windows * this.windowMs;
  }

  take(now: number): void {
    this.taken = [...this.recent(now), now];
  }

  giveBack(moment: number): void {
    const place = this.taken.lastIndexOf(moment);
    if (place >= 0) this.taken.splice(place, 1);
  }

  private recent(now: number): readonly number[] {
    return this.taken.filter((moment) => moment + this.windowMs > now).slice(-this.calls);
  }
}

/** Each call takes a place in the bucket, and each place comes back by itself, one after the other. */
class BucketBudget implements CallBudget {
  private readonly refillMs: number;
  private readonly burst: number;
  /** When the bucket is full again. */
  private fullAt = Number.NEGATIVE_INFINITY;

  constructor({ calls, perMs }: RateLimit, burst: number) {
    this.refillMs = (perMs / calls) * MARGIN;
    this.burst = burst;
  }

  momentAfter(ahead: number, now: number): number {
    return Math.max(now, Math.max(now, this.fullAt) + (ahead - this.burst + 1) * this.refillMs);
  }

  take(now: number): void {
    this.fullAt = Math.max(now, this.fullAt) + this.refillMs;
  }

  giveBack(): void {
    this.fullAt -= this.refillMs;
  }
}

export function describeRate({ calls, perMs, burst }: RateLimit): string {
  const rate = `${calls} calls in ${perMs / 1000} s`;
  return burst === undefined ? rate : `${rate} after ${burst} at once`;
}
