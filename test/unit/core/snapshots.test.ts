import { formatAccounts } from "../../../src/core/accounts";
import { exceeds } from "../../../src/core/approval";
import { kindOf } from "../../../src/core/grantees";
import { type GuardPolicy, refusals } from "../../../src/core/guards";
import { planPartly } from "../../../src/core/partial-plan";
import { atSnapshots, type Goal, ownership, planShare, withSnapshotIds } from "../../../src/core/plan";
import { callsFor, schedule } from "../../../src/core/schedule";
import {
  accountOf,
  accountsBehind,
  exceptAccounts,
  onSnapshot,
  snapshotOf,
} from "../../../src/core/snapshots";
import { knownPart } from "../../../src/core/unknown-values";

const [one, two] = ["snap-0a", "snap-0b"] as const;
const at = (snapshot: string, ...accounts: string[]) =>
  accounts.map((account) => onSnapshot(snapshot, account));
const goal = (part: Partial<Goal> = {}): Goal => ({
  listed: [],
  owned: [],
  exclusive: true,
  snapshots: { ids: [one, two], owned: [] },
  ...part,
});
const capacity = { add: 2, remove: 2, together: "sum", snapshot: 3 } as const;

describe("access to a snapshot", () => {
  it("is a grantee that names the snapshot and the account, and every other grantee is its own account", () => {
    const grantee = onSnapshot(one, "012345678901");
    expect([grantee, kindOf(grantee), snapshotOf(grantee), accountOf(grantee)]).toEqual([
      "snap-0a/012345678901",
      "snapshot",
      one,
      "012345678901",
    ]);
    for (const other of ["012345678901", "own-ecs", "arn:aws:organizations::1:organization/o-1"]) {
      expect([accountOf(other), snapshotOf(other)]).toEqual([other, undefined]);
    }
  });

  it("is told after the access to the image, snapshots with the same accounts together", () => {
    const grantees = ["1", "2", ...at(one, "1", "2"), ...at(two, "1", "2")];
    expect(formatAccounts(grantees)).toBe("1, 2; 1, 2 on snapshots snap-0a, snap-0b");
    expect(formatAccounts([...at(one, "1"), ...at(two, "2")])).toBe(
      "1 on snapshot snap-0a; 2 on snapshot snap-0b",
    );
  });

  it("counts as its account, which counts once", () => {
    expect(accountsBehind(["2", ...at(one, "1", "2"), ...at(two, "1")])).toEqual(["1", "2"]);
    expect(exceptAccounts(["1", "2", ...at(one, "1", "3")], ["1"])).toEqual(["2", ...at(one, "3")]);
  });
});

describe("the plan", () => {
  it("gives and takes access at each snapshot by the list of the image", () => {
    const live = new Set(["a", "b", ...at(one, "a", "b"), ...at(two, "x")]);
    const plan = planShare(live, goal({ listed: ["a", "c"] }));
    expect(plan.add).toEqual(["c", ...at(one, "c"), ...at(two, "a", "c")]);
    expect(plan.remove).toEqual(["b", ...at(one, "b"), ...at(two, "x")]);
    expect(plan.keep).toEqual(["a", ...at(one, "a")]);
  });

  it("lists organisations and the own ECS at no snapshot", () => {
    const organization = "arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5";
    expect(atSnapshots(goal({ listed: ["a", organization, "own-ecs"] })).listed).toEqual([
      "a",
      organization,
      "own-ecs",
      ...at(one, "a"),
      ...at(two, "a"),
    ]);
  });

  it("takes no access at a snapshot that the share does not own there, in additive mode", () => {
    const live = new Set(["a", ...at(one, "a", "b")]);
    const additive = { exclusive: false, owned: ["a", "b"] };
    const plan = planShare(live, goal(additive));
    expect([plan.remove, plan.foreign]).toEqual([["a"], at(one, "a", "b")]);
    const owning = goal({ ...additive, snapshots: { ids: [one], owned: ["a"] } });
    expect(planShare(live, owning).remove).toEqual(["a", ...at(one, "a")]);
  });

  it("leaves the owner's entry at a snapshot alone", () => {
    const plan = planShare(new Set(at(one, "me")), goal({ listed: ["me"], owner: "me" }));
    expect(plan).toEqual({ add: [], keep: [], remove: [], foreign: [] });
  });

  it("hands access at a snapshot over, as it hands over access to the image", () => {
    const plan = planShare(
      new Set(["a", ...at(one, "a")]),
      goal({ exclusive: false, owned: ["a"], elsewhere: ["a"], snapshots: { ids: [one], owned: ["a"] } }),
    );
    expect(plan).toMatchObject({ remove: [], handedOver: ["a", ...at(one, "a")] });
  });

  it("says nothing of snapshots that are not managed", () => {
    const { snapshots: _, ...image } = goal({ listed: ["a"] });
    expect(planShare(new Set(["a"]), image).add).toEqual([]);
    expect(withSnapshotIds(image, [one])).toBe(image);
  });

  it("owns what is listed at a snapshot, and nothing else", () => {
    const live = new Set(["a", ...at(one, "a", "b")]);
    expect(ownership(live, { listed: ["a"], owned: [], snapshots: { ids: [], owned: [] } })).toEqual({
      accounts: ["a", ...at(one, "a")],
      foreignAccounts: at(one, "b"),
    });
  });

  it("promises nobody access while snapshots is not known, and names who may lose it with the condition", () => {
    const unknown = "not known";
    const image = { service: "aws-ec2", region: "eu-central-1", imageId: "ami-1" };
    const known = knownPart({ ...image, accounts: ["a"], snapshots: unknown }, unknown);
    expect(known.args.snapshots).toBe(true);
    const { plan, reprieveOf } = planPartly(
      new Set(["a", ...at(one, "x")]),
      goal({ listed: ["a"] }),
      known.unknown,
    );
    expect([plan.add, plan.remove]).toEqual([[], at(one, "x")]);
    expect(reprieveOf(onSnapshot(one, "x"))).toMatchObject({ snapshots: true });
    expect(reprieveOf("x")).toMatchObject({ snapshots: false });
  });
});

describe("the calls", () => {
  const plan = {
    add: ["a", ...at(one, "a", "b", "c", "d"), ...at(two, "a")],
    remove: ["x", ...at(one, "x"), ...at(two, "x")],
  };

  it("give access to snapshots first and take it from them last, a snapshot at a time, to its own size", () => {
    expect(schedule({ plan, capacity, owned: [], liveCount: 1 })).toEqual([
      { add: at(one, "a", "b", "c"), remove: [] },
      { add: at(one, "d"), remove: [] },
      { add: at(two, "a"), remove: [] },
      { add: ["a"], remove: ["x"] },
      { add: [], remove: at(one, "x") },
      { add: [], remove: at(two, "x") },
    ]);
  });

  it("leave removals from snapshots out as well while an addition is awaited", () => {
    const writes = schedule({ plan, capacity, owned: [], liveCount: 1, additionsFirst: true });
    expect(writes.flatMap(({ remove }) => remove)).toEqual([]);
  });

  it("do not count snapshots towards the image's limit", () => {
    const full = { add: at(one, "a"), remove: ["x"] };
    expect(schedule({ plan: full, capacity, owned: [], liveCount: 1, limit: 1 })).toEqual([
      { add: at(one, "a"), remove: [] },
      { add: [], remove: ["x"] },
    ]);
  });

  it("are foreseen with a read of each snapshot", () => {
    expect(callsFor({ capacity }, plan)).toEqual({ read: 6, write: 6 });
  });
});

describe("guards", () => {
  const refused = (remove: string[], policy: Partial<GuardPolicy>) =>
    refusals({ add: [], keep: [], foreign: [], remove }, { protectedAccounts: [], ...policy }).map(
      ({ topic }) => topic,
    );

  it.each<[string, string[], Partial<GuardPolicy>, string[]]>([
    ["maxRemovals counts an account once", ["a", ...at(one, "a"), ...at(two, "a")], { maxRemovals: 1 }, []],
    ["and one that loses a snapshot alone", at(one, "a", "b"), { maxRemovals: 1 }, ["max-removals"]],
    [
      "a protected account keeps its snapshots",
      at(one, "a"),
      { protectedAccounts: ["a"] },
      ["protected-accounts"],
    ],
    ["so does one that another resource lists", at(one, "a"), { listedElsewhere: ["a"] }, ["two-resources"]],
    [
      "a default revokes nobody at a snapshot",
      at(one, "a"),
      { onlyListedBefore: ["a"] },
      ["exclusive-not-written"],
    ],
    ["except who was given access there before", at(one, "a"), { onlyListedBefore: at(one, "a") }, []],
  ])("%s", (_, remove, policy, topics) => {
    expect(refused(remove, policy)).toEqual(topics);
  });

  it("take a large part of an image's accounts by the accounts, at the image or at a snapshot", () => {
    const ten = Array.from({ length: 10 }, (_, index) => String(index));
    const part = (count: number) =>
      refusals(
        { add: [], keep: at(one, ...ten.slice(count)), foreign: [], remove: at(one, ...ten.slice(0, count)) },
        { protectedAccounts: [], refusesLargeRemovals: true },
      );
    expect(part(3)).toEqual([]);
    expect(part(4).map(({ topic }) => topic)).toEqual(["large-removal"]);
    expect(part(4)[0]?.reason).toContain("it would revoke 4 of 10 accounts");
  });

  it("an approval of an account covers its snapshots", () => {
    const approved = { gains: ["a"], losses: ["b"] };
    expect(exceeds(approved, { add: ["a", ...at(one, "a")], remove: at(one, "b", "c") })).toEqual({
      gains: [],
      losses: ["c"],
    });
  });
});
