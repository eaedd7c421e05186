import { backoff, callOptions, waitForConsistency, withRetry } from "../../../src/converge/retry";
import { Cancelled, VendorError } from "../../../src/core/errors";
import type { ErrorMeaning } from "../../../src/core/service-facts";
import type { CallKind } from "../../../src/core/upcoming-calls";
import { ModelCloud } from "./model-cloud";

const failure = (meaning: ErrorMeaning, changes: { code?: string; retryAfterMs?: number } = {}) =>
  new VendorError({ meaning, action: "Share", message: "the vendor's words", ...changes });

/** How long each of the first pauses is when chance is at its least, or at its most. */
async function pauses(chance: number, count: number, error = failure("throttled")): Promise<number[]> {
  const cloud = new ModelCloud();
  cloud.clock.random = () => chance;
  const found: number[] = [];
  for (let attempt = 1; attempt <= count; attempt++) {
    const before = cloud.clock.time;
    await backoff(cloud.context(), attempt, error);
    found.push(cloud.clock.time - before);
  }
  return found;
}

describe("a pause", () => {
  it("doubles with every try, is never longer than 40 seconds, and varies by half", async () => {
    const longest = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 40_000, 40_000];
    expect(await pauses(1, 9)).toEqual(longest);
    expect(await pauses(0, 9)).toEqual(longest.map((ms) => ms / 2));
  });

  it("a pause is as long as the vendor asks for, if that is longer", async () => {
    expect(await pauses(1, 3, failure("throttled", { retryAfterMs: 1_500 }))).toEqual([1_500, 1_500, 2_000]);
  });

  it("a pause is not begun when the next try would be at the deadline or after it", async () => {
    const cloud = new ModelCloud();
    cloud.clock.random = () => 1;
    const error = failure("throttled");
    await expect(backoff(cloud.context({ timeoutMs: 500 }), 1, error)).rejects.toBe(error);
    expect(cloud.clock.time).toBe(0);
    await backoff(cloud.context({ timeoutMs: 501 }), 1, error);
    expect(cloud.clock.time).toBe(500);
  });

  it.each<[string, VendorError, string]>([
    [
      "the vendor's code",
      failure("throttled", { code: "Slow", retryAfterMs: 3_499 }),
      "Share: Slow; retrying in 3 s",
    ],
    [
      "the vendor's words where there is no code",
      failure("not-sent", { retryAfterMs: 3_500 }),
      "Share: the vendor's words; retrying in 4 s",
    ],
    [
      "that the image is busy",
      failure("image-busy", { code: "Slow", retryAfterMs: 3_000 }),
      "Share: the image is busy; retrying in 3 s",
    ],
  ])("a pause of three seconds and more is worth a line, with %s", async (_name, error, line) => {
    const cloud = new ModelCloud();
    await backoff(cloud.context(), 1, error);
    expect(cloud.lines).toEqual([`img-1 (moon-1): ${line}`]);
  });

  it("a pause of less than three seconds is not worth a line", async () => {
    const cloud = new ModelCloud();
    await backoff(cloud.context(), 1, failure("throttled", { retryAfterMs: 2_999 }));
    expect(cloud.lines).toEqual([]);
  });
});

describe("a call", () => {
  async function tries(
    error: unknown,
    kind: CallKind = "read",
    untilUsable?: () => Promise<void>,
  ): Promise<number> {
    const cloud = new ModelCloud();
    let calls = 0;
    const call = withRetry(
      cloud.context(),
      kind,
      async () => {
        calls += 1;
        throw error;
      },
      untilUsable,
    );
    await expect(call).rejects.toBe(error);
    return calls;
  }

  it.each<[ErrorMeaning, number]>([
    ["not-sent", 4],
    ["ambiguous", 6],
    ["permanent", 1],
  ])("a call that is %s is made %i times", async (meaning, times) => {
    expect(await tries(failure(meaning))).toBe(times);
  });

  it("a call is not made again after a failure that may have been a success, if it is a write, nor after a bug", async () => {
    expect(await tries(failure("ambiguous"), "write")).toBe(1);
    expect(await tries(new Error("a bug"))).toBe(1);
  });

  it("a call that is throttled is made again until the deadline", async () => {
    // After 250, 500 … 32,000 and then every 40,000 ms, in the middle of what chance allows.
    expect(await tries(failure("throttled"))).toBeGreaterThan(20);
    expect(await tries(failure("image-busy"), "read", async () => undefined)).toBeGreaterThan(20);
    // Where no image is asked about.
    expect(await tries(failure("image-busy"))).toBe(1);
  });

  it("waits for the image when that is busy, and not otherwise", async () => {
    const cloud = new ModelCloud();
    const errors = [failure("throttled"), failure("image-busy"), failure("not-sent"), failure("image-busy")];
    const waited: [number, VendorError][] = [];
    const given = [...errors];
    const answer = await withRetry(
      cloud.context(),
      "read",
      async () => {
        const error = given.shift();
        if (error !== undefined) throw error;
        return "answer";
      },
      async (attempt, error) => {
        waited.push([attempt, error]);
      },
    );
    expect(answer).toBe("answer");
    expect(waited).toEqual([
      [2, errors[1]],
      [4, errors[3]],
    ]);
  });

  it("a call is not made when the run is cancelled", async () => {
    const cloud = new ModelCloud();
    const reason = new Cancelled();
    let calls = 0;
    const call = withRetry(cloud.context({ signal: AbortSignal.abort(reason) }), "read", async () => {
      calls += 1;
    });
    await expect(call).rejects.toBe(reason);
    expect(calls).toBe(0);
  });

  it.each([
    [900_000, 30_000],
    [30_000, 30_000],
    [29_999, 29_999],
    [0, 1],
    [-5, 1],
  ])("a call with %i ms left may take %i ms", (timeoutMs, expected) => {
    const cloud = new ModelCloud();
    cloud.clock.time = 1_000_000;
    expect(callOptions(cloud.context({ timeoutMs })).timeoutMs).toBe(expected);
  });

  it("asks for its turn, and tells what kind of call it is, within the deadline of its operation", async () => {
    const cloud = new ModelCloud();
    const { signal } = new AbortController();
    const asked: unknown[] = [];
    const context = {
      ...cloud.context({ signal }),
      acquire: async (action: string, waiting: object) => {
        asked.push([action, waiting]);
        return undefined;
      },
    };
    const options = callOptions(context, { kind: "write" });
    await options.acquire("Share");
    await callOptions(context).acquire("Describe");
    const { deadline } = context;
    expect(asked).toEqual([
      ["Share", { deadline, signal, again: false, kind: "write" }],
      ["Describe", { deadline, signal, again: false, kind: "read" }],
    ]);
    expect(options.signal).toBe(signal);
  });
});

describe("reading again what does not show a write", () => {
  it("waits longer every time, 40 seconds at most, and says so when it is long", async () => {
    const cloud = new ModelCloud();
    const found: number[] = [];
    for (let look = 1; look <= 9; look++) {
      const before = cloud.clock.time;
      expect(await waitForConsistency(cloud.context(), look)).toBe(true);
      found.push(cloud.clock.time - before);
    }
    expect(found).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 40_000, 40_000]);
    expect(cloud.lines).toEqual(
      [4, 8, 16, 32, 40, 40].map(
        (s) => `img-1 (moon-1): the last write is not visible yet; reading again in ${s} s`,
      ),
    );
  });

  it("does not wait for the deadline or beyond it", async () => {
    const cloud = new ModelCloud();
    expect(await waitForConsistency(cloud.context({ timeoutMs: 500 }), 1)).toBe(false);
    expect(cloud.clock.time).toBe(0);
    expect(await waitForConsistency(cloud.context({ timeoutMs: 501 }), 1)).toBe(true);
  });
});

it("a call that fails for good is made once, whatever its failure means otherwise", async () => {
  const cloud = new ModelCloud();
  const error = new VendorError({
    meaning: "not-sent",
    action: "Share",
    message: "the proxy wants a password",
    retryable: false,
  });
  let calls = 0;
  const call = () => {
    calls += 1;
    return Promise.reject(error);
  };
  await expect(withRetry(cloud.context(), "write", call)).rejects.toBe(error);
  expect([calls, cloud.clock.time]).toEqual([1, 0]);
});
