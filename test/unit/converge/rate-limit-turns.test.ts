import { RateLimiter, waitForRateLimit } from "../../../src/converge/rate-limiter";
import type { RateLimit } from "../../../src/core/service-facts";
import { VirtualClock } from "./model-cloud";

const { signal } = new AbortController();

/** Asks for a turn of a rate limit that was used up at the beginning of time. */
async function turn(rateLimit: Omit<RateLimit, "per">, deadline = 900_000) {
  const clock = new VirtualClock();
  const rateLimits = new RateLimiter(clock);
  const lines: string[] = [];
  const slept: unknown[] = [];
  clock.sleep = async (ms, given) => {
    slept.push([ms, given === signal]);
    clock.time += ms;
  };
  const ask = () =>
    waitForRateLimit(
      rateLimits,
      "key",
      "Share",
      { ...rateLimit, per: "account" },
      {
        clock,
        deadline,
        signal,
        report: (line) => lines.push(line),
      },
    );
  for (let call = 0; call < rateLimit.calls; call++) await ask();
  expect([slept, lines]).toEqual([[], []]);
  return { clock, ask, lines, slept };
}

describe("a turn", () => {
  it.each([
    ["a tenth", 1_000, 1_100],
    ["a tenth", 2_000, 2_200],
    ["a second at most", 60_000, 61_000],
  ])("comes %s after the end of the vendor's window", async (_margin, perMs, wait) => {
    const { ask, slept } = await turn({ calls: 2, perMs });
    await ask();
    expect(slept).toEqual([[wait, true]]);
  });

  it("comes at once when the window is over, however long it was used before", async () => {
    const { ask, clock, slept } = await turn({ calls: 2, perMs: 1_000 });
    clock.time = 1_100;
    await ask();
    await ask();
    expect(slept).toEqual([]);
    await ask();
    expect(slept).toEqual([[1_100, true]]);
  });

  it("a turn is told of when it takes three seconds or more", async () => {
    const early = await turn({ calls: 1, perMs: 2_720 });
    await early.ask();
    expect(early.lines).toEqual([]);
    const late = await turn({ calls: 1, perMs: 2_000 });
    late.clock.time = -800;
    await late.ask();
    expect(late.slept).toEqual([[3_000, true]]);
    expect(late.lines).toEqual(["waiting for the vendor's limit of 1 calls in 2 s for Share, about 3 s"]);
  });

  it("a turn is given up when it would come at the deadline, or after it", async () => {
    const { ask, slept } = await turn({ calls: 1, perMs: 1_000 }, 1_100);
    await expect(ask()).rejects.toMatchObject({
      meaning: "throttled",
      action: "Share",
      message: "the vendor allows 1 calls in 1 s, and timeoutSeconds is over before the next one",
    });
    expect(slept).toEqual([]);
    const inTime = await turn({ calls: 1, perMs: 1_000 }, 1_101);
    await inTime.ask();
    expect(inTime.slept).toEqual([[1_100, true]]);
  });
});
