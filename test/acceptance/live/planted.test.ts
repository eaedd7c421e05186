/** Each assumption of each service, made false on purpose: the live run reports it, and leaves the image as it was. */
import { findService } from "../../../src/backends/registry";
import type { ProbeName } from "../../../src/core/assumptions";
import type { Emulator } from "../../../src/emulator";
import { everySubject, type Subject } from "../../support/services";
import { closeAll, setUp, verdicts } from "./bench";

/** A run after the other, one for each call that writes. */
jest.setTimeout(120_000);

beforeEach(() => {
  jest.spyOn(console, "log").mockReturnValue();
});

afterEach(async () => {
  jest.restoreAllMocks();
  await closeAll();
});

/** A code of no table: a refusal for good. */
const REFUSED = { kind: "error", code: "SomethingElse" } as const;

type Plant = (subject: Subject, emulator: Emulator) => void;

const fault =
  (of: (subject: Subject) => string, { skip }: { skip: number } = { skip: 0 }): Plant =>
  (subject, emulator) => {
    emulator.injectFault({ ...REFUSED, skip, action: of(subject) });
  };

/** Acknowledged, and the second half of it forgotten. */
const halfDone: Plant = (subject, emulator) => {
  emulator.injectFault({ kind: "drop", applied: 1, skip: 1, action: adding(subject) });
};

const adding = ({ requests }: Subject) => requests.add([]).action;
const removing = ({ requests }: Subject) => requests.remove([]).action;
const isOneAction = (subject: Subject) => adding(subject) === removing(subject);

/** What tells whose keys these are, where it is not GetCallerIdentity. */
const callers: Readonly<Record<string, string>> = { outscale: "ReadAccounts" };

/** What makes each assumption false; the calls of a probe before the one that it judges pass. */
const plants: Readonly<Record<ProbeName, readonly Plant[]>> = {
  "additions-in-one-call": [fault(adding)],
  "removals-in-one-call": [fault(removing)],
  "both-in-one-call": [fault(adding, { skip: 1 }), halfDone],
  "second-addition": [fault(adding, { skip: 1 })],
  "second-removal": [
    (subject, emulator) => fault(removing, { skip: isOneAction(subject) ? 2 : 1 })(subject, emulator),
  ],
  "missing-image-read": [fault(({ requests }) => requests.describe.action)],
  "missing-image-look": [fault(({ requests }) => requests.condition.action)],
  "missing-image-write": [fault(removing)],
  "strange-account": [
    fault(adding),
    // Taken like any other, where the vendor's page says that it is refused.
    (subject, emulator) => {
      if (expectsOf(subject, "strange-account")?.includes("success")) fault(adding)(subject, emulator);
      else emulator.configure({ unknownAccounts: [] });
    },
  ],
  "own-account": [fault(adding)],
  "whose-keys": [fault(({ target }) => callers[target.service] ?? "GetCallerIdentity")],
  "snapshot-additions": [fault(() => "ModifySnapshotAttribute")],
  "missing-snapshot": [
    // As if the image were not there: a share would be dropped from state.
    (_subject, emulator) =>
      emulator.injectFault({
        kind: "error",
        code: "InvalidAMIID.NotFound",
        action: "DescribeSnapshotAttribute",
      }),
  ],
  "read-lag": [(_subject, emulator) => void emulator.configure({ readLagMs: 200_000 })],
};

function probesOf({ target }: Subject) {
  const facts = findService(target.service)?.facts;
  return (facts?.assumptions ?? []).flatMap(({ probe }) => probe ?? []);
}

function expectsOf(subject: Subject, name: ProbeName) {
  return probesOf(subject).find((probe) => probe.name === name)?.expects;
}

/** The accounts that the snapshots behind the image are shared with. */
function sharedSnapshots(emulator: Emulator, { target }: Subject): string[] {
  return Object.values(emulator.image(target)?.snapshots ?? {}).flatMap(({ accounts }) => accounts);
}

describe.each(everySubject.map((subject) => [subject.target.service, subject] as const))(
  "%s",
  (_, subject) => {
    // Where a login tells whose keys these are, nothing can be tried without an answer to it.
    const told: readonly ProbeName[] = subject.login === undefined ? [] : ["whose-keys"];
    const names = [...new Set(probesOf(subject).map(({ name }) => name))].filter(
      (name) => !told.includes(name),
    );
    /** The emulator refuses repetitions with `strict` alone. */
    const isStrict = expectsOf(subject, "second-addition")?.includes("success") === false;

    it("lives through the life cycle and finds no assumption false at the emulator, which is made of them", async () => {
      const { emulator, run, before } = await setUp(subject);
      emulator.configure({ strict: isStrict });
      const { lifeCycle, assumptions, notRestored, isInterrupted } = await run();
      expect({ notRestored, isInterrupted }).toEqual({ notRestored: undefined, isInterrupted: false });
      expect(lifeCycle.filter(({ isDone }) => !isDone)).toEqual([]);
      expect(lifeCycle).toHaveLength(6);
      expect(assumptions.filter(({ verdict }) => verdict === "does not hold")).toEqual([]);
      const tried = assumptions.filter(({ verdict }) => verdict !== "not tried").map(({ id }) => id);
      expect(tried).toEqual(assumptions.filter(({ probe }) => probe !== undefined).map(({ id }) => id));
      expect(emulator.accounts(subject.target)).toEqual(before);
      expect(sharedSnapshots(emulator, subject)).toEqual([]);
    });

    it.each(names)(
      "reports %s as not holding where it is false, and leaves the image as it was",
      async (name) => {
        expect(plants[name].length).toBeGreaterThan(0);
        for (const plant of plants[name]) {
          const { emulator, run, before } = await setUp(subject);
          plant(subject, emulator);
          const results = await run([name]);
          expect(new Set(verdicts(results, name))).toEqual(new Set(["does not hold"]));
          expect(results.notRestored).toBeUndefined();
          emulator.configure({ readLagMs: 0 });
          expect(emulator.accounts(subject.target)).toEqual(before);
          expect(sharedSnapshots(emulator, subject)).toEqual([]);
        }
      },
    );

    it("puts the image back where it is interrupted at any call that writes", async () => {
      const writes = new Set([adding(subject), removing(subject), "ModifySnapshotAttribute"]);
      for (let last = 1; ; last += 1) {
        let seen = 0;
        let interrupt: () => void = () => undefined;
        const { emulator, run, before, interruption } = await setUp(subject, {
          onCall: ({ action }) => {
            if (writes.has(action)) seen += 1;
            if (seen === last) interrupt();
          },
        });
        interrupt = () => interruption.abort(new Error("interrupted"));
        const { notRestored, isInterrupted } = await run();
        expect({ last, notRestored, accounts: emulator.accounts(subject.target) }).toEqual({
          last,
          notRestored: undefined,
          accounts: before,
        });
        expect(sharedSnapshots(emulator, subject)).toEqual([]);
        await closeAll();
        if (!isInterrupted) break;
        expect(last).toBeLessThan(100);
      }
    });
  },
);
