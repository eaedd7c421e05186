import { VendorError } from "../core/errors";
import type { RateLimit } from "../core/service-facts";
import type { Clock } from "./clock";

/** The window is taken as a little longer, because requests arrive less evenly than they are sent. */
const MARGIN = 1.1;
const MAX_MARGIN_MS = 1_000;

/**
 * Assigns each call a time, so that no window of a vendor's rate limit has too many calls.
 *
 * Times are assigned in the order of the requests. An image requests its next call when the previous one has ended, so
 * images alternate, and a large image does not delay small ones.
 */
export class RateLimiter {
  private readonly clock: Clock;
  private readonly given = new Map<string, number[]>();
  /** For each bucket, when it is full again. */
  private readonly fullAt = new Map<string, number>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /**
   * @param key what shares the rate limit: credentials, service, region and action
   * @param deadline the latest time of the call; later times are not reserved
   * @returns the time of the call, now or later, by the clock
   */
  next(key: string, rateLimit: RateLimit, deadline: number): number {
    return rateLimit.burst === undefined
      ? this.nextOfWindow(key, rateLimit, deadline)
      : this.nextOfBucket(key, rateLimit, rateLimit.burst, deadline);
  }

  /** Each call takes a place in the bucket, and each place comes back by itself, one after the other. */
  private nextOfBucket(key: string, { calls, perMs }: RateLimit, burst: number, deadline: number): number {
    const refill = (perMs / calls) * MARGIN;
    const now = this.clock.now();
    const fullAt = Math.max(now, this.fullAt.get(key) ?? now);
    const moment = Math.max(now, fullAt - (burst - 1) * refill);
    if (moment <= now || moment < deadline) this.fullAt.set(key, fullAt + refill);
    return moment;
  }

  private nextOfWindow(key: string, rateLimit: RateLimit, deadline: number): number {
    const moments = this.given.get(key) ?? [];
    const window = rateLimit.perMs + Math.min(rateLimit.perMs * (MARGIN - 1), MAX_MARGIN_MS);
    const earlier = moments.length >= rateLimit.calls ? moments.at(-rateLimit.calls) : undefined;
    const now = this.clock.now();
    const moment = Math.max(now, earlier === undefined ? 0 : earlier + window);
    if (moment <= now || moment < deadline) this.given.set(key, [...moments.slice(-rateLimit.calls), moment]);
    return moment;
  }
}

/** The action that waits, its deadline, and its progress report. */
export interface Waiting {
  readonly clock: Clock;
  readonly deadline: number;
  readonly signal: AbortSignal;
  readonly report: (progress: string) => void;
}

/** Shorter waits print no line. */
const REPORTED_WAIT_MS = 3_000;

/** Waits for the next moment that a rate limit allows, and says so when that takes long. @throws VendorError past the deadline */
export async function waitForRateLimit(
  rateLimits: RateLimiter,
  key: string,
  action: string,
  rateLimit: RateLimit,
  waiting: Waiting,
): Promise<void> {
  const { clock, deadline, signal, report } = waiting;
  const moment = rateLimits.next(key, rateLimit, deadline);
  const ms = moment - clock.now();
  if (ms <= 0) return;
  const rate = describeRate(rateLimit);
  if (moment >= deadline) {
    const message = `the vendor allows ${rate}, and timeoutSeconds is over before the next one`;
    throw new VendorError({ meaning: "throttled", action, message });
  }
  if (ms >= REPORTED_WAIT_MS) {
    report(`waiting for the vendor's limit of ${rate} for ${action}, about ${Math.ceil(ms / 1000)} s`);
  }
  await clock.sleep(ms, signal);
}

function describeRate({ calls, perMs, burst }: RateLimit): string {
  const rate = `${calls} calls in ${perMs / 1000} s`;
  return burst === undefined ? rate : `${rate} after ${burst} at once`;
}
