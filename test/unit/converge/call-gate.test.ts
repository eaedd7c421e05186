/** One state of throttling for all calls of an action, in virtual time, at vendors that count as they say. */
import { CallGate, CallGates, type Turn } from "../../../src/converge/call-gate";
import { attempt, withRetry } from "../../../src/converge/retry";
import { Cancelled, VendorError } from "../../../src/core/errors";
import type { RateLimit } from "../../../src/core/service-facts";
import { VirtualTime } from "../../stress/faults/virtual-time";
import { ModelCloud } from "./model-cloud";

const tenAMinute: RateLimit = { calls: 10, perMs: 60_000, per: "account" };
const tenASecond: RateLimit = { calls: 10, perMs: 1_000, per: "region" };
const { signal } = new AbortController();
const LATENCY_MS = 20;

/** Counts the calls that it admits over a sliding window, and refuses all others. */
class Vendor {
  readonly admitted: number[];
  refused = 0;
  private readonly time: VirtualTime;
  private readonly limit: Pick<RateLimit, "calls" | "perMs">;
  private readonly tellsWhen: boolean;

  constructor(
    time: VirtualTime,
    limit: Pick<RateLimit, "calls" | "perMs">,
    { tellsWhen = true, before = [] }: { tellsWhen?: boolean; before?: readonly number[] } = {},
  ) {
    this.time = time;
    this.limit = limit;
    this.tellsWhen = tellsWhen;
    this.admitted = before.map((ms) => time.now() + ms);
  }

  async call(): Promise<void> {
    await this.time.sleep(LATENCY_MS);
    const { calls, perMs } = this.limit;
    const now = this.time.now();
    const recent = this.admitted.filter((moment) => moment > now - perMs);
    const [oldest = now] = recent.slice(-calls);
    if (recent.length >= calls) {
      this.refused += 1;
      const retryAfterMs = this.tellsWhen ? oldest + perMs - now : undefined;
      throw new VendorError({
        meaning: "throttled",
        action: "Share",
        code: "Slow",
        message: "too fast",
        retryAfterMs,
      });
    }
    this.admitted.push(now);
  }
}

/** So many images, each with one call through the same gate. */
async function share(images: number, limit: RateLimit | undefined, vendor: Vendor, time: VirtualTime) {
  const gate = new CallGate(time, "Share", limit);
  const cloud = new ModelCloud();
  const begun = time.now();
  const lines: string[] = [];
  const context = {
    ...cloud.context(),
    clock: time,
    deadline: begun + 3_600_000,
    acquire: (_action: string, waiting: Parameters<CallGate["enter"]>[0]) =>
      gate.enter({ ...waiting, waits: () => lines.push(gate.wait ?? "") }),
  };
  await Promise.all(
    Array.from({ length: images }, () =>
      time.spentOn(() =>
        withRetry(context, "write", async (options) => {
          await options.acquire("Share");
          await vendor.call();
        }),
      ),
    ),
  );
  return { ms: time.now() - begun, lines };
}

describe("calls under a vendor's limit that others have used up", () => {
  it.each<[string, RateLimit, number[], boolean]>([
    ["a burst 46 s ago, and the vendor tells when", tenAMinute, Array<number>(10).fill(-46_000), true],
    ["a burst 46 s ago, and the vendor does not tell", tenAMinute, Array<number>(10).fill(-46_000), false],
    [
      "one call each six seconds",
      tenAMinute,
      Array.from({ length: 10 }, (_, n) => -58_000 + 6_000 * n),
      true,
    ],
    ["a burst a moment ago", tenASecond, Array<number>(10).fill(-10), false],
  ])("are all made within one window of the limit's floor: %s", async (_name, limit, before, tellsWhen) => {
    const time = new VirtualTime();
    const vendor = new Vendor(time, limit, { before, tellsWhen });
    const images = 60;
    const { ms } = await share(images, limit, vendor, time);
    expect(vendor.admitted).toHaveLength(before.length + images);
    // The first free place, and the full windows after it.
    const floor = (before[0] ?? 0) + limit.perMs + (images / limit.calls - 1) * limit.perMs;
    expect(ms).toBeGreaterThanOrEqual(floor);
    // The margin of each window comes to a tenth at most.
    expect(ms).toBeLessThan(floor * 1.1 + limit.perMs);
    // The first burst, and then one call at a time that finds out.
    expect(vendor.refused).toBeLessThan(10 + images / 2);
  });

  it("wait as long as the vendor says, and not for a window of their own: six windows, not seven", async () => {
    const time = new VirtualTime();
    const vendor = new Vendor(time, tenAMinute, { before: Array<number>(10).fill(-46_000) });
    const { ms, lines } = await share(60, tenAMinute, vendor, time);
    expect(ms).toBeGreaterThan(14_000 + 5 * 60_000);
    expect(ms).toBeLessThan(14_000 + 5 * 61_000 + 2_000);
    expect(vendor.refused).toBe(10);
    expect(new Set(lines)).toContain("Share: Slow; retrying in 14 s");
  });

  it("are refused in numbers that do not grow with the images", async () => {
    const time = new VirtualTime();
    // No limit is documented, and the vendor refuses everything for a minute.
    const vendor = new Vendor(
      time,
      { calls: 1_000, perMs: 60_000 },
      { before: Array<number>(1_000).fill(0), tellsWhen: false },
    );
    const { ms } = await share(16, undefined, vendor, time);
    expect(vendor.refused).toBeLessThan(16 + 10);
    // Pauses double, so that the last one is as long as all before it at most; then all others follow at once.
    expect(ms).toBeLessThan(60_000 + 40_000);
  });

  it("begin anew with short pauses once the vendor has recovered", async () => {
    const time = new VirtualTime();
    const vendor = new Vendor(time, { calls: 5, perMs: 1_000 }, { tellsWhen: false });
    const { ms } = await share(100, undefined, vendor, time);
    // Twenty windows of a second.
    expect(ms).toBeLessThan(19_000 * 1.5);
  });
});

/** Time stands still until the returned function is called. */
function hold(time: VirtualTime): () => void {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  void time.spentOn(() => released);
  return () => release();
}

describe("a gate", () => {
  const waiting = { deadline: Number.POSITIVE_INFINITY, signal };
  const refusal = (retryAfterMs: number) =>
    new VendorError({
      meaning: "throttled",
      action: "Share",
      code: "Slow",
      message: "too fast",
      retryAfterMs,
    });

  it("tells every few seconds what a call waits for when that takes three seconds or more", async () => {
    const time = new VirtualTime();
    const gate = new CallGate(time, "Share", { calls: 1, perMs: 2_720, per: "account" });
    const lines: unknown[] = [];
    const enter = (asked: CallGate) =>
      asked.enter({
        ...waiting,
        waits: () => lines.push(asked.wait?.replace("waiting for the vendor's ", "")),
      });
    await enter(gate);
    await enter(gate);
    expect(lines).toEqual([]);
    const slow = new CallGate(time, "Share", tenAMinute);
    for (let call = 0; call < 11; call++) await enter(slow);
    const remaining = [61, 56, 51, 46, 41, 36, 31, 26, 21, 16, 11, 6];
    expect(lines).toEqual(remaining.map((s) => `limit of 10 calls in 60 s for Share, about ${s} s`));
  });

  it("tells how long the limit keeps calls waiting, and no time where none is documented", async () => {
    const time = new VirtualTime();
    const gate = new CallGate(time, "Share", tenAMinute);
    expect([1, 10, 11, 30].map((calls) => gate.timeFor(calls))).toEqual([0, 0, 61_000, 122_000]);
    expect(new CallGate(time, "Share", undefined).timeFor(100)).toBe(0);
  });

  it("gives a call up at once whose moment would come at the deadline or after it", async () => {
    const time = new VirtualTime();
    const gate = new CallGate(time, "Share", { calls: 1, perMs: 1_000, per: "account" });
    await gate.enter(waiting);
    const begun = time.now();
    await expect(gate.enter({ ...waiting, deadline: begun + 1_100 })).rejects.toMatchObject({
      meaning: "throttled",
      action: "Share",
      message: "the vendor allows 1 calls in 1 s, and timeoutSeconds is over before the next one",
      retryable: false,
    });
    expect(time.now()).toBe(begun);
    await gate.enter({ ...waiting, deadline: begun + 1_101 });
    expect(time.now()).toBe(begun + 1_100);
  });

  it("gives a call up with the vendor's words when a pause outlasts its deadline", async () => {
    const time = new VirtualTime();
    const gate = new CallGate(time, "Share", undefined);
    (await gate.enter(waiting)).end(refusal(20_000));
    const late = gate.enter({ ...waiting, deadline: time.now() + 20_000 });
    await expect(late).rejects.toMatchObject({ meaning: "throttled", code: "Slow", message: "too fast" });
  });

  it("lets the refused call go before those that have not been sent", async () => {
    const time = new VirtualTime();
    const gate = new CallGate(time, "Share", { calls: 1, perMs: 1_000, per: "account" });
    const order: string[] = [];
    const first = await gate.enter(waiting);
    const release = hold(time);
    const other = time
      .spentOn(() => gate.enter(waiting))
      .then((turn) => {
        order.push("other");
        turn.end();
      });
    first.end(refusal(500));
    const again = time
      .spentOn(() => gate.enter({ ...waiting, again: true }))
      .then((turn) => {
        order.push("again");
        turn.end();
      });
    release();
    await Promise.all([other, again]);
    expect(order).toEqual(["again", "other"]);
  });

  it("sends one call after a pause, and as many again for each success", async () => {
    const time = new VirtualTime();
    const gate = new CallGate(time, "Share", undefined);
    (await gate.enter(waiting)).end(refusal(1_000));
    const open: Turn[] = [];
    const release = hold(time);
    for (let call = 0; call < 200; call++) {
      void time.spentOn(() => gate.enter(waiting)).then((turn) => open.push(turn));
    }
    const underWay: number[] = [];
    await time.spentOn(async () => {
      release();
      await time.sleep(1_000);
      for (let round = 1; round <= 7; round++) {
        await new Promise((resolve) => setImmediate(resolve));
        underWay.push(open.length);
        open.pop()?.end();
      }
      await new Promise((resolve) => setImmediate(resolve));
    });
    expect(underWay).toEqual([1, 2, 4, 8, 16, 32, 194]);
  });

  it("takes no answer that came in spite of an earlier refusal for a recovery", async () => {
    const time = new VirtualTime();
    const gate = new CallGate(time, "Share", undefined);
    const [first, second] = [await gate.enter(waiting), await gate.enter(waiting)];
    first.end(refusal(1_000));
    second.end();
    const begun = time.now();
    const third = await gate.enter(waiting);
    expect(time.now()).toBe(begun + 1_000);
    // A call that no answer came to tells nothing either, and gives the place free.
    third.end(new VendorError({ meaning: "not-sent", action: "Share", message: "no network" }));
    (await gate.enter(waiting)).end();
    expect(time.now()).toBe(begun + 1_000);
  });

  it("lets those behind move up when a call is cancelled", async () => {
    const time = new VirtualTime();
    const gate = new CallGate(time, "Share", { calls: 1, perMs: 1_000, per: "account" });
    const cancel = new AbortController();
    const begun = time.now();
    await gate.enter(waiting);
    const release = hold(time);
    const cancelled = time.spentOn(() => gate.enter({ ...waiting, signal: cancel.signal }));
    const next = time.spentOn(() => gate.enter(waiting));
    cancel.abort(new Cancelled());
    await expect(cancelled).rejects.toBeInstanceOf(Cancelled);
    release();
    await next;
    expect(time.now()).toBe(begun + 1_100);
  });

  it("is the same for the same key, and another for another", () => {
    const gates = new CallGates(new VirtualTime());
    expect(gates.of("a", "Share", tenASecond)).toBe(gates.of("a", "Share", tenASecond));
    expect(gates.of("b", "Share", tenASecond)).not.toBe(gates.of("a", "Share", tenASecond));
  });

  it("hears how a call ended, also one that was cancelled", async () => {
    const cloud = new ModelCloud();
    const ends: unknown[] = [];
    const context = {
      ...cloud.context(),
      acquire: async () => ({ end: (error?: unknown) => ends.push(error) }),
    };
    const bug = new Cancelled();
    await attempt(context, (options) => options.acquire("Share"));
    const failing = attempt(context, async (options) => {
      await options.acquire("Share");
      throw bug;
    });
    await expect(failing).rejects.toBe(bug);
    expect(ends).toEqual([undefined, bug]);
  });
});
