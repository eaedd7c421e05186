import fc from "fast-check";
import { OWN_ECS } from "../../../src/core/accounts";
import type { ShareArgs } from "../../../src/core/arguments";
import { goalOf } from "../../../src/core/goal";
import { planPartly } from "../../../src/core/partial-plan";
import { planShare } from "../../../src/core/plan";
import type { ShareState } from "../../../src/core/state";
import { knownPart } from "../../../src/core/unknown-values";
import { checkProperty } from "../../support/seed";

const unknown = "unknown-sentinel";
const target = { service: "moon-edge", imageId: "img-1" };

type Written = Readonly<Record<string, unknown>>;

/** Arguments as a program writes them, in which a value may be unknown, and how they turn out. */
interface Program {
  readonly written: Written;
  readonly resolved: Written;
}

const someAccounts = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", "f"));

/** A value, and whether it is known before the deployment. */
const value = <T>(of: fc.Arbitrary<T>) =>
  fc
    .tuple(of, fc.boolean())
    .map(([resolved, isKnown]) => ({ written: isKnown ? resolved : unknown, resolved }));

const listOfAccounts = fc.oneof(
  value(someAccounts),
  fc.array(value(fc.constantFrom("a", "b", "c", "d", "e", "f"))).map((elements) => ({
    written: elements.map(({ written }) => written),
    resolved: elements.map(({ resolved }) => resolved),
  })),
);

const programs: fc.Arbitrary<Program> = fc
  .record({ accounts: listOfAccounts, shareToEcs: value(fc.boolean()), exclusive: value(fc.boolean()) })
  .map((values) => {
    const pick = (which: "written" | "resolved") =>
      Object.fromEntries(Object.entries(values).map(([key, pair]) => [key, pair[which]]));
    return { written: { ...target, ...pick("written") }, resolved: { ...target, ...pick("resolved") } };
  });

const situations = fc.record({
  program: programs,
  live: fc.tuple(someAccounts, fc.boolean()).map(([all, ecs]) => [...all, ...(ecs ? [OWN_ECS] : [])]),
  owned: someAccounts,
});

const stateOwning = (accounts: string[]) =>
  ({ accounts, closedAccounts: [], snapshotAccounts: [], isLookup: false }) as unknown as ShareState;

describe("a plan of the known part, for any program, cloud and state", () => {
  it("names everybody who loses access, however the unknown values turn out", () => {
    checkProperty(
      fc.property(situations, ({ program, live, owned }) => {
        const state = stateOwning(owned);
        const { args, unknown: doubts } = knownPart(program.written, unknown);
        const { plan } = planPartly(new Set(live), goalOf(args, state), doubts);
        const outcome = planShare(new Set(live), goalOf(program.resolved as unknown as ShareArgs, state));
        expect(plan.remove).toEqual(expect.arrayContaining([...outcome.remove]));
      }),
      5_000,
    );
  });

  it("promises access to nobody who does not get it", () => {
    checkProperty(
      fc.property(situations, ({ program, live, owned }) => {
        const state = stateOwning(owned);
        const { args, unknown: doubts } = knownPart(program.written, unknown);
        const { plan } = planPartly(new Set(live), goalOf(args, state), doubts);
        const outcome = planShare(new Set(live), goalOf(program.resolved as unknown as ShareArgs, state));
        expect([...outcome.add]).toEqual(expect.arrayContaining([...plan.add]));
      }),
      5_000,
    );
  });

  it("says of everybody who keeps access after all what it depended on, and of nobody without a reason", () => {
    checkProperty(
      fc.property(situations, ({ program, live, owned }) => {
        const state = stateOwning(owned);
        const { args, unknown: doubts } = knownPart(program.written, unknown);
        const { plan, reprieveOf } = planPartly(new Set(live), goalOf(args, state), doubts);
        const outcome = planShare(new Set(live), goalOf(program.resolved as unknown as ShareArgs, state));
        for (const account of plan.remove) {
          const isSpared = !outcome.remove.includes(account);
          const reasons = Object.values(reprieveOf(account));
          if (isSpared) expect(reasons).toContain(true);
        }
        const isAllKnown = JSON.stringify(program.written) === JSON.stringify(program.resolved);
        if (isAllKnown) {
          expect(plan).toEqual(outcome);
          for (const account of plan.remove) expect(Object.values(reprieveOf(account))).not.toContain(true);
        }
      }),
      5_000,
    );
  });
});
