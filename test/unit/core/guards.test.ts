import { OWN_ECS } from "../../../src/core/accounts";
import { type GuardPolicy, refusals } from "../../../src/core/guards";
import type { Plan } from "../../../src/core/plan";

const nothing: Plan = { add: [], keep: [], remove: [], foreign: [] };
const refused = (plan: Partial<Plan>, policy: Partial<GuardPolicy>) =>
  refusals({ ...nothing, ...plan }, { protectedAccounts: [], ...policy });

describe("guards", () => {
  it.each<[string, Partial<Plan>, Partial<GuardPolicy>]>([
    [
      "a plan that takes access from others than the protected",
      { remove: ["a"] },
      { protectedAccounts: ["p"] },
    ],
    [
      "a plan that keeps or adds the protected",
      { keep: ["p"], add: ["q"] },
      { protectedAccounts: ["p", "q"] },
    ],
    ["as many removals as maxRemovals", { remove: ["a", "b"] }, { maxRemovals: 2 }],
    ["any number of removals when there is no maxRemovals", { remove: ["a", "b", "c"] }, {}],
    [
      "as many accounts as the vendor's limit",
      { add: ["a"], keep: ["b"], foreign: ["c"] },
      { accountLimit: 3 },
    ],
    ["more accounts when the vendor has no limit", { add: ["a", "b"] }, {}],
    [
      "a plan that adds nobody, whatever is there already",
      { keep: ["a", "b"], remove: ["c"] },
      { accountLimit: 1 },
    ],
    ["removals beside an account that stays", { keep: ["a"], remove: ["b"] }, { refusesEmpty: true }],
    ["removals beside an account that comes", { add: ["a"], remove: ["b"] }, { refusesEmpty: true }],
    ["the removal of the own ECS alone", { remove: [OWN_ECS] }, { refusesEmpty: true }],
    ["removals of everybody where that may be", { remove: ["b"] }, {}],
    ["removals that make room for the additions", { add: ["a"], remove: ["b"] }, { accountLimit: 1 }],
  ])("let pass %s", (_name, plan, policy) => {
    expect(refused(plan, policy)).toEqual([]);
  });

  it("refuse to revoke protected accounts, and name those alone", () => {
    expect(refused({ remove: ["a", "p", "q"] }, { protectedAccounts: ["q", "p", "x"] })).toEqual([
      {
        topic: "protected-accounts",
        reason:
          "it would revoke p, q, which protectedAccounts protects: list them in accounts, or take them out of protectedAccounts first",
      },
    ]);
  });

  it.each<[string, Partial<Plan>]>([
    ["nobody is added or kept", {}],
    ["the own ECS alone is added or kept", { add: [OWN_ECS] }],
  ])("refuse to revoke everybody because only the owner is listed: %s", (_name, plan) => {
    expect(refused({ remove: ["a", "b", OWN_ECS], ...plan }, { refusesEmpty: true })).toEqual([
      {
        topic: "empty-list",
        reason:
          "it would revoke a, b, and accounts lists only the owner of the image, which needs no share: list another account, or set allowEmpty: true if that is what you want",
      },
    ]);
  });

  it("refuse to revoke whom another resource lists, and name those alone", () => {
    expect(refused({ keep: ["b"], remove: ["a", "c"] }, { listedElsewhere: ["a", "b"] })).toEqual([
      {
        topic: "two-resources",
        reason:
          "it would revoke a, which another resource of this program lists for the same image: merge the two into one, or set exclusive: false in both",
      },
    ]);
  });

  it("refuse more removals than maxRemovals, and name every account", () => {
    expect(refused({ remove: ["a", OWN_ECS] }, { maxRemovals: 1 })).toEqual([
      {
        topic: "max-removals",
        reason:
          "it would revoke 2 accounts (a, your own ECS (shareToEcs)) and maxRemovals is 1: raise maxRemovals, or set IMAGE_SHARE_MAX_REMOVALS for this one run (it counts all images)",
      },
    ]);
  });

  it("take a maxRemovals of none at its word", () => {
    expect(refused({ remove: ["a"] }, { maxRemovals: 0 }).map(({ reason }) => reason)).toEqual([
      "it would revoke 1 account (a) and maxRemovals is 0: raise maxRemovals, or set IMAGE_SHARE_MAX_REMOVALS for this one run (it counts all images)",
    ]);
  });

  it("refuse more accounts than the vendor's limit, foreign ones included", () => {
    expect(
      refused({ add: ["a"], keep: ["b"], foreign: ["c", "d"], remove: ["e"] }, { accountLimit: 3 }),
    ).toEqual([
      {
        topic: "account-limit",
        reason:
          "4 accounts would have access (2 of them foreign) and the vendor's limit is 3 per image: list fewer",
      },
    ]);
  });

  it("say everything that is wrong at once", () => {
    const policy = { protectedAccounts: ["p"], maxRemovals: 0, accountLimit: 0 };
    expect(refused({ add: ["a"], remove: ["p"] }, policy).map(({ topic }) => topic)).toEqual([
      "protected-accounts",
      "max-removals",
      "account-limit",
    ]);
  });
});

describe("an approval", () => {
  const approved = { gains: ["new"], losses: ["old"], file: "approved.json" };

  it("lets pass what it shows, and less", () => {
    expect(refused({ add: ["new"], keep: ["k"], remove: ["old"] }, { approved })).toEqual([]);
    expect(refused({ keep: ["k"] }, { approved })).toEqual([]);
  });

  it("refuses what came up since, and names that alone", () => {
    expect(refused({ add: ["late", "new"], remove: ["old", "stranger"] }, { approved })).toEqual([
      {
        topic: "not-approved",
        reason:
          "it would take access from stranger and give access to late, which approved.json does not show: " +
          "review the preview again, and approve it",
      },
    ]);
  });

  it.each<[string, Partial<Plan>, string]>([
    ["losses alone", { add: ["new"], remove: ["stranger"] }, "it would take access from stranger, which "],
    ["gains alone", { add: ["late"], remove: ["old"] }, "it would give access to late, which "],
  ])("speaks of %s where nothing else came up", (_name, plan, words) => {
    const [refusal] = refused(plan, { approved });
    expect(refusal?.reason.startsWith(words)).toBe(true);
  });
});

it.each(["handedOver", "closed"] as const)("counts those who stay (%s) towards the vendor's limit", (key) => {
  const plan = { add: ["a"], keep: ["b"], remove: [], foreign: ["c"], [key]: ["d"] };
  const policy = { protectedAccounts: [], accountLimit: 3 };
  expect(refusals(plan, policy)).toEqual([
    {
      topic: "account-limit",
      reason: expect.stringMatching(/^4 accounts would have access \(1 of them foreign\)/),
    },
  ]);
  expect(refusals(plan, { ...policy, accountLimit: 4 })).toEqual([]);
});
