import type { CallOptions } from "../../src/core/backend";
import type { Fault } from "../../src/emulator";
import type { Subject } from "../support/services";
import { type Bench, CALL_OPTIONS, connect, failureOf, SCOPE, setUp } from "./bench";
import { startRelay } from "./relay";

/** Only as long as a hang has to be noticed. */
const IMPATIENT: CallOptions = { ...CALL_OPTIONS, timeoutMs: 150 };

export function transport(subject: Subject): void {
  const { target } = subject;
  const write = (bench: Pick<Bench, "backend">, options = CALL_OPTIONS) =>
    bench.backend.write(target, { add: [subject.account(0)], remove: [] }, options);
  const read = (bench: Pick<Bench, "backend">, options = CALL_OPTIONS) =>
    bench.backend.describe(target, SCOPE, undefined, options);

  describe("what happens on the way", () => {
    it.each<[string, Fault, { meaning: string; shared: boolean }]>([
      ["a throttled call", { kind: "throttle" }, { meaning: "throttled", shared: false }],
      [
        "a 500 in the vendor's words",
        { kind: "status", status: 500 },
        { meaning: "ambiguous", shared: false },
      ],
      [
        "a 503 in the vendor's words",
        { kind: "status", status: 503 },
        { meaning: "ambiguous", shared: false },
      ],
      ["a page of HTML", { kind: "html", status: 502 }, { meaning: "ambiguous", shared: false }],
      [
        "a page of HTML that says 200",
        { kind: "html", status: 200 },
        { meaning: "ambiguous", shared: false },
      ],
      [
        "a page of HTML that says 429",
        { kind: "html", status: 429 },
        { meaning: "throttled", shared: false },
      ],
      ["a reset before", { kind: "reset", when: "before" }, { meaning: "ambiguous", shared: false }],
      ["a reset after", { kind: "reset", when: "after" }, { meaning: "ambiguous", shared: true }],
    ])("takes %s for what it is, and sends nothing again", async (_what, fault, { meaning, shared }) => {
      const bench = await setUp(subject);
      bench.emulator.injectFault(fault);
      expect((await failureOf(write(bench))).meaning).toBe(meaning);
      expect(bench.emulator.accounts(target)).toHaveLength(shared ? 1 : 0);
      bench.emulator.injectFault(fault);
      expect((await failureOf(read(bench))).meaning).toBe(meaning);
      expect(bench.requests()).toHaveLength(2);
      await read(bench);
    });

    it.each(["before", "after"] as const)("ends a call that hangs %s the write in time", async (when) => {
      const bench = await setUp(subject);
      bench.emulator.injectFault({ kind: "hang", when });
      const began = performance.now();
      expect((await failureOf(write(bench, IMPATIENT))).meaning).toBe("ambiguous");
      expect(performance.now() - began).toBeLessThan(1_000);
      expect(bench.requests()).toHaveLength(1);
    });

    it("ends a call at once that is aborted", async () => {
      const bench = await setUp(subject);
      bench.emulator.injectFault({ kind: "hang", when: "before" });
      const began = performance.now();
      await expect(write(bench, { ...CALL_OPTIONS, signal: AbortSignal.timeout(30) })).rejects.toThrow();
      expect(performance.now() - began).toBeLessThan(1_000);
    });

    it("sends nothing that was aborted before it began", async () => {
      const bench = await setUp(subject);
      await expect(write(bench, { ...CALL_OPTIONS, signal: AbortSignal.abort() })).rejects.toThrow();
      expect(bench.requests()).toEqual([]);
    });

    it("knows that nothing was sent when nobody listens", async () => {
      const { emulator } = await setUp(subject);
      await emulator.close();
      const backend = await connect(subject, emulator.url);
      expect((await failureOf(write({ backend }))).meaning).toBe("not-sent");
      expect((await failureOf(read({ backend }))).meaning).toBe("not-sent");
    });

    it("keeps its connections, and bounds them when many calls are made at once", async () => {
      const { emulator } = await setUp(subject);
      const relay = await startRelay(emulator.port);
      const backend = await connect(subject, relay.url);
      for (let call = 0; call < 5; call++) await read({ backend });
      expect(relay.connections()).toBe(1);
      await Promise.all(Array.from({ length: 60 }, () => read({ backend })));
      expect(relay.connections()).toBeLessThanOrEqual(16);
      await relay.close();
    });
  });
}
