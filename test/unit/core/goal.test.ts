import { type AccountId, OWN_ECS } from "../../../src/core/accounts";
import type { ShareArgs } from "../../../src/core/arguments";
import {
  type Circumstances,
  goalOf,
  grantedAfter,
  lastListedIn,
  leftOutIn,
  listedAfter,
  ownedIn,
  policyOf,
  recordedIn,
  revokedByEnd,
  targetOf,
} from "../../../src/core/goal";
import type { GuardPolicy } from "../../../src/core/guards";
import { listedIn, scopeOf } from "../../../src/core/managed-parts";
import type { ShareState } from "../../../src/core/state";

const bare: ShareArgs = { service: "moon-vm", imageId: "img-1", exclusive: true };
const recorded: ShareState = {
  target: { service: "moon-vm", imageId: "img-1" },
  isRecorded: true,
  isLookup: false,
  accounts: undefined,
  shareToEcs: undefined,
  snapshots: undefined,
  snapshotIds: undefined,
  snapshotAccounts: [],
  foreignSnapshotAccounts: [],
  foreignAccounts: ["f"],
  closedAccounts: [],
  listedAccounts: undefined,
  organizationArns: undefined,
  listedOrganizationArns: undefined,
  foreignOrganizationArns: [],
  organizationalUnitArns: undefined,
  listedOrganizationalUnitArns: undefined,
  foreignOrganizationalUnitArns: [],
  listedShareToEcs: undefined,
  exclusive: true,
  protectedAccounts: [],
  credentials: undefined,
  timeoutSeconds: undefined,
  owner: undefined,
  place: undefined,
  options: {},
};

describe("who was given access and not let go", () => {
  it("are those who had it at the last look, and those whom the program listed", () => {
    const state = { ...recorded, accounts: ["a"], listedAccounts: ["b"], shareToEcs: true };
    expect(ownedIn(state)).toEqual(["a", "b", OWN_ECS].sort());
    expect(recordedIn(state)).toEqual(["a", OWN_ECS]);
    expect(lastListedIn(state)).toEqual(["b", OWN_ECS]);
    expect(lastListedIn({ ...state, listedAccounts: undefined })).toEqual(["a", OWN_ECS]);
  });

  it("are the own ECS as well, where the program has left out shareToEcs, or a refresh did not find it", () => {
    for (const shareToEcs of [undefined, false]) {
      const state = { ...recorded, accounts: ["a"], shareToEcs, listedShareToEcs: true };
      expect([ownedIn(state), lastListedIn(state)]).toEqual([
        ["a", OWN_ECS],
        ["a", OWN_ECS],
      ]);
      expect(recordedIn(state)).toEqual(["a"]);
    }
    const unlisted = { ...recorded, shareToEcs: true, listedShareToEcs: false };
    expect([ownedIn(unlisted), lastListedIn(unlisted)]).toEqual([[OWN_ECS], []]);
  });

  it("lose access by a delete, but for those of a part that the program has left out", () => {
    const ecsLeftOut = { ...recorded, accounts: ["a"], listedAccounts: ["b"], listedShareToEcs: true };
    expect([revokedByEnd(ecsLeftOut), leftOutIn(ecsLeftOut)]).toEqual([["a", "b"], [OWN_ECS]]);
    const listLeftOut = { ...recorded, shareToEcs: true, listedAccounts: ["b"] };
    expect([revokedByEnd(listLeftOut), leftOutIn(listLeftOut)]).toEqual([[OWN_ECS], ["b"]]);
    const nothingManaged = { ...recorded, listedAccounts: ["b"], listedShareToEcs: true };
    expect([revokedByEnd(nothingManaged), leftOutIn(nothingManaged)]).toEqual([["b", OWN_ECS], []]);
    expect(leftOutIn({ ...ecsLeftOut, isLookup: true })).toEqual([]);
  });

  it("is nobody for a lookup, which owns nothing", () => {
    const state = { ...recorded, isLookup: true, accounts: ["a"], listedAccounts: ["b"] };
    expect([ownedIn(state), recordedIn(state)]).toEqual([[], []]);
  });
});

describe("what a program asks for", () => {
  it("is a share of one image, in a region where there are regions", () => {
    expect(targetOf(bare)).toStrictEqual({ service: "moon-vm", imageId: "img-1" });
    expect(targetOf({ ...bare, region: "moon-1" })).toStrictEqual({
      service: "moon-vm",
      region: "moon-1",
      imageId: "img-1",
    });
  });

  it.each<[string, Partial<ShareArgs>, Partial<Circumstances>, Partial<GuardPolicy>]>([
    ["what is usual where it says nothing", {}, {}, {}],
    ["the protected accounts", { protectedAccounts: ["p"] }, {}, { protectedAccounts: ["p"] }],
    [
      "a maxRemovals of none, instead of what is usual",
      { maxRemovals: 0 },
      {},
      { maxRemovals: 0, refusesLargeRemovals: false },
    ],
    [
      "the vendor's limit",
      {},
      { facts: { accountLimit: 50 } },
      { accountLimit: 50, limitKey: "image-share:limits.moon-vm", isLimitConfigured: false },
    ],
    [
      "the configuration's limit",
      {},
      { facts: { accountLimit: 80, isLimitConfigured: true } },
      { accountLimit: 80, limitKey: "image-share:limits.moon-vm", isLimitConfigured: true },
    ],
    ["the list, which must not become empty", { accounts: ["a"] }, {}, { refusesEmpty: true }],
    ["no list of which nobody may be left", { accounts: ["a"], allowEmpty: true }, {}, {}],
    ["no limit where there is none", {}, { facts: {} }, {}],
    ["what one run allows", {}, { removalsOverride: 0 }, { removalsOverride: 0 }],
  ])("is bound by %s", (_name, args, circumstances, policy) => {
    const all = { facts: undefined, state: undefined, ...circumstances };
    expect(policyOf({ ...bare, ...args }, all)).toStrictEqual({
      protectedAccounts: [],
      refusesEmpty: false,
      refusesLargeRemovals: true,
      ...policy,
    });
  });

  const { exclusive: _, ...silent } = bare;
  const full = { ...recorded, accounts: ["a"] };
  it.each<[string, ShareArgs, ShareState | undefined, AccountId[] | undefined]>([
    ["of a new share", silent, undefined, []],
    ["of a share that was only looked at", silent, { ...full, isLookup: true }, []],
    ["where it tolerated them, and no longer says so", silent, { ...full, exclusive: false }, ["a"]],
    [
      "of accounts where only the own ECS was managed",
      { ...silent, accounts: [] },
      { ...recorded, shareToEcs: true },
      [OWN_ECS],
    ],
    ["except of a share that has revoked them before", { ...silent, accounts: [] }, full, undefined],
    ["except where no accounts are managed", { ...silent, shareToEcs: true }, recorded, undefined],
    ["except of a new share that says true", bare, undefined, undefined],
    ["except of a new share that says false", { ...bare, exclusive: false }, undefined, undefined],
  ])("has to say in so many words that strangers lose access %s", (_name, args, state, onlyListedBefore) => {
    expect(policyOf(args, { facts: undefined, state }).onlyListedBefore).toEqual(onlyListedBefore);
  });

  it.each([
    [{}, false, false],
    [{ accounts: [] }, true, false],
    [{ shareToEcs: false }, false, true],
    [{ accounts: ["a"], shareToEcs: true }, true, true],
  ])("is about what %j names, and about nothing else", (args, accounts, ownEcs) => {
    expect(scopeOf({ ...bare, ...args })).toEqual({ accounts, ownEcs });
  });

  it.each([
    [{}, []],
    [{ accounts: ["a", "b"] }, ["a", "b"]],
    [{ shareToEcs: true }, [OWN_ECS]],
    [{ accounts: ["a"], shareToEcs: true }, ["a", OWN_ECS]],
    [{ accounts: ["a"], shareToEcs: false }, ["a"]],
  ])("lists the accounts that %j names", (args, listed) => {
    expect(listedIn({ ...bare, ...args })).toEqual(listed);
  });

  it.each([
    [{}, []],
    [{ accounts: ["a"] }, ["a"]],
    [{ shareToEcs: true }, [OWN_ECS]],
    [{ accounts: ["a"], shareToEcs: false }, ["a"]],
  ])("owns what state records, never foreign accounts: %j", (state, owned) => {
    expect(ownedIn({ ...recorded, ...state })).toEqual(owned);
  });
});

it("owns nobody who was only looked at", () => {
  expect(ownedIn({ ...recorded, isLookup: true, accounts: ["a"], shareToEcs: true })).toEqual([]);
});

describe("a goal", () => {
  it("lists what the program lists and owns what state records", () => {
    const state = { ...recorded, accounts: ["a", "b"], shareToEcs: true };
    expect(goalOf({ ...bare, accounts: ["b", "c"], shareToEcs: true, exclusive: false }, state)).toEqual({
      listed: ["b", "c", OWN_ECS],
      owned: ["a", "b", OWN_ECS],
      exclusive: false,
    });
  });

  it("owns nothing yet when the resource is new", () => {
    expect(goalOf({ ...bare, accounts: ["a"] }, undefined)).toEqual({
      listed: ["a"],
      owned: [],
      exclusive: true,
    });
  });

  it("revokes the own ECS when the program says so, also when the accounts of others are left alone", () => {
    const goal = goalOf({ ...bare, shareToEcs: false, exclusive: false }, undefined);
    expect(goal).toEqual({ listed: [], owned: [OWN_ECS], exclusive: false });
  });

  it("knows the accounts that could not be removed, as far as there are any", () => {
    const args = { ...bare, accounts: ["a"] };
    expect(goalOf(args, { ...recorded, closedAccounts: ["shut"] }).closed).toEqual(["shut"]);
    expect("closed" in goalOf(args, recorded)).toBe(false);
    expect("closed" in goalOf(args, undefined)).toBe(false);
  });
});

describe("what state will name as listed", () => {
  const before = { ...recorded, accounts: ["a"], listedAccounts: ["b"] };

  it("what state will name as listed is what the program lists, and the own ECS where it says so", () => {
    const args = { ...bare, accounts: ["c"], shareToEcs: true };
    expect(listedAfter(args, goalOf(args, before), before)).toEqual(["c", OWN_ECS]);
    const unshared = { ...args, shareToEcs: false };
    const shared = { ...before, listedShareToEcs: true };
    expect(listedAfter(unshared, goalOf(unshared, shared), shared)).toEqual(["c"]);
    const none = { ...bare, accounts: [] };
    expect(listedAfter(none, goalOf(none, before), before)).toEqual([]);
  });

  it("what state will name as listed is what it listed before where accounts is left out", () => {
    const args = { ...bare, shareToEcs: true };
    expect(listedAfter(args, goalOf(args, before), before)).toEqual(["b", OWN_ECS]);
    expect(listedAfter(args, goalOf(args, recorded), recorded)).toEqual([OWN_ECS]);
    expect(listedAfter(args, goalOf(args, undefined), undefined)).toEqual([OWN_ECS]);
  });

  it("what state will name as listed is that the own ECS was listed before, where shareToEcs is left out", () => {
    const args = { ...bare, accounts: ["c"] };
    for (const state of [
      { ...before, shareToEcs: true },
      { ...before, listedShareToEcs: true },
    ]) {
      expect(listedAfter(args, goalOf(args, state), state)).toEqual(["c", OWN_ECS]);
    }
    expect(listedAfter(args, goalOf(args, before), before)).toEqual(["c"]);
  });

  it("what state will name as listed is, after a failure, all whom it listed before, and those of its list who have access by now", () => {
    const given = ["c", "a"];
    expect(grantedAfter(["c", "d", "e"], given, before)).toEqual(["b", "c"]);
    expect(grantedAfter(["c"], given, { ...before, listedAccounts: undefined })).toEqual(["a", "c"]);
    expect(grantedAfter(["c", "d"], given, undefined)).toEqual(["c"]);
  });
});
