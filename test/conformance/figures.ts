import { ShareManager } from "../../src/converge/share-manager";
import type { ReadRequest } from "../../src/core/share-request";
import { fewestReads, type Subject } from "../support/services";
import { type Bench, entryOf, SCOPE, setUp, someAccounts } from "./bench";

/** The calls that a share costs: the design's figures, for each service by its own rules. */
export function figures(subject: Subject): void {
  const { target } = subject;
  const share: ReadRequest = { target, scope: SCOPE, credentials: undefined, timeoutSeconds: 600 };
  const { accountLimit } = entryOf(subject).facts;
  const policy = { protectedAccounts: [], ...(accountLimit === undefined ? {} : { accountLimit }) };
  const pages = (count: number) => fewestReads(subject, count);
  const goal = (listed: readonly string[], owned: readonly string[] = []) => ({
    listed,
    owned,
    exclusive: true,
  });

  /** A process of its own, as each run of the engine is one. */
  const manager = ({ backend }: Bench) => {
    let now = 0;
    const clock = {
      now: () => now,
      random: () => 0.5,
      sleep: async (ms: number) => {
        now += ms;
      },
    };
    const { facts } = entryOf(subject);
    return new ShareManager({ clock, report: () => undefined, open: async () => ({ facts, backend }) });
  };

  describe("a share costs the fewest calls", () => {
    const counts = [1, 10, 11, 50, 120, 500].filter(
      (count) => count <= (accountLimit ?? subject.usualLimit ?? count),
    );

    it.each(counts)("to create with %i accounts, and is read back", async (count) => {
      const bench = await setUp(subject);
      const accounts = someAccounts(subject, count);
      const { live } = await manager(bench).apply({ ...share, goal: goal(accounts), guards: policy });
      expect([...live].sort()).toEqual(accounts.sort());
      expect(bench.emulator.accounts(target).sort()).toEqual(accounts);
      expect(bench.requests()).toHaveLength(pages(0) + subject.fewestWrites(count, 0) + pages(count));
    });

    it("to find that nothing is to be done", async () => {
      const accounts = someAccounts(subject, 25);
      const bench = await setUp(subject, { accounts });
      await manager(bench).apply({ ...share, goal: goal(accounts, accounts), guards: policy });
      expect(bench.requests()).toEqual([subject.requests.describe]);
    });

    it.each([
      { add: 1, keep: 3, remove: 1 },
      { add: 25, keep: 1, remove: 12 },
      { add: 0, keep: 2, remove: 21 },
      // Nearly full before and after, so that room has to be made on the way.
      { add: 40, keep: 10, remove: 30 },
    ])("to add $add, keep $keep and remove $remove", async ({ add, keep, remove }) => {
      const before = someAccounts(subject, keep + remove);
      const after = someAccounts(subject, keep + add, remove);
      const bench = await setUp(subject, { accounts: before });
      const { live } = await manager(bench).apply({ ...share, goal: goal(after, before), guards: policy });
      expect([...live].sort()).toEqual(after.sort());
      const writes = subject.fewestWrites(add, remove);
      expect(bench.requests()).toHaveLength(pages(before.length) + writes + pages(after.length));
    });

    it("to delete, and leaves strangers alone", async () => {
      const owned = someAccounts(subject, 12);
      const stranger = subject.account(99);
      const bench = await setUp(subject, { accounts: [...owned, stranger] });
      await manager(bench).revoke({ ...share, owned: owned, protectedAccounts: [] });
      expect(bench.emulator.accounts(target)).toEqual([stranger]);
      expect(bench.requests()).toHaveLength(pages(13) + subject.fewestWrites(0, 12) + pages(1));
    });
  });
}
