/** Keeps the vendor's rate limits, so that throttling is no part of what a probe sees. */
import type { ServiceFacts } from "../../src/core/service-facts.ts";
import type { Time } from "./ground.ts";

/** Requests arrive less evenly than they are sent. */
const MARGIN = 1.1;

export function limiterOf({ rateLimits }: ServiceFacts, time: Time): (action: string) => Promise<void> {
  const sent = new Map<string, number[]>();
  return async (action) => {
    const limit = rateLimits[action];
    if (limit === undefined) return;
    const window = limit.perMs * MARGIN;
    const moments = (sent.get(action) ?? []).slice(-limit.calls);
    const [oldest] = moments;
    const wait = moments.length < limit.calls || oldest === undefined ? 0 : oldest + window - time.now();
    if (wait > 0) await time.sleep(wait);
    sent.set(action, [...moments, time.now()]);
  };
}
