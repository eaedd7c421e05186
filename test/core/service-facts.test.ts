import { errorMeanings, meaningOf } from "../../src/core/service-facts";

const errors = {
  AuthFailure: "auth",
  "AuthFailure.Busy": "image-busy",
  "Limit.Exceeded": "quota",
} as const;

describe("the meaning of a vendor's code", () => {
  it.each([
    ["AuthFailure", "auth"],
    ["AuthFailure.TokenFailure", "auth"],
    ["AuthFailure.Token.Expired", "auth"],
    ["AuthFailure.Busy", "image-busy"],
    ["AuthFailure.Busy.Copying", "image-busy"],
    ["AuthFailureX", "permanent"],
    ["Limit", "permanent"],
    ["Limit.Exceeded", "quota"],
    ["X.AuthFailure", "permanent"],
    [".AuthFailure", "permanent"],
    ["", "permanent"],
    ["constructor", "permanent"],
  ])("%s is that of its longest listed prefix, or permanent: %s", (code, meaning) => {
    expect(meaningOf(errors, code)).toBe(meaning);
  });

  it("is one of the words that the loop knows, each once", () => {
    expect(new Set(errorMeanings).size).toBe(errorMeanings.length);
    expect(errorMeanings).toContain(meaningOf(errors, "AuthFailure"));
  });
});
