/** Nobody is revoked by a default: what is refused where the program does not say that it means it. */
import fc from "fast-check";
import { type AccountId, OWN_ECS } from "../../../src/core/accounts";
import { type GuardPolicy, refusals } from "../../../src/core/guards";
import { type Plan, planShare } from "../../../src/core/plan";
import { checkProperty } from "../../support/seed";

const nothing: Plan = { add: [], keep: [], remove: [], foreign: [] };
const refused = (plan: Partial<Plan>, policy: Partial<GuardPolicy>) =>
  refusals({ ...nothing, ...plan }, { protectedAccounts: [], ...policy });

const accounts = (count: number, letter = "a") =>
  Array.from({ length: count }, (_, index) => `${letter}${String(index).padStart(3, "0")}`);

describe("a share that does not say whether it is exclusive, and was not before", () => {
  it("revokes no stranger, and names the three ways on", () => {
    expect(refused({ add: ["x"], remove: ["a", "b"] }, { onlyListedBefore: [] })).toEqual([
      {
        topic: "exclusive-not-written",
        reason:
          "it would revoke a, b, found on the image and not listed, and exclusive is not written: list them, " +
          "write exclusive: true to revoke them, or exclusive: false to let them keep access",
      },
    ]);
  });

  it.each<[string, Partial<Plan>, Partial<GuardPolicy>]>([
    ["adopts an image that nobody else has access to", { add: ["x"], keep: ["y"] }, {}],
    ["leaves strangers alone that it tolerates", { foreign: ["a"] }, {}],
    ["revokes whom it listed before", { remove: ["a"] }, { onlyListedBefore: ["a"] }],
    ["revokes the own ECS, where shareToEcs: false says so", { remove: [OWN_ECS] }, {}],
  ])("%s", (_name, plan, policy) => {
    expect(refused(plan, { onlyListedBefore: [], ...policy })).toEqual([]);
  });

  it("says of those whom the program names otherwise what there is to say of them, and no more", () => {
    const policy = { onlyListedBefore: [], protectedAccounts: ["p"], listedElsewhere: ["l"] };
    const reasons = refused({ remove: ["l", "p", "s"] }, policy);
    expect(reasons.map(({ topic, reason }) => [topic, reason.split(",")[0]])).toEqual([
      ["protected-accounts", "it would revoke p"],
      ["two-resources", "it would revoke l"],
      ["exclusive-not-written", "it would revoke s"],
    ]);
  });
});

describe("a share that does not say how many may lose access at once", () => {
  const policy = { refusesLargeRemovals: true };
  const losing = (removed: number, of: number): Partial<Plan> => ({
    keep: accounts(of - removed),
    remove: accounts(removed, "r"),
  });

  it.each([
    [9, 9],
    [3, 10],
    [0, 10],
    [15, 50],
    [150, 500],
  ])("lets %i of %i go", (removed, of) => {
    expect(refused(losing(removed, of), policy)).toEqual([]);
  });

  it.each([
    [4, 10],
    [10, 10],
    [16, 50],
    [151, 500],
  ])("does not let %i of %i go", (removed, of) => {
    expect(refused(losing(removed, of), policy).map(({ topic }) => topic)).toEqual(["large-removal"]);
  });

  it("says how many of how many, whom, and the two ways on", () => {
    expect(refused({ keep: accounts(6), remove: ["r1", "r2", "r3", "r4"] }, policy)).toEqual([
      {
        topic: "large-removal",
        reason:
          "it would revoke 4 of 10 accounts (r1, r2, r3, r4), more than 30 %, and maxRemovals is not written: write " +
          "maxRemovals: 4 if that is what you want, or set IMAGE_SHARE_MAX_REMOVALS for this one run (it counts all " +
          "images)",
      },
    ]);
  });

  it("counts every account that has access, foreign ones too, and none that is only to get it", () => {
    expect(refused({ foreign: accounts(8), remove: accounts(3, "r") }, policy)).toEqual([]);
    expect(
      refused({ add: accounts(90, "n"), keep: accounts(6), remove: accounts(4, "r") }, policy),
    ).toHaveLength(1);
  });

  it("counts no own ECS, neither with those who have access nor with those who lose it", () => {
    expect(refused({ keep: [...accounts(5), OWN_ECS], remove: accounts(4, "r") }, policy)).toEqual([]);
    expect(refused({ keep: accounts(7), remove: [OWN_ECS, ...accounts(3, "r")] }, policy)).toEqual([]);
  });

  it("counts those who had access before the run, whatever the run has done since", () => {
    const later = { keep: accounts(90), remove: accounts(4, "r") };
    expect(refused(later, { ...policy, liveBefore: 10 })).toHaveLength(1);
    expect(refused(later, { ...policy, liveBefore: 94 })).toEqual([]);
  });
});

describe("what one run allows", () => {
  it.each([
    ["more than maxRemovals", { maxRemovals: 0, removalsOverride: 4 }, []],
    ["less than maxRemovals, which holds", { maxRemovals: 4, removalsOverride: 0 }, []],
    ["not enough", { maxRemovals: 0, removalsOverride: 3 }, ["max-removals"]],
    ["more than what is large", { refusesLargeRemovals: true, removalsOverride: 4 }, []],
    ["less than what is large", { refusesLargeRemovals: true, removalsOverride: 3 }, ["large-removal"]],
    [
      "any number, and not protected accounts or strangers",
      { protectedAccounts: ["r000"], onlyListedBefore: [], maxRemovals: 0, removalsOverride: 99 },
      ["protected-accounts", "exclusive-not-written"],
    ],
  ])("what one run allows may be %s", (_name, policy, topics) => {
    const plan = { keep: accounts(6), remove: accounts(4, "r") };
    expect(refused(plan, policy).map(({ topic }) => topic)).toEqual(topics);
  });
});

describe("the limit of accounts", () => {
  const plan = { add: ["a"], keep: ["b"], foreign: [OWN_ECS, "c"] };

  it("the limit of accounts is the vendor's, and can be another by configuration", () => {
    const policy = { accountLimit: 2, limitKey: "image-share:limits.moon-vm" };
    expect(refused(plan, policy).map(({ reason }) => reason)).toEqual([
      "3 accounts would have access (1 of them foreign) and the vendor's limit is 2 per image: list fewer, " +
        "or set image-share:limits.moon-vm if the vendor allows you more",
    ]);
  });

  it("the limit of accounts is never called the vendor's when it is the configuration's", () => {
    const policy = { accountLimit: 2, limitKey: "image-share:limits.moon-vm", isLimitConfigured: true };
    expect(refused(plan, policy).map(({ reason }) => reason)).toEqual([
      "3 accounts would have access (1 of them foreign) and image-share:limits.moon-vm is 2: list fewer, or raise it",
    ]);
  });

  it("counts no own ECS", () => {
    expect(refused(plan, { accountLimit: 3 })).toEqual([]);
    expect(refused({ add: [OWN_ECS], keep: ["a", "b"] }, { accountLimit: 1 })).toEqual([]);
  });
});

it("lets nobody lose access whom the program never named, whatever the situation, unless it says exclusive", () => {
  const people = fc.uniqueArray(fc.integer({ min: 0, max: 40 }).map((number) => `a${number}`));
  const situation = fc.record({
    live: people,
    listed: people,
    owned: people,
    guarded: people,
    elsewhere: people,
  });
  const isNamed = (account: AccountId, lists: readonly (readonly AccountId[])[]) =>
    lists.some((list) => list.includes(account));
  checkProperty(
    fc.property(situation, ({ live, listed, owned, guarded, elsewhere }) => {
      const plan = planShare(new Set(live), { listed, owned, exclusive: true });
      const policy = {
        protectedAccounts: guarded,
        listedElsewhere: elsewhere,
        onlyListedBefore: owned,
        refusesLargeRemovals: true,
      };
      const isRefused = refusals(plan, policy).length > 0;
      const strangers = plan.remove.filter((account) => !isNamed(account, [owned]));
      const isTooMuch = live.length >= 10 && plan.remove.length / live.length > 0.3;
      const isTaken = plan.remove.some((account) => isNamed(account, [guarded, elsewhere]));
      expect(isRefused).toBe(strangers.length > 0 || isTooMuch || isTaken);
    }),
  );
});
