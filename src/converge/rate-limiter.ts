import { VendorError } from "../core/errors";
import type { RateLimit } from "../core/service-facts";
import type { Clock } from "./clock";

/** Requests do not arrive as evenly as they are sent: the vendor's window is taken to be a little longer. */
const MARGIN = 1.1;
const MAX_MARGIN_MS = 1_000;

/**
 * Gives out the moments at which calls may be made, so that no window of a vendor's limit is ever overfull.
 *
 * Moments are given in the order of asking. An image asks for its next call when the one before has ended, so
 * that images take turns, and a large one does not keep the small ones waiting.
 */
export class RateLimiter {
  private readonly clock: Clock;
  private readonly given = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /**
   * @param key what shares the rate limit: credentials, service, region and action
   * @param deadline by when the call must be made; a moment that is not before it is left to others
   * @returns when the call may be made, now or later, by the clock
   */
  next(key: string, rateLimit: RateLimit, deadline: number): number {
    const moments = this.given.get(key) ?? [];
    const window = rateLimit.perMs + Math.min(rateLimit.perMs * (MARGIN - 1), MAX_MARGIN_MS);
    const earlier = moments.length >= rateLimit.calls ? moments.at(-rateLimit.calls) : undefined;
    const now = this.clock.now();
    const moment = Math.max(now, earlier === undefined ? 0 : earlier + window);
    if (moment <= now || moment < deadline) this.given.set(key, [...moments.slice(-rateLimit.calls), moment]);
    return moment;
  }
}

/** Who waits, for how long at most, and how others learn of it. */
export interface Waiting {
  readonly clock: Clock;
  readonly deadline: number;
  readonly signal: AbortSignal;
  readonly report: (progress: string) => void;
}

/** Waits below this are not worth a line. */
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
  const rate = `${rateLimit.calls} calls in ${rateLimit.perMs / 1000} s`;
  if (moment >= deadline) {
    const message = `the vendor allows ${rate}, and timeoutSeconds is over before the next one`;
    throw new VendorError({ meaning: "throttled", action, message });
  }
  if (ms >= REPORTED_WAIT_MS) {
    report(`waiting for the vendor's limit of ${rate} for ${action}, about ${Math.ceil(ms / 1000)} s`);
  }
  await clock.sleep(ms, signal);
}
