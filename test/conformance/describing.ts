import { fewestReads, fragileAccountsOf, type Subject } from "../support/services";
import { CALL_OPTIONS, expected, failureOf, SCOPE, setUp, someAccounts } from "./bench";

/** Services whose answer says when an account was given access, with the zone of the time. */
const tellsSince: ReadonlySet<string> = new Set([
  "alicloud-ecs",
  "tencentcloud-cvm",
  "tencentcloud-lighthouse",
  "openstack-glance",
]);

export function describing(subject: Subject): void {
  const { accountsPerPage, requests, target } = subject;
  const counts =
    accountsPerPage === undefined
      ? [0, 1, 120]
      : [0, 1, accountsPerPage, accountsPerPage + 1, 2 * accountsPerPage + 1];

  describe("describe", () => {
    it.each(counts)("finds %i accounts, in no more requests than there are pages", async (count) => {
      const accounts = someAccounts(subject, count);
      const bench = await setUp(subject, { accounts });
      expect((await bench.readAll()).sort()).toEqual(accounts.sort());
      expect(bench.requests()).toHaveLength(fewestReads(subject, count));
    });

    it("sends exactly the documented parameters", async () => {
      const bench = await setUp(subject, { accounts: someAccounts(subject, 1) });
      await bench.readAll();
      expect(bench.requests()).toEqual([requests.describe]);
    });

    const { describeNext } = requests;
    if (describeNext !== undefined) {
      it("sends exactly the documented parameters for the next page", async () => {
        const bench = await setUp(subject, { accounts: someAccounts(subject, (accountsPerPage ?? 0) + 1) });
        await bench.readAll();
        expect(bench.requests()[1]).toEqual(expected(describeNext));
      });
    }

    it("keeps every digit of IDs that would lose some as numbers", async () => {
      const accounts = [...fragileAccountsOf(subject)];
      const bench = await setUp(subject, { accounts });
      expect((await bench.readAll()).sort()).toEqual(accounts.sort());
    });

    const when = tellsSince.has(target.service) ? "tells" : "does not guess";
    it(`${when} since when accounts have access`, async () => {
      const accounts = someAccounts(subject, 2);
      const { backend } = await setUp(subject, { accounts });
      const { since } = await backend.describe(target, SCOPE, undefined, CALL_OPTIONS);
      if (!tellsSince.has(target.service)) expect(since).toBeUndefined();
      else {
        expect(Object.keys(since ?? {}).sort()).toEqual([...accounts].sort());
        for (const time of Object.values(since ?? {}))
          expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      }
    });

    it("says what it means that the image does not exist", async () => {
      const bench = await setUp(subject);
      bench.emulator.removeImage(target);
      const failure = await failureOf(bench.backend.describe(target, SCOPE, undefined, CALL_OPTIONS));
      expect(failure).toMatchObject({ meaning: subject.missingImage, action: requests.describe.action });
      expect(failure.requestId).toBeTruthy();
    });
  });
}
