import { OWN_ECS } from "../../../src/core/accounts";
import type { ShareArgs } from "../../../src/core/arguments";
import { changedSettings, readState, shares, stateOf, withKnownMeaning } from "../../../src/core/state";

const args: ShareArgs = {
  service: "moon-vm",
  region: "moon-1",
  imageId: "img-1",
  accounts: ["a", "b"],
  exclusive: false,
  protectedAccounts: ["p"],
  maxRemovals: 0,
  allowEmpty: false,
  credentials: "prod",
  timeoutSeconds: 60,
};

const onlyAtAws = {
  organizationArns: undefined,
  listedOrganizationArns: undefined,
  foreignOrganizationArns: [],
  organizationalUnitArns: undefined,
  listedOrganizationalUnitArns: undefined,
  foreignOrganizationalUnitArns: [],
  snapshots: undefined,
  snapshotIds: undefined,
  snapshotAccounts: [],
  foreignSnapshotAccounts: [],
};

describe("what is recorded", () => {
  it("is every argument as resolved, with who has access beside who was listed", () => {
    expect(stateOf(args, { accounts: ["a"], foreignAccounts: ["f"] })).toStrictEqual({
      ...args,
      accounts: ["a"],
      listedAccounts: ["a", "b"],
      foreignAccounts: ["f"],
    });
  });

  it("is exclusive where the program does not say, unless the run failed and had to be told", () => {
    const { exclusive: _, ...silent } = args;
    const held = { accounts: ["a"], foreignAccounts: [] };
    expect(stateOf(silent, held).exclusive).toBe(true);
    expect(stateOf(silent, held, { failed: {} }).exclusive).toBe(true);
    expect(stateOf(silent, held, { failed: { onlyListedBefore: [] } }).exclusive).toBe(false);
  });

  it("names who was listed only where that differs from who has access", () => {
    const state = stateOf(args, { accounts: ["a", "b"], foreignAccounts: [] });
    expect(state).not.toHaveProperty("listedAccounts");
  });

  it("keeps who was listed before accounts was left out", () => {
    const { accounts: _, ...unmanaged } = args;
    const state = stateOf(unmanaged, { accounts: [], foreignAccounts: [] }, { listed: ["b", "a"] });
    expect(state).toMatchObject({ listedAccounts: ["a", "b"] });
    expect(state).not.toHaveProperty("accounts");
  });

  it("keeps that the own ECS was listed before shareToEcs was left out", () => {
    const state = stateOf(
      args,
      { accounts: ["a", "b"], foreignAccounts: [] },
      { listed: ["a", "b", OWN_ECS] },
    );
    expect(state).toMatchObject({ listedShareToEcs: true });
    expect(state).not.toHaveProperty("shareToEcs");
    expect(state).not.toHaveProperty("listedAccounts");
    expect(readState("moon-vm/moon-1/img-1", state)).toMatchObject({
      shareToEcs: undefined,
      listedShareToEcs: true,
    });
  });

  it.each([
    ["was listed and has no access", [OWN_ECS], [], { shareToEcs: false, listedShareToEcs: true }],
    ["was not listed and kept its access", [], [OWN_ECS], { shareToEcs: true, listedShareToEcs: false }],
    ["was listed and has access", [OWN_ECS], [OWN_ECS], { shareToEcs: true }],
    ["was not listed and has no access", [], [], { shareToEcs: false }],
  ])("tells what the program said of an own ECS that %s", (_name, listed, live, expected) => {
    const { accounts: _, ...others } = args;
    const holdings = { accounts: live, foreignAccounts: [] };
    const { shareToEcs, listedShareToEcs } = stateOf({ ...others, shareToEcs: true }, holdings, { listed });
    expect({ shareToEcs, listedShareToEcs }).toEqual({ listedShareToEcs: undefined, ...expected });
  });

  it("has no key for what is not there", () => {
    const few: ShareArgs = { service: "moon-edge", imageId: "img-1", shareToEcs: true, exclusive: true };
    expect(stateOf(few, { accounts: [], foreignAccounts: [] })).toStrictEqual({
      service: "moon-edge",
      imageId: "img-1",
      shareToEcs: false,
      listedShareToEcs: true,
      foreignAccounts: [],
      exclusive: true,
    });
  });

  it.each([
    ["both", { accounts: true, ownEcs: true }, { accounts: ["a"], shareToEcs: true, foreignAccounts: ["f"] }],
    ["accounts", { accounts: true, ownEcs: false }, { accounts: ["a"], foreignAccounts: ["f"] }],
    ["the own ECS", { accounts: false, ownEcs: true }, { shareToEcs: true, foreignAccounts: ["f"] }],
  ])("shows the own ECS as a truth and never among accounts: %s", (_name, scope, expected) => {
    const holdings = { accounts: ["a", OWN_ECS], foreignAccounts: [OWN_ECS, "f"] };
    expect(shares(holdings, scope)).toStrictEqual(expected);
  });

  it("is read back as it was written", () => {
    const holdings = { accounts: ["a", "b"], foreignAccounts: ["f"] };
    const state = stateOf(args, holdings, { closed: ["b", "a"], owner: "900" });
    expect(readState("moon-vm/moon-1/img-1", state)).toStrictEqual({
      closedAccounts: ["a", "b"],
      listedAccounts: undefined,
      listedShareToEcs: undefined,
      ...onlyAtAws,
      target: { service: "moon-vm", region: "moon-1", imageId: "img-1" },
      isRecorded: true,
      isLookup: false,
      accounts: ["a", "b"],
      shareToEcs: undefined,
      foreignAccounts: ["f"],
      exclusive: false,
      protectedAccounts: ["p"],
      credentials: "prod",
      timeoutSeconds: 60,
      owner: "900",
      place: undefined,
      options: {},
    });
  });
});

describe("state of another version, or by another hand", () => {
  const id = "moon-edge/img-1";
  const empty = {
    target: { service: "moon-edge", imageId: "img-1" },
    isRecorded: false,
    isLookup: false,
    accounts: undefined,
    shareToEcs: undefined,
    foreignAccounts: [],
    closedAccounts: [],
    listedAccounts: undefined,
    listedShareToEcs: undefined,
    ...onlyAtAws,
    exclusive: false,
    protectedAccounts: [],
    credentials: undefined,
    timeoutSeconds: undefined,
    owner: undefined,
    place: undefined,
    options: {},
  };

  it("state of another version, or by another hand may say nothing at all, as for ImageShare.get", () => {
    expect(readState(id, {})).toStrictEqual(empty);
  });

  it.each([
    ["accounts", { accounts: "a" }],
    ["shareToEcs", { shareToEcs: "yes", listedShareToEcs: "yes" }],
    ["foreignAccounts", { foreignAccounts: null }],
    ["the service", { service: 7 }],
    ["the image", { imageId: 7 }],
  ])(
    "state of another version, or by another hand is known to have been recorded when %s is there, but illegible",
    (_key, properties) => {
      expect(readState(id, properties)).toStrictEqual({ ...empty, isRecorded: true });
    },
  );

  it.each([
    ["an empty profile", { credentials: "" }],
    ["a profile that is no text", { credentials: 7 }],
    ["a time that is no number", { timeoutSeconds: "60" }],
    ["an owner that is a number, and may have lost digits", { owner: 900 }],
    ["a truth that is none", { exclusive: "true" }],
    ["a time of nothing", { timeoutSeconds: 0 }],
    ["a time before now", { timeoutSeconds: -1 }],
    ["a time without end", { timeoutSeconds: Number.POSITIVE_INFINITY }],
    ["protected accounts that are no list", { protectedAccounts: "p" }],
  ])("loses %s", (_name, properties) => {
    expect(readState(id, properties)).toStrictEqual(empty);
  });

  it.each([true, false])(
    "state of another version, or by another hand was exclusive where it says so: %j",
    (exclusive) => {
      expect(readState(id, { exclusive })?.exclusive).toBe(exclusive);
    },
  );

  it("state of another version, or by another hand is a lookup where it says so", () => {
    expect(readState(id, { isLookup: true })?.isLookup).toBe(true);
    expect(readState(id, { isLookup: "yes" })?.isLookup).toBe(false);
  });

  it("keeps of a list what is text, sorted and once", () => {
    const mixed = { accounts: ["b", 1, null, "a", "b"], shareToEcs: false };
    expect(readState(id, mixed)).toMatchObject({ accounts: ["a", "b"], shareToEcs: false, isRecorded: true });
  });

  it.each([
    [
      "the id, whatever the properties say",
      id,
      { service: "x", imageId: "y" },
      { service: "moon-edge", imageId: "img-1" },
    ],
    [
      "the properties, when the id is cut off",
      "img-1",
      { service: "x", imageId: "y" },
      { service: "x", imageId: "y" },
    ],
    [
      "the properties with their region",
      "",
      { service: "x", region: "r", imageId: "y" },
      { service: "x", region: "r", imageId: "y" },
    ],
  ])("names its image by %s", (_name, anId, properties, target) => {
    expect(readState(anId, properties)?.target).toStrictEqual(target);
  });

  it.each([
    ["nothing", {}],
    ["a service alone", { service: "x" }],
    ["an image alone", { imageId: "y" }],
    ["an empty image", { service: "x", imageId: "" }],
    ["numbers", { service: 1, imageId: 2 }],
    ["a service that is no name", { service: "x y", region: "r", imageId: "y" }],
    ["a region that is no name", { service: "x", region: "r.example.com/?", imageId: "y" }],
    ["an image that is no name", { service: "x", imageId: "y\n" }],
  ])("state of another version, or by another hand is of no image when it names %s", (_name, properties) => {
    expect(readState("", properties)).toBeUndefined();
  });
});

describe("settings that changed", () => {
  const olds = { accounts: ["a"], exclusive: true, protectedAccounts: ["p", "q"], maxRemovals: 1 };

  it.each([
    ["nothing", {}, []],
    ["other accounts, which are no setting", { accounts: ["b"] }, []],
    ["the order of a list", { protectedAccounts: ["q", "p", "p"] }, []],
    ["a list", { protectedAccounts: ["p"] }, ["protectedAccounts"]],
    ["a list that is gone", { protectedAccounts: undefined }, ["protectedAccounts"]],
    ["a truth", { exclusive: false }, ["exclusive"]],
    ["a number that is gone", { maxRemovals: undefined }, ["maxRemovals"]],
    [
      "what is new",
      { allowEmpty: true, credentials: "prod", timeoutSeconds: 9 },
      ["allowEmpty", "credentials", "timeoutSeconds"],
    ],
    ["what is managed from now on", { shareToEcs: false }, ["shareToEcs"]],
    ["what is no longer managed", { accounts: undefined }, ["accounts"]],
  ])("settings that changed are noticed: %s", (_name, changes, keys) => {
    expect(changedSettings(olds, { ...olds, ...changes })).toEqual(keys);
  });

  it("settings that changed are not what is only written out: silence means exclusive", () => {
    expect(changedSettings({ exclusive: true }, {})).toEqual([]);
    expect(changedSettings({}, { exclusive: true })).toEqual([]);
    expect(changedSettings({ exclusive: false }, {})).toEqual(["exclusive"]);
    expect(changedSettings({}, { exclusive: false })).toEqual(["exclusive"]);
  });

  it("settings that changed are noticed when a list appears, and when it was empty it did not change", () => {
    expect(changedSettings({}, { protectedAccounts: ["p"] })).toEqual(["protectedAccounts"]);
    expect(changedSettings({}, { protectedAccounts: [] })).toEqual([]);
  });
});

describe("arguments that say nothing of exclusive", () => {
  const silent = { service: "moon-vm", region: "moon-1", imageId: "img-1", accounts: ["a"] };

  it("mean what they meant before, where the same share was exclusive", () => {
    const olds = { ...silent, accounts: ["b"], exclusive: true };
    expect(withKnownMeaning(olds, silent)).toEqual({ ...silent, exclusive: true });
    const { accounts: _, ...ecs } = { ...silent, shareToEcs: true };
    expect(withKnownMeaning({ ...ecs, exclusive: true }, ecs)).toEqual({ ...ecs, exclusive: true });
  });

  it.each([
    ["a new share", {}],
    ["another image", { ...silent, imageId: "img-2", exclusive: true }],
    ["another service", { ...silent, service: "moon-edge", exclusive: true }],
    ["another region", { ...silent, region: "moon-2", exclusive: true }],
    ["a share that tolerated others", { ...silent, exclusive: false }],
    ["a share of which nothing is known", silent],
    ["a share of the own ECS alone", { ...silent, accounts: undefined, exclusive: true }],
  ])("go on saying nothing for %s", (_name, olds) => {
    expect(withKnownMeaning(olds, silent)).toEqual(silent);
  });

  it("arguments that say nothing of exclusive are no arguments that say it", () => {
    expect(withKnownMeaning({ ...silent, exclusive: true }, { ...silent, exclusive: false })).toEqual({
      ...silent,
      exclusive: false,
    });
  });
});
