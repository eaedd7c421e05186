import type { Subject } from "../support/services";
import { CALL_OPTIONS, entryOf, failureOf, outcomeOf, setUp, someAccounts } from "./bench";

export function writing(subject: Subject): void {
  const { requests, strict, target } = subject;
  const { accountLimit, capacity } = entryOf(subject).facts;
  const [first, second, third] = [subject.account(0), subject.account(1), subject.account(2)];

  describe("write", () => {
    it("adds as many accounts as one call carries, with exactly the documented parameters", async () => {
      const add = someAccounts(subject, Math.min(capacity.add, 60));
      const bench = await setUp(subject);
      await bench.backend.write(target, { add, remove: [] }, CALL_OPTIONS);
      expect(bench.emulator.accounts(target)).toEqual(add);
      expect(bench.requests()).toEqual([requests.add(add)]);
    });

    it("removes as many accounts as one call carries, and nobody else", async () => {
      const remove = someAccounts(subject, Math.min(capacity.remove, 60), 1);
      const bench = await setUp(subject, { accounts: [first, ...remove] });
      await bench.backend.write(target, { add: [], remove }, CALL_OPTIONS);
      expect(bench.emulator.accounts(target)).toEqual([first]);
      expect(bench.requests()).toEqual([requests.remove(remove)]);
    });

    if (requests.both !== undefined) {
      const { both } = requests;
      it("adds and removes in one call", async () => {
        const bench = await setUp(subject, { accounts: [first, second] });
        await bench.backend.write(target, { add: [third], remove: [first] }, CALL_OPTIONS);
        expect(bench.emulator.accounts(target)).toEqual([second, third]);
        expect(bench.requests()).toEqual([both([third], [first])]);
      });
    }

    it("takes an account that has access already, or has none any more, for done", async () => {
      const bench = await setUp(subject, { accounts: [first] });
      await bench.backend.write(target, { add: [first], remove: [] }, CALL_OPTIONS);
      await bench.backend.write(target, { add: [], remove: [second] }, CALL_OPTIONS);
      expect(bench.emulator.accounts(target)).toEqual([first]);
    });

    it("says what it means when the vendor minds", async () => {
      const bench = await setUp(subject, { accounts: [first] }, { emulator: { strict: true } });
      const again = bench.backend.write(target, { add: [first], remove: [] }, CALL_OPTIONS);
      expect(await outcomeOf(again)).toBe(strict.duplicate);
      const absent = bench.backend.write(target, { add: [], remove: [second] }, CALL_OPTIONS);
      expect(await outcomeOf(absent)).toBe(strict.absent);
      expect(bench.emulator.accounts(target)).toEqual([first]);
    });

    if (subject.takesAnyAccount) {
      it("adds an account that does not exist, as the vendor does", async () => {
        const bench = await setUp(subject, {}, { emulator: { unknownAccounts: [second] } });
        await bench.backend.write(target, { add: [second], remove: [] }, CALL_OPTIONS);
        expect(bench.emulator.accounts(target)).toEqual([second]);
      });
    } else {
      it("says that an account is the reason", async () => {
        const bench = await setUp(subject, {}, { emulator: { unknownAccounts: [second] } });
        const failure = await failureOf(
          bench.backend.write(
            target,
            { add: [first, second].slice(0, capacity.add), remove: [] },
            CALL_OPTIONS,
          ),
        );
        expect(failure.meaning).toBe(subject.unknownAccount);
        expect(bench.emulator.accounts(target)).toEqual([]);
      });
    }

    if (accountLimit !== undefined) {
      it(`says that there is no room for more than ${accountLimit} accounts`, async () => {
        const bench = await setUp(subject, { accounts: someAccounts(subject, accountLimit) });
        const add = [subject.account(accountLimit)];
        const failure = await failureOf(bench.backend.write(target, { add, remove: [] }, CALL_OPTIONS));
        expect(failure.meaning).toBe("quota");
        expect(bench.emulator.accounts(target)).toHaveLength(accountLimit);
      });
    }
  });
}
