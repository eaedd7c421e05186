import { OWN_ECS } from "../../src/core/accounts";
import type { ShareArgs } from "../../src/core/args";
import { goalOf, listedIn, ownedIn, policyOf, scopeOf, targetOf } from "../../src/core/goal";
import type { ShareState } from "../../src/core/state";

const bare: ShareArgs = { service: "moon-vm", imageId: "img-1", exclusive: true };
const recorded: ShareState = {
  target: { service: "moon-vm", imageId: "img-1" },
  isRecorded: true,
  isLookup: false,
  accounts: undefined,
  shareToEcs: undefined,
  foreignAccounts: ["f"],
  closedAccounts: [],
  exclusive: true,
  protectedAccounts: [],
  credentials: undefined,
  timeoutSeconds: undefined,
  owner: undefined,
};

describe("what a program asks for", () => {
  it("is a share of one image, in a region where there are regions", () => {
    expect(targetOf(bare)).toStrictEqual({ service: "moon-vm", imageId: "img-1" });
    expect(targetOf({ ...bare, region: "moon-1" })).toStrictEqual({
      service: "moon-vm",
      region: "moon-1",
      imageId: "img-1",
    });
  });

  it.each([
    ["nothing but what is there", {}, undefined, { protectedAccounts: [] }],
    ["the protected accounts", { protectedAccounts: ["p"] }, undefined, { protectedAccounts: ["p"] }],
    ["a maxRemovals of none", { maxRemovals: 0 }, undefined, { protectedAccounts: [], maxRemovals: 0 }],
    ["the vendor's limit", {}, 50, { protectedAccounts: [], accountLimit: 50 }],
  ])("is bound by %s", (_name, args, limit, policy) => {
    expect(policyOf({ ...bare, ...args }, limit)).toStrictEqual(policy);
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
  ])("lists whoever %j names", (args, listed) => {
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
});
