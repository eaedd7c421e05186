import type { Subject } from "../support/services";
import { CALL_OPTIONS, entryOf, failureOf, SCOPE, setUp } from "./bench";

export function errorTable(subject: Subject): void {
  const { target } = subject;

  describe("the vendor's errors", () => {
    // As objects: Jest would take an argument that a row lacks for its own callback.
    const rows = subject.errorTable.map(([code, meaning, status, reading = meaning]) => ({
      code,
      meaning,
      status,
      reading,
    }));

    it.each(rows)("takes $code for $meaning", async ({ code, meaning, status, reading }) => {
      const bench = await setUp(subject);
      const message = "As the vendor puts it.";
      const fault = { kind: "error", code, message, ...(status === undefined ? {} : { status }) } as const;
      bench.emulator.injectFault({ ...fault, times: "always" });
      const { action } = subject.requests.add([]);
      const write = { add: [subject.account(0)], remove: [] };
      const failure = await failureOf(bench.backend.write(target, write, CALL_OPTIONS));
      expect(failure).toMatchObject({ meaning, code, action });
      expect(failure.message).toContain(message);
      expect(failure.requestId).toBeTruthy();
      const read = bench.backend.describe(target, SCOPE, undefined, CALL_OPTIONS);
      const { describe } = subject.requests;
      expect(await failureOf(read)).toMatchObject({ meaning: reading, code, action: describe.action });
    });

    it("are permanent when no table lists them", async () => {
      const bench = await setUp(subject);
      bench.emulator.injectFault({ kind: "error", code: "Unheard.Of" });
      const failure = await failureOf(bench.backend.describe(target, SCOPE, undefined, CALL_OPTIONS));
      expect(failure).toMatchObject({ meaning: "permanent", code: "Unheard.Of" });
    });

    it.each([
      [500, "ambiguous"],
      [503, "ambiguous"],
      [429, "throttled"],
    ])("mean what HTTP %i says when no table lists them", async (status, meaning) => {
      const bench = await setUp(subject);
      bench.emulator.injectFault({ kind: "error", code: "Unheard.Of", status });
      const write = { add: [subject.account(0)], remove: [] };
      const failure = await failureOf(bench.backend.write(target, write, CALL_OPTIONS));
      expect(failure).toMatchObject({ meaning, code: "Unheard.Of" });
    });

    it("are all in this table that mean something to the backend", () => {
      const tested = subject.errorTable.map(([code]) => code);
      const meaningful = Object.keys(entryOf(subject).facts.errors);
      expect(meaningful).not.toEqual([]);
      const isTested = (code: string) =>
        tested.some((other) => other === code || other.startsWith(`${code}.`));
      expect(meaningful.filter((code) => !isTested(code))).toEqual([]);
    });
  });
}
