import { OWN_ECS } from "../../src/core/accounts";
import { manages } from "../../src/core/grantees";
import { hasSnapshots } from "../../src/core/service-facts";
import { onSnapshot } from "../../src/core/snapshots";
import type { Subject } from "../support/services";
import { CALL_OPTIONS, entryOf, SCOPE, setUp, someAccounts } from "./bench";

export function facts(subject: Subject): void {
  describe("facts", () => {
    const { facts } = entryOf(subject);

    it("name the cloud, and the vendor's limit of accounts", () => {
      expect(facts.cloud).toBe(subject.cloud);
      expect(facts.accountLimit).toBe(subject.accountLimit);
    });

    it("take accounts, images and regions of their own kind", () => {
      for (const account of [...someAccounts(subject, 3), facts.account.example]) {
        expect(account).toMatch(facts.account.pattern);
      }
      for (const image of [subject.target.imageId, facts.imageId.example]) {
        expect(image).toMatch(facts.imageId.pattern);
      }
      for (const region of [subject.target.region, facts.region?.example]) {
        if (facts.region === undefined) expect(region).toBeUndefined();
        else expect(region).toMatch(facts.region.pattern);
      }
    });

    it.each(["", " ", "*", "all", "1e11", ...subject.notAccounts])(
      "do not take %j for an account",
      (text) => {
        expect(text).not.toMatch(facts.account.pattern);
      },
    );

    it("name every action that is called, and no other", async () => {
      const { backend, emulator } = await setUp(subject);
      const { target, account } = subject;
      const snapshots = Object.keys(emulator.image(target)?.snapshots ?? {});
      const parts = [
        [account(0)],
        ...(manages(facts, "own-ecs") ? [[OWN_ECS]] : []),
        ...snapshots.map((snapshot) => [onSnapshot(snapshot, account(0))]),
      ];
      expect(snapshots.length > 0).toBe(hasSnapshots(facts));
      const scope = hasSnapshots(facts) ? { ...SCOPE, snapshots: true } : SCOPE;
      for (let page: string | undefined, isFirst = true; isFirst || page !== undefined; isFirst = false) {
        ({ next: page } = await backend.describe(target, scope, page, CALL_OPTIONS));
      }
      for (const part of parts) {
        await backend.write(target, { add: part, remove: [] }, CALL_OPTIONS);
        await backend.write(target, { add: [], remove: part }, CALL_OPTIONS);
      }
      await backend.imageCondition(target, CALL_OPTIONS);
      await backend.listImages(target.region, undefined, CALL_OPTIONS);
      await backend.listRegions?.(undefined, CALL_OPTIONS);
      const called = new Set(emulator.calls().map(({ action }) => action));
      expect([...called].sort()).toEqual([...facts.actions].sort());
    });

    it.each(["", " ", "*", ...subject.notImages])("do not take %j for an image", (text) => {
      expect(text).not.toMatch(facts.imageId.pattern);
    });
  });
}
