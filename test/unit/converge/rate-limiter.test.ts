import { RateLimiter, waitForRateLimit } from "../../../src/converge/rate-limiter";
import type { RateLimit } from "../../../src/core/service-facts";
import { VirtualClock } from "./model-cloud";

const tenASecond: RateLimit = { calls: 10, perMs: 1_000, per: "region" };
const never = Number.POSITIVE_INFINITY;
const tenAMinute: RateLimit = { calls: 10, perMs: 60_000, per: "account" };

function waiting(clock: VirtualClock, deadline = 900_000) {
  const lines: string[] = [];
  const report = (line: string) => lines.push(line);
  return { lines, clock, deadline, signal: new AbortController().signal, report };
}

describe("the rate limiter", () => {
  it("lets a burst through up to the limit, and never more in any window", () => {
    const clock = new VirtualClock();
    const rateLimits = new RateLimiter(clock);
    const moments = Array.from({ length: 200 }, () => rateLimits.next("key", tenASecond, never));
    expect(moments.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 0));
    for (const [index, moment] of moments.entries()) {
      const tenBefore = moments[index - 10];
      if (tenBefore !== undefined) expect(moment - tenBefore).toBeGreaterThan(tenASecond.perMs);
    }
    // Close to what the vendor allows: nobody waits for nothing.
    expect(moments.at(-1)).toBeLessThanOrEqual(19 * 1_100);
  });

  it("leaves a moment to others that comes too late for who asks", () => {
    const clock = new VirtualClock();
    const rateLimits = new RateLimiter(clock);
    for (let call = 0; call < 10; call++) rateLimits.next("key", tenAMinute, never);
    const moment = rateLimits.next("key", tenAMinute, 60_000);
    for (let asker = 0; asker < 50; asker++) expect(rateLimits.next("key", tenAMinute, moment)).toBe(moment);
    expect(rateLimits.next("key", tenAMinute, moment + 1)).toBe(moment);
  });

  it("counts a call that is made at once, whatever the deadline", () => {
    const rateLimits = new RateLimiter(new VirtualClock());
    for (let call = 0; call < 10; call++) expect(rateLimits.next("key", tenASecond, 0)).toBe(0);
    expect(rateLimits.next("key", tenASecond, 0)).toBeGreaterThan(0);
  });

  it("counts different keys apart", () => {
    const rateLimits = new RateLimiter(new VirtualClock());
    for (let call = 0; call < 10; call++) rateLimits.next("a", tenASecond, never);
    expect(rateLimits.next("b", tenASecond, never)).toBe(0);
    expect(rateLimits.next("a", tenASecond, never)).toBeGreaterThan(0);
  });
});

describe("waitForTurn", () => {
  it("says how long it waits when that is long", async () => {
    const clock = new VirtualClock();
    const rateLimits = new RateLimiter(clock);
    const who = waiting(clock);
    for (let call = 0; call < 11; call++)
      await waitForRateLimit(rateLimits, "key", "AddAccount", tenAMinute, who);
    expect(who.lines).toEqual([
      "waiting for the vendor's limit of 10 calls in 60 s for AddAccount, about 61 s",
    ]);
    expect(clock.now()).toBeGreaterThan(60_000);
  });

  it("does not begin a wait that would outlast the deadline", async () => {
    const clock = new VirtualClock();
    const rateLimits = new RateLimiter(clock);
    const who = waiting(clock, 30_000);
    for (let call = 0; call < 10; call++)
      await waitForRateLimit(rateLimits, "key", "AddAccount", tenAMinute, who);
    await expect(waitForRateLimit(rateLimits, "key", "AddAccount", tenAMinute, who)).rejects.toMatchObject({
      meaning: "throttled",
    });
    expect(clock.now()).toBe(0);
  });
});
