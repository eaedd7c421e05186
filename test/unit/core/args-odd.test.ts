/** Arguments that no person writes: what is said of them is short, harmless, and always something. */
import { check, good } from "./fake-service";

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

const reasons = (changes: Record<string, unknown>) =>
  check({ ...good, ...changes }).failures.map(({ property, reason }) => `${property} | ${reason}`);

describe("arguments that no person writes", () => {
  it.each<[string, unknown, RegExp]>([
    ["a value that refers to itself", cyclic, /an object that is not JSON/],
    ["a number that JSON cannot hold", 1n, /a bigint that is not JSON/],
    ["a function", () => 1, /function/],
    ["a symbol", Symbol("x"), /symbol/],
    ["a control character", "\u001b[31m", /"\\u001b\[31m"/],
  ])("%s is named by what it is", (_name, imageId, shown) => {
    const [reason] = reasons({ imageId });
    expect(reason).toMatch(
      new RegExp(`^imageId \\| imageId must be an image, such as "img-1", not ${shown.source}$`),
    );
  });

  it("unknown names are shown harmless and short", () => {
    expect(reasons({ "\u202eevil": 1 })).toEqual([
      expect.stringMatching(/ \| unknown argument " evil" for moon-vm$/),
    ]);
    expect(reasons({ ["x".repeat(40)]: 1 })[0]).toMatch(
      /unknown argument a value of 42 characters for moon-vm$/,
    );
    expect(reasons({ constructor: 1 })).toEqual(['constructor | unknown argument "constructor" for moon-vm']);
  });

  it.each([
    [50, []],
    [51, ["accounts | accounts is wrong in 1 more place"]],
    [500, ["accounts | accounts is wrong in 450 more places"]],
  ])(
    "arguments that no person writes of %i wrong accounts fifty are named, and the others counted",
    (count, last) => {
      const found = reasons({ accounts: Array.from({ length: count }, (_, index) => `x${index}`) });
      expect(found).toHaveLength(50 + last.length);
      expect(found[49]).toMatch(/^accounts\[49\] \| /);
      expect(found.slice(50)).toEqual(last);
    },
  );
});
