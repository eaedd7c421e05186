import {
  errorMeanings,
  isClosedAccount,
  isOwnAccount,
  mayBeNoRoom,
  meaningOf,
  namesQuota,
  type ServiceFacts,
} from "../../../src/core/service-facts";
import { edge, fakeService } from "./fake-service";

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

  it("the meaning of a vendor's code is one of the words that the loop knows, each once", () => {
    expect(new Set(errorMeanings).size).toBe(errorMeanings.length);
    expect(errorMeanings).toContain(meaningOf(errors, "AuthFailure"));
  });
});

describe("codes that say something of one account", () => {
  const facts: ServiceFacts = {
    ...fakeService,
    closedAccountCodes: ["Unknown", "Closed"],
    ownAccountCodes: ["Owner"],
  };

  it.each([
    ["Closed", true],
    ["Closed.Account", true],
    ["Unknown", true],
    ["ClosedX", false],
    ["X.Closed", false],
    ["Owner", false],
    [undefined, false],
  ])("%s says that it is closed: %s", (code, expected) => {
    expect(isClosedAccount(facts, code)).toBe(expected);
  });

  it.each([
    ["Owner", true],
    ["Owner.Self", true],
    ["Closed", false],
    [undefined, false],
  ])("%s says that it owns the image: %s", (code, expected) => {
    expect(isOwnAccount(facts, code)).toBe(expected);
  });

  it("say that it owns the image at no service that has none", () => {
    expect(isOwnAccount(fakeService, "Owner")).toBe(false);
  });
});

describe("codes that speak of a limit of accounts", () => {
  it.each([["ShareQuota"], ["LimitOfImages"], ["Exceeded"], ["TOO_MANY_LIMIT"]])(
    "codes that speak of a limit of accounts are such as %s",
    (code) => {
      expect(namesQuota(code)).toBe(true);
    },
  );

  it.each([
    ["RequestLimit"],
    ["RateExceeded"],
    ["FlowLimit"],
    ["FrequencyLimit"],
    ["ThrottlingQuota"],
    ["Code"],
  ])("codes that speak of a limit of accounts are not such as %s", (code) => {
    expect(namesQuota(code)).toBe(false);
  });

  it("codes that speak of a limit of accounts may be those without a reason, where no limit is known", () => {
    const unlimited = { ...edge, bareCodes: ["Bare"] };
    expect(mayBeNoRoom(unlimited, "Bare")).toBe(true);
    expect(mayBeNoRoom(unlimited, "Other")).toBe(false);
    expect(mayBeNoRoom(unlimited, undefined)).toBe(false);
    expect(mayBeNoRoom(edge, "Bare")).toBe(false);
    expect(mayBeNoRoom({ ...unlimited, accountLimit: 5 }, "Bare")).toBe(false);
    expect(mayBeNoRoom({ ...unlimited, accountLimit: 5 }, "ShareQuota")).toBe(true);
  });
});
