import { OWN_ECS } from "../../../../src/core/accounts";
import type { Plan } from "../../../../src/core/plan";
import { unknownValue } from "../../../../src/provider/inputs";
import { changedProperties, detailedDiff } from "../../../../src/provider/plugin/detailed-diff";

const image = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-bp1g7004ksh0oeuco8vd" };
const [alice, bob, carol, stranger] = ["100001", "100002", "100003", "100009"] as const;

const nothing: Plan = { add: [], keep: [], remove: [], foreign: [] };

/** The entries of a change of one share that was made for two accounts. */
function entries(
  news: Readonly<Record<string, unknown>>,
  plan: Partial<Plan> | undefined,
  { olds = {}, replaces = [] }: { olds?: Readonly<Record<string, unknown>>; replaces?: string[] } = {},
) {
  const recorded = { ...image, accounts: [alice, bob], foreignAccounts: [], exclusive: true, ...olds };
  const diff = detailedDiff({
    olds: recorded,
    news: { ...image, accounts: [alice, bob], exclusive: true, ...news },
    replaces,
    plan: plan && { ...nothing, ...plan },
  });
  return Object.fromEntries(diff);
}

it("shows an account that is listed now at its place in the new list", () => {
  expect(entries({ accounts: [alice, bob, carol] }, { add: [carol] })).toEqual({ "accounts[2]": "add" });
});

it("shows an account that is no longer listed at its place in the old list", () => {
  expect(entries({ accounts: [bob] }, { remove: [alice] })).toEqual({ "accounts[0]": "delete" });
});

it("makes one entry of a gain and a loss at the same place, so that neither is lost", () => {
  const diff = entries({ accounts: [alice, carol] }, { add: [carol], remove: [bob] });
  expect(diff).toEqual({ "accounts[1]": "update" });
});

it("shows an account that gets its access back although the recorded list has it", () => {
  expect(entries({}, { add: [bob] })).toEqual({ "accounts[1]": "add" });
});

it("shows a foreign account that will lose access at its recorded place", () => {
  const diff = entries({}, { remove: [stranger] }, { olds: { foreignAccounts: [carol, stranger] } });
  expect(diff).toEqual({ "foreignAccounts[1]": "delete" });
});

it("shows the whole of the foreign accounts for one that state does not know", () => {
  expect(entries({}, { remove: [stranger] })).toEqual({ foreignAccounts: "delete" });
});

it("says of a list that is not known yet that it changes", () => {
  expect(entries({ accounts: unknownValue }, undefined)).toEqual({ accounts: "update" });
  expect(entries({ accounts: [alice, bob, unknownValue] }, {})).toEqual({ "accounts[2]": "add" });
});

it("says of a list that is left out that it is gone", () => {
  const diff = entries({ accounts: undefined, shareToEcs: true }, { add: [OWN_ECS] });
  expect(diff).toEqual({ accounts: "delete", shareToEcs: "add" });
});

it("shows the owner's own ECS that lost its access outside", () => {
  const diff = entries({ shareToEcs: true }, { add: [OWN_ECS] }, { olds: { shareToEcs: true } });
  expect(diff).toEqual({ shareToEcs: "update" });
});

it("shows settings by their names, and silence of exclusive as what it means", () => {
  const diff = entries(
    { exclusive: undefined, maxRemovals: 3, protectedAccounts: [bob] },
    {},
    { olds: { protectedAccounts: [alice] } },
  );
  expect(diff).toEqual({ maxRemovals: "add", protectedAccounts: "update" });
});

it("marks what replaces the share", () => {
  const diff = entries({ imageId: "m-other" }, undefined, { replaces: ["imageId"] });
  expect(diff).toEqual({ imageId: "update-replace" });
});

it("never leaves a change without an entry", () => {
  expect(entries({}, {})).toEqual({ foreignAccounts: "update" });
});

it("names each property once, whatever the number of its entries", () => {
  const diff = detailedDiff({
    olds: { ...image, accounts: [alice], foreignAccounts: [] },
    news: { ...image, accounts: [bob, carol] },
    replaces: [],
    plan: undefined,
  });
  expect(changedProperties(diff)).toEqual(["accounts"]);
});

it("shows organisations and units in their own lists, as accounts", () => {
  const arn = (name: string) => `arn:aws:organizations::111122223333:organization/o-${name}00000`;
  const ou = "arn:aws:organizations::111122223333:ou/o-aaaaa00000/ou-ab12-sales000";
  const [one, two, three] = [arn("one00"), arn("two00"), arn("three")] as const;
  const olds = { organizationArns: [one, two], foreignOrganizationalUnitArns: [ou] };
  const plan = { add: [three], remove: [one, ou] };
  expect(entries({ organizationArns: [two, three] }, plan, { olds })).toEqual({
    "organizationArns[0]": "delete",
    "organizationArns[1]": "add",
    "foreignOrganizationalUnitArns[0]": "delete",
  });
  expect(entries({ organizationArns: [one, two] }, { remove: [three] }, { olds })).toEqual({
    foreignOrganizationArns: "delete",
  });
  expect(entries({}, {}, { olds })).toEqual({ organizationArns: "delete" });
  expect(entries({ organizationArns: unknownValue }, {}, { olds })).toEqual({ organizationArns: "update" });
});

describe("access to the snapshots behind the image", () => {
  const [root, data] = ["snap-0a", "snap-0b"] as const;
  const recorded = { snapshots: true, snapshotAccounts: [`${root}/${alice}`, `${data}/${alice}`] };
  const news = { snapshots: true };

  it("shows nothing of its own beside the account that gains the image as well", () => {
    const plan = { add: [carol, `${root}/${carol}`, `${data}/${carol}`] };
    const diff = entries({ ...news, accounts: [alice, bob, carol] }, plan, { olds: recorded });
    expect(diff).toEqual({ "accounts[2]": "add" });
  });

  it("shows where it will be lost, at its recorded place", () => {
    const plan = { remove: [`${data}/${alice}`] };
    expect(entries(news, plan, { olds: recorded })).toEqual({ "snapshotAccounts[1]": "delete" });
    const foreign = { ...recorded, foreignSnapshotAccounts: [`${root}/${stranger}`] };
    expect(entries(news, { remove: [`${root}/${stranger}`] }, { olds: foreign })).toEqual({
      "foreignSnapshotAccounts[0]": "delete",
    });
    expect(entries(news, { remove: [`${root}/${stranger}`] }, { olds: recorded })).toEqual({
      foreignSnapshotAccounts: "delete",
    });
  });

  it("shows that it is given back, under the argument; in a refresh, under the output that changed", () => {
    const plan: Plan = { ...nothing, add: [`${root}/${alice}`] };
    expect(entries(news, plan, { olds: recorded })).toEqual({ snapshots: "update" });
    const both = { accounts: [alice, bob], exclusive: true, ...recorded };
    const diff = detailedDiff({ olds: both, news: both, replaces: [], plan, isRefresh: true });
    expect(Object.fromEntries(diff)).toEqual({ snapshotAccounts: "update" });
  });

  it("shows the argument when it comes and when it goes", () => {
    expect(entries(news, {})).toEqual({ snapshots: "add" });
    expect(entries({}, {}, { olds: recorded })).toEqual({ snapshots: "delete" });
  });
});
