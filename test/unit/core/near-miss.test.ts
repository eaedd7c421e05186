import fc from "fast-check";
import { describeNearMiss, nearMisses } from "../../../src/core/near-miss";
import { checkProperty } from "../../support/seed";

const id = "1234567890123456";

describe("accounts that may be misspellings of each other", () => {
  it.each([
    ["another digit", "1234567890123457", "one digit"],
    ["another digit in the middle", "1234567800123456", "one digit"],
    ["another first digit", "2234567890123456", "one digit"],
    ["a digit too many", "12345678901234566", "one digit"],
    ["a digit too many in the middle", "12345678990123456", "one digit"],
    ["a digit too many at the front", "91234567890123456", "one digit"],
    ["a digit too few", "123456789012345", "one digit"],
    ["a digit too few in the middle", "123457890123456", "one digit"],
    ["a digit too few at the front", "234567890123456", "one digit"],
    ["two digits that changed places", "1234567890123465", "two digits that changed places"],
    ["the first two changed places", "2134567890123456", "two digits that changed places"],
  ])("differ by %s", (_name, other, by) => {
    expect(nearMisses([other], ["9999999999999999", id])).toEqual([{ written: other, other: id, by }]);
  });

  it.each([
    ["93f048e385f744ff9c84236b677ce396", "93f048e385f744ff9c84236b677ce39a", "one digit"],
    [
      "93f048e385f744ff9c84236b677ce396",
      "93f048e385f744ffc984236b677ce396",
      "two digits that changed places",
    ],
    ["ec470585-cd38-4279-9c18-f1cf56f5aaa3", "ec470585-cd38-4279-9c18-f1cf56f5aab3", "one digit"],
  ])("projects of OpenStack that may be misspellings of each other: %s and %s", (written, other, by) => {
    expect(nearMisses([written], [other])).toEqual([{ written, other, by }]);
  });

  it.each([
    ["the same ID", id, id],
    ["two other digits", id, "1234567890123478"],
    ["a digit in another's place, and another one after it", id, "2334567890123456"],
    ["two digits that changed places, far apart", id, "6234567890123451"],
    ["two digits too many", id, `${id}12`],
    ["two digits that changed places, with others after them", "1234567890123456", "2134567890123457"],
    ["one digit too many and another one", id, "12345678901234577"],
    ["names", "alice-the-first", "alice-the-firsu"],
    ["names that end with digits", "alice-123456789", "alice-123456780"],
    ["names that begin with digits", "123456789-alice", "123456780-alice"],
    ["a name and digits", "1234567890", "123456789x"],
    ["short numbers", "12345678", "12345679"],
  ])("accounts that may be misspellings of each other are not %s", (_name, left, right) => {
    expect(nearMisses([left], [right])).toEqual([]);
    expect(nearMisses([right], [left])).toEqual([]);
  });

  it("accounts that may be misspellings of each other are a few at most: more are a series of IDs", () => {
    const series = Array.from({ length: 9 }, (_, index) => `10000000000${index}`);
    const others = series.map((one) => one.replace(/^1/, "2"));
    expect(nearMisses(series, others)).toHaveLength(3);
  });

  it("accounts that may be misspellings of each other are told once for each account that is written", () => {
    const others = ["1234567890123457", "1234567890123458"];
    expect(nearMisses([id], others)).toEqual([{ written: id, other: others[0], by: "one digit" }]);
  });

  it("accounts that may be misspellings of each other are named in one sentence", () => {
    expect(nearMisses([id], ["1234567890123465"]).map(describeNearMiss)).toEqual([
      "1234567890123456 and 1234567890123465 differ by two digits that changed places",
    ]);
  });

  it("accounts that may be misspellings of each other are found whichever of the two is written", () => {
    const digits = fc.stringMatching(/^[1-9]\d{9,15}$/);
    checkProperty(
      fc.property(digits, fc.nat(), fc.nat({ max: 9 }), (account, place, digit) => {
        const at = place % account.length;
        const other = `${account.slice(0, at)}${digit}${account.slice(at + 1)}`;
        const found = (left: string, right: string) => nearMisses([left], [right]).length;
        expect(found(account, other)).toBe(account === other ? 0 : 1);
        expect(found(other, account)).toBe(found(account, other));
      }),
    );
  });
});
