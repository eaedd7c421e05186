import fc from "fast-check";
import { closestMatch, didYouMean, quotesHint } from "../../../src/core/did-you-mean";
import { checkProperty } from "../../support/seed";

const known = ["accounts", "exclusive", "region"];

describe("the word that was meant", () => {
  it.each([
    ["a letter is missing", "acounts", "accounts"],
    ["a letter is missing at the beginning", "ccounts", "accounts"],
    ["a letter is missing at the end", "account", "accounts"],
    ["two letters are missing", "gion", "region"],
    ["a letter is too many", "reegion", "region"],
    ["two letters are too many", "regionss", "region"],
    ["three letters are too many", "regionsss", undefined],
    ["a letter is another", "exclusiwe", "exclusive"],
    ["two letters are swapped", "eclxusive", "exclusive"],
    ["three letters are others", "exxxxsive", undefined],
    ["only the case differs", "REGION", "region"],
    ["three letters are too many at the beginning", "xyzregion", undefined],
    ["two letters are missing and two are others", "xxon", undefined],
    ["there is a single letter", "x", undefined],
    ["it is another word", "imageId", undefined],
    ["it is right", "region", undefined],
    ["there is none", "", undefined],
  ])("is found when %s: %s", (_name, word, expected) => {
    expect(closestMatch(word, known)).toBe(expected);
  });

  it("is asked for, or all words are named where none is near", () => {
    expect(didYouMean("acounts", known)).toBe("did you mean accounts?");
    expect(didYouMean("imageId", known)).toBe("write one of accounts, exclusive, region");
  });

  it("is found in any case that the known word has", () => {
    expect(closestMatch("imageid", ["imageId"])).toBe("imageId");
    expect(closestMatch("a", [])).toBeUndefined();
    expect(closestMatch("xd", ["abcd"])).toBeUndefined();
  });

  it("is any word that two slips of the finger away from it cannot hide", () => {
    const slip = fc.record({
      at: fc.nat(7),
      drop: fc.integer({ min: 0, max: 1 }),
      put: fc.constantFrom("", "x"),
    });
    checkProperty(
      fc.property(fc.array(slip, { minLength: 1, maxLength: 2 }), (slips) => {
        const typed = slips.reduce(
          (word, { at, drop, put }) => word.slice(0, at) + put + word.slice(at + drop),
          "accounts",
        );
        expect(closestMatch(typed, ["accounts"])).toBe(typed === "accounts" ? undefined : "accounts");
      }),
    );
  });
});

describe("a hint about quotes in the value", () => {
  const digits = /^\d+$/;

  it("speaks of digits where the value is made of them", () => {
    expect(quotesHint('"img-123"', /^img-/)).toBe(". The quotes are part of the value: leave them out");
  });

  it.each(['"123"', "'123'"])(
    "a hint about quotes in the value is given for %s, which is right without them",
    (value) => {
      expect(quotesHint(value, digits)).toBe(
        ". The quotes are part of the value: leave them out (pulumi config set --type string keeps digits as they are)",
      );
    },
  );

  it("a hint about quotes in the value does not speak of digits where the value only begins with them", () => {
    expect(quotesHint('"12ab"', /^\w+$/)).toBe(". The quotes are part of the value: leave them out");
  });

  it("a hint about quotes in the value is not given for a value without quotes, whatever else is right", () => {
    expect(quotesHint("123", /./)).toBe("");
  });

  it.each(['x"123"', '"123"x', ['"123"'], "123", '"12a"', '"123', "123'", "\"123'", '"', "", 123, undefined])(
    "a hint about quotes in the value is not given for %p",
    (value) => {
      expect(quotesHint(value, digits)).toBe("");
    },
  );
});
