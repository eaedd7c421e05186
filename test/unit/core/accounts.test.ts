import fc from "fast-check";
import {
  difference,
  formatAccounts,
  intersection,
  OWN_ECS,
  sameSet,
  sortedUnique,
} from "../../../src/core/accounts";
import { checkProperty } from "../../support/seed";

const accounts = fc.array(fc.constantFrom("1", "2", "10", "a", "b", OWN_ECS));

describe("lists of accounts", () => {
  it("lists of accounts are sorted as text, each account once", () => {
    expect(sortedUnique(["2", "10", "b", "1", "10"])).toEqual(["1", "10", "2", "b"]);
  });

  it("lists of accounts are split by another set into those within and those without, and nothing is lost", () => {
    checkProperty(
      fc.property(accounts, accounts, (list, others) => {
        const set = new Set(others);
        const [inside, outside] = [intersection(list, set), difference(list, set)];
        expect(inside.every((account) => set.has(account))).toBe(true);
        expect(outside.some((account) => set.has(account))).toBe(false);
        expect(sortedUnique([...inside, ...outside])).toEqual(sortedUnique(list));
        expect([inside, outside]).toEqual([sortedUnique(inside), sortedUnique(outside)]);
      }),
    );
  });

  it.each([
    [["a", "b"], ["b", "a", "a"], true],
    [[], [], true],
    [["a"], [], false],
    [["1", "2"], ["12"], false],
    [["a", "b"], ["a", "c"], false],
  ])("%j and %j: the same whatever the order and repetition: %s", (left, right, same) => {
    expect(sameSet(left, right)).toBe(same);
    expect(sameSet(right, left)).toBe(same);
  });

  it("lists of accounts are named one by one, the owner's own ECS by its argument", () => {
    expect(formatAccounts(new Set(["2", OWN_ECS, "1"]))).toBe("2, your own ECS (shareToEcs), 1");
  });
});
