/** What a program is told about its arguments, word for word. */
import { check, good, onEdge, unknown } from "./fake-service";

const invalid = "invalid-argument";

describe("a complaint", () => {
  it.each<[string, Record<string, unknown>, string, string, string]>([
    [
      "no service",
      { service: undefined },
      "service",
      'service must be one of "moon-vm", "moon-edge", not absent',
      invalid,
    ],
    [
      "another service",
      { service: "sun" },
      "service",
      'service must be one of "moon-vm", "moon-edge", not "sun"',
      invalid,
    ],
    [
      "a service not known yet",
      { service: unknown },
      "service",
      "service must be known at preview: write it as a literal",
      invalid,
    ],
    [
      "no region",
      { region: undefined },
      "region",
      'region must be a moon, such as "moon-1", not absent',
      invalid,
    ],
    [
      "a region of no kind",
      { region: 7 },
      "region",
      'region must be a moon, such as "moon-1", not 7',
      invalid,
    ],
    [
      "no image",
      { imageId: undefined },
      "imageId",
      'imageId must be an image, such as "img-1", not absent',
      invalid,
    ],
    [
      "no list",
      { accounts: undefined },
      "accounts",
      "accounts is absent: write a list of account IDs",
      invalid,
    ],
    [
      "a list that is null",
      { accounts: null },
      "accounts",
      'accounts must be a list of account IDs, such as ["10"], not null',
      invalid,
    ],
    [
      "an account that is none",
      { accounts: ["11", "x"] },
      "accounts[1]",
      'accounts[1] must be an account, such as "10", not "x"',
      invalid,
    ],
    [
      "an account of no kind",
      { accounts: [true] },
      "accounts[0]",
      'accounts[0] must be an account, such as "10", not true',
      invalid,
    ],
    [
      "a number that lost digits",
      { protectedAccounts: [2 ** 53] },
      "protectedAccounts[0]",
      "protectedAccounts[0] is the number 9007199254740992, too large to be exact, so its last digits are lost: write the account ID in quotes, or with --type string",
      invalid,
    ],
    [
      "an empty list",
      { accounts: [] },
      "accounts",
      "accounts is empty, which would revoke every account: list at least one, or set allowEmpty: true if that is what you want",
      "empty-list",
    ],
    [
      "an empty list, expressly not meant",
      { accounts: [], allowEmpty: false },
      "accounts",
      "accounts is empty, which would revoke every account: list at least one, or set allowEmpty: true if that is what you want",
      "empty-list",
    ],
    [
      "more accounts than the limit",
      { accounts: ["11", "22", "33", "44", "11"] },
      "accounts",
      "accounts lists 4 accounts and Moon VM allows 3 per image: list fewer, or set image-share:limits.moon-vm if the vendor allows you more",
      "account-limit",
    ],
    [
      "half a removal",
      { maxRemovals: 0.5 },
      "maxRemovals",
      "maxRemovals must be a whole number, 0 or more, not 0.5",
      invalid,
    ],
    [
      "a negative bound",
      { maxRemovals: -1 },
      "maxRemovals",
      "maxRemovals must be a whole number, 0 or more, not -1",
      invalid,
    ],
    [
      "a text for a bound",
      { maxRemovals: "1" },
      "maxRemovals",
      'maxRemovals must be a whole number, 0 or more, not "1"',
      invalid,
    ],
    [
      "no time at all",
      { timeoutSeconds: 0 },
      "timeoutSeconds",
      "timeoutSeconds must be a whole number, from 1 to 86400, not 0",
      invalid,
    ],
    [
      "more than a day",
      { timeoutSeconds: 86_401 },
      "timeoutSeconds",
      "timeoutSeconds must be a whole number, from 1 to 86400, not 86401",
      invalid,
    ],
    [
      "a text for a truth",
      { allowEmpty: "yes" },
      "allowEmpty",
      'allowEmpty must be true or false, not "yes"',
      invalid,
    ],
    [
      "a key for a profile",
      { credentials: { secretId: "x" } },
      "credentials",
      "credentials must be the name of a profile under image-share:profiles in stack configuration, never a key itself",
      invalid,
    ],
    [
      "a profile with blanks around",
      { credentials: " prod" },
      "credentials",
      "credentials must be the name of a profile under image-share:profiles in stack configuration, never a key itself",
      invalid,
    ],
    [
      "a profile with blanks behind",
      { credentials: "prod " },
      "credentials",
      "credentials must be the name of a profile under image-share:profiles in stack configuration, never a key itself",
      invalid,
    ],
    [
      "a misspelt argument",
      { acounts: [] },
      "acounts",
      'unknown argument "acounts" for moon-vm: did you mean accounts?',
      "unknown-argument",
    ],
    [
      "an account ID with quotes in it",
      { accounts: ['"100000000001"'] },
      "accounts[0]",
      expect.stringMatching(/^accounts\[0\] must be .* The quotes are part of the value: leave them out/),
      invalid,
    ],
    [
      "a number that no account has",
      { accounts: [1.5] },
      "accounts[0]",
      "accounts[0] is the number 1.5, which is not an account ID: write the ID in quotes, or with --type string",
      invalid,
    ],
    [
      "two unknown arguments",
      { one: 1, two: 2 },
      "one",
      'unknown argument "one", "two" for moon-vm',
      "unknown-argument",
    ],
    [
      "an argument of another service",
      { shareToEcs: true },
      "shareToEcs",
      `unknown argument "shareToEcs" for moon-vm: images of Moon VM are shared with accounts alone, leave shareToEcs out`,
      "unknown-argument",
    ],
    ...[
      ["services", "service"],
      ["Region", "region"],
      ["imageID", "imageId"],
      ["account", "accounts"],
      ["shareToEc", "shareToEcs"],
      ["exlusive", "exclusive"],
      ["protectedAccount", "protectedAccounts"],
      ["maxRemoval", "maxRemovals"],
      ["alowEmpty", "allowEmpty"],
      ["credential", "credentials"],
      ["timeoutSecond", "timeoutSeconds"],
    ].map(([wrong = "", right]): [string, Record<string, unknown>, string, string, string] => [
      `a misspelt ${right}`,
      { [wrong]: [] },
      wrong,
      `unknown argument "${wrong}" for moon-vm: did you mean ${right}?`,
      "unknown-argument",
    ]),
  ])("about %s names the argument, and what to write instead", (_name, changes, property, reason, topic) => {
    expect(check({ ...good, ...changes }).failures).toEqual([{ property, reason, topic }]);
  });

  it.each<[string, Record<string, unknown>, string, string, string]>([
    [
      "a region where there are none",
      { region: "moon-1", accounts: [] },
      "region",
      'unknown argument "region" for moon-edge: Moon Edge has no regions, leave region out',
      "unknown-argument",
    ],
    [
      "neither accounts nor the own ECS",
      {},
      "accounts",
      "accounts and shareToEcs are both absent: write at least one of them",
      "empty-list",
    ],
    [
      "a text for the own ECS",
      { shareToEcs: "yes" },
      "shareToEcs",
      'shareToEcs must be true or false, not "yes"',
      invalid,
    ],
  ])("a complaint of a service with an own ECS is about %s", (_name, changes, property, reason, topic) => {
    expect(check({ ...onEdge, ...changes }).failures).toEqual([{ property, reason, topic }]);
  });

  it("a complaint is made about every argument that is wrong, and leaves all as they were", () => {
    const raw = { ...good, imageId: "x", accounts: ["11", "x", "11"] };
    const { failures, args, notes } = check(raw);
    expect(failures.map(({ property }) => property)).toEqual(["imageId", "accounts[1]"]);
    expect(args).toEqual(raw);
    expect(notes).toEqual([]);
  });

  it("leaves the arguments of an unknown service as they were", () => {
    const raw = { ...good, service: "sun" };
    expect(check(raw)).toMatchObject({ args: raw, notes: [] });
  });

  it.each([
    [28, `"${"x".repeat(28)}"`],
    [29, "a value of 31 characters"],
  ])("shows a wrong value of %i letters as %s: an ID fits, a key does not", (length, shown) => {
    const [failure] = check({ ...good, imageId: "x".repeat(length) }).failures;
    expect(failure?.reason).toBe(`imageId must be an image, such as "img-1", not ${shown}`);
  });
});
