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

describe("a bucket", () => {
  const bucket: RateLimit = { calls: 5, perMs: 1_000, burst: 100, per: "region" };
  /** What the vendor does: a full bucket, which fills up at the documented rate. */
  const overdrawn = (moments: readonly number[]) => {
    let left = 100;
    let at = 0;
    return moments.filter((moment) => {
      left = Math.min(100, left + ((moment - at) * 5) / 1_000) - 1;
      at = moment;
      return left < 0;
    });
  };

  it("gives its burst at once, then the rate, and the vendor refuses none of the calls", () => {
    const rateLimits = new RateLimiter(new VirtualClock());
    const moments = Array.from({ length: 300 }, () => rateLimits.next("key", bucket, never));
    expect(moments.filter((moment) => moment === 0)).toHaveLength(100);
    expect(overdrawn(moments)).toEqual([]);
    // 200 calls at five a second, and a tenth more: nobody waits for nothing.
    expect(moments.at(-1)).toBeGreaterThan(40_000);
    expect(moments.at(-1)).toBeLessThanOrEqual(44_000 + 1);
  });

  it("fills up while nothing is called, and never above its size", async () => {
    const clock = new VirtualClock();
    const rateLimits = new RateLimiter(clock);
    for (let call = 0; call < 100; call++) rateLimits.next("key", bucket, never);
    await clock.sleep(1_100, new AbortController().signal);
    const moments = Array.from({ length: 6 }, () => rateLimits.next("key", bucket, never) - clock.now());
    expect(moments.map((wait) => wait < 1)).toEqual([true, true, true, true, true, false]);
    await clock.sleep(3_600_000, new AbortController().signal);
    const later = Array.from({ length: 101 }, () => rateLimits.next("key", bucket, never) - clock.now());
    expect(later.filter((wait) => wait === 0)).toHaveLength(100);
    expect(later.at(-1)).toBeGreaterThan(0);
  });

  it("leaves a place to others that comes too late for who asks", () => {
    const rateLimits = new RateLimiter(new VirtualClock());
    for (let call = 0; call < 100; call++) rateLimits.next("key", bucket, never);
    const moment = rateLimits.next("key", bucket, 10);
    expect(rateLimits.next("key", bucket, 10)).toBe(moment);
    expect(rateLimits.next("key", bucket, moment + 1)).toBe(moment);
    expect(rateLimits.next("key", bucket, moment + 1)).toBeGreaterThan(moment);
  });

  it("a bucket is described by its rate and its size", async () => {
    const clock = new VirtualClock();
    const rateLimits = new RateLimiter(clock);
    for (let call = 0; call < 120; call++) rateLimits.next("key", bucket, never);
    const who = waiting(clock);
    await waitForRateLimit(rateLimits, "key", "ModifyImageAttribute", bucket, who);
    expect(who.lines).toEqual([
      expect.stringContaining("limit of 5 calls in 1 s after 100 at once for ModifyImageAttribute"),
    ]);
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
