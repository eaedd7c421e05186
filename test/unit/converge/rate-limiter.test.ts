import { budgetOf, type CallBudget, describeRate } from "../../../src/converge/rate-limiter";
import type { RateLimit } from "../../../src/core/service-facts";

const tenASecond: RateLimit = { calls: 10, perMs: 1_000, per: "region" };
const bucket: RateLimit = { calls: 5, perMs: 1_000, burst: 100, per: "region" };

/** Makes so many calls as early as the budget allows. */
function make(budget: CallBudget, count: number, from = 0): number[] {
  let now = from;
  return Array.from({ length: count }, () => {
    now = budget.momentAfter(0, now);
    budget.take(now);
    return now;
  });
}

/** What the vendor does: a full bucket, which fills up at the documented rate. */
function overdrawn(moments: readonly number[]): number[] {
  let left = 100;
  let at = 0;
  return moments.filter((moment) => {
    left = Math.min(100, left + ((moment - at) * 5) / 1_000) - 1;
    at = moment;
    return left < 0;
  });
}

describe("a window", () => {
  it("lets a burst through up to the limit, and never more in any window", () => {
    const moments = make(budgetOf(tenASecond), 200);
    expect(moments.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 0));
    for (const [index, moment] of moments.entries()) {
      const tenBefore = moments[index - 10];
      if (tenBefore !== undefined) expect(moment - tenBefore).toBeGreaterThan(tenASecond.perMs);
    }
    // Close to what the vendor allows: nobody waits for nothing.
    expect(moments.at(-1)).toBeLessThanOrEqual(19 * 1_100);
  });

  it.each([
    ["a tenth", 1_000, 1_100],
    ["a tenth", 2_000, 2_200],
    ["a second at most", 60_000, 61_000],
  ])("comes %s after the end of the vendor's window", (_margin, perMs, wait) => {
    const budget = budgetOf({ calls: 2, perMs, per: "account" });
    make(budget, 2);
    expect(budget.momentAfter(0, 0)).toBe(wait);
  });

  it("comes at once when the window is over, however long it was used before", () => {
    const budget = budgetOf({ calls: 2, perMs: 1_000, per: "account" });
    make(budget, 2);
    expect(make(budget, 3, 1_100)).toEqual([1_100, 1_100, 2_200]);
  });

  it.each<[string, RateLimit]>([
    ["window", tenASecond],
    ["bucket", bucket],
  ])("knows the moment of a call behind others as if those had been made (%s)", (_name, rateLimit) => {
    for (const before of [0, 3, 10, 104]) {
      const budget = budgetOf(rateLimit);
      const now = make(budget, before).at(-1) ?? 0;
      const foreseen = Array.from({ length: 250 }, (_, ahead) => budget.momentAfter(ahead, now));
      const made = make(budget, 250, now);
      for (const [index, moment] of made.entries()) expect(foreseen[index]).toBeCloseTo(moment, 5);
    }
  });

  it("does not count a call that is given back", () => {
    const budget = budgetOf(tenASecond);
    make(budget, 10);
    for (let call = 0; call < 10; call++) budget.giveBack(0);
    expect(make(budget, 11, 200)).toEqual([...Array<number>(10).fill(200), 1_300]);
    // Given back twice, or too late, it changes nothing.
    budget.giveBack(0);
    expect(budget.momentAfter(0, 1_300)).toBe(1_300);
    expect(budget.momentAfter(9, 1_300)).toBe(2_400);
  });
});

describe("a bucket", () => {
  it("gives its burst at once, then the rate, and the vendor refuses none of the calls", () => {
    const moments = make(budgetOf(bucket), 300);
    expect(moments.filter((moment) => moment === 0)).toHaveLength(100);
    expect(overdrawn(moments)).toEqual([]);
    // 200 calls at five a second, and a tenth more: nobody waits for nothing.
    expect(moments.at(-1)).toBeGreaterThan(40_000);
    expect(moments.at(-1)).toBeLessThanOrEqual(44_000 + 1);
  });

  it("fills up while nothing is called, and never above its size", () => {
    const budget = budgetOf(bucket);
    make(budget, 100);
    expect(make(budget, 6, 1_100.1).map((moment) => moment < 1_101)).toEqual([
      ...[true, true, true, true, true],
      false,
    ]);
    expect(make(budget, 101, 3_600_000).filter((moment) => moment === 3_600_000)).toHaveLength(100);
  });

  it("gets the place of a call back that is given back", () => {
    const budget = budgetOf(bucket);
    make(budget, 100);
    expect(budget.momentAfter(0, 0)).toBeGreaterThan(0);
    budget.giveBack(0);
    expect(budget.momentAfter(0, 0)).toBe(0);
  });
});

it("a limit is described by its rate, and by its size at once", () => {
  expect(describeRate(tenASecond)).toBe("10 calls in 1 s");
  expect(describeRate(bucket)).toBe("5 calls in 1 s after 100 at once");
});
