/** image-share:knownAccountsOnly: a list may hold only accounts that the configuration gives a name. */
import { checkArgs } from "../../../src/core/args";
import { edge, fakeService, unknown } from "./fake-service";

const services = ["moon-vm", "moon-edge"];
const target = { service: "moon-vm", region: "moon-1", imageId: "img-1" };

function check(accounts: unknown, known: readonly string[] | undefined, more: object = {}) {
  const facts = known === undefined ? { ...fakeService } : { ...fakeService, knownAccounts: new Set(known) };
  return checkArgs({ ...target, accounts, ...more }, facts, services, unknown).failures;
}

it("refuses each account without a name, and says how to name one", () => {
  expect(check(["11", "33", "22"], ["11"])).toEqual([
    {
      property: "accounts",
      topic: "known-accounts-only",
      reason:
        "accounts lists 22, 33 without a name under image-share:accountNames, and " +
        "image-share:knownAccountsOnly is true: correct the ID, or name the account (pulumi config set --path " +
        "'image-share:accountNames.22' NAME)",
    },
  ]);
});

it("names an account with a name that the ID is probably a misspelling of", () => {
  const [failure] = check(["100000000020"], ["100000000002"]);
  expect(failure?.reason).toContain("100000000020 and 100000000002 differ by two digits that changed places");
});

it("accepts accounts with names, and any account where the configuration does not ask for names", () => {
  expect(check(["11", "22"], ["11", "22", "33"])).toEqual([]);
  expect(check(["11", "22"], undefined)).toEqual([]);
});

it("refuses every account where no account has a name", () => {
  expect(check(["11"], [])).toMatchObject([{ topic: "known-accounts-only" }]);
});

it("checks the accounts that are known while another is not, and that one when it is", () => {
  expect(check(["11", unknown], ["11"])).toEqual([]);
  expect(check(["22", unknown], ["11"])).toMatchObject([{ topic: "known-accounts-only" }]);
  expect(check(unknown, ["11"])).toEqual([]);
});

it("asks for no names of protected accounts, which gain nothing", () => {
  expect(check(["11"], ["11"], { protectedAccounts: ["99"] })).toEqual([]);
});

it("leaves a share of the own ECS alone", () => {
  const facts = { ...edge, knownAccounts: new Set<string>() };
  const raw = { service: "moon-edge", imageId: "img-1", shareToEcs: true };
  expect(checkArgs(raw, facts, services, unknown).failures).toEqual([]);
});

it("refuses a list whose known accounts pass the vendor's limit, whatever the unknown one is", () => {
  expect(check(["11", "22", "33", "44", unknown], undefined)).toMatchObject([{ topic: "account-limit" }]);
  expect(check(["11", "22", "33", unknown], undefined)).toEqual([]);
});
