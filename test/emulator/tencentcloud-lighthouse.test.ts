import type { Emulator } from "../../src/emulator";
import { type Options, someAccounts, tencent } from "./support/clients";
import { start } from "./support/start";

const IMAGE = {
  service: "tencentcloud-lighthouse",
  region: "ap-guangzhou",
  imageId: "lhbp-6jc6l8yb",
} as const;
const OTHER = { ...IMAGE, imageId: "lhbp-00000002" } as const;
const OWNER = "100099990001";
const STRANGER = "100000000009";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start({ rateLimits: false });
  emulator.putImage(IMAGE);
});

async function call(action: string, parameters: unknown, options: Options & { host?: string } = {}) {
  const of = { ...options, scope: "lighthouse", version: "2020-03-24" };
  return (await tencent(emulator, action, parameters, of)).json.Response;
}

const share = (AccountIds: unknown, BlueprintId: unknown = IMAGE.imageId) =>
  call("ShareBlueprintAcrossAccounts", { BlueprintId, AccountIds });
const cancel = (AccountIds: unknown, BlueprintId: unknown = IMAGE.imageId) =>
  call("CancelShareBlueprintAcrossAccounts", { BlueprintId, AccountIds });
const infos = (parameters: object = {}, options: Options & { host?: string } = {}) =>
  call(
    "DescribeBlueprintsShareAcrossAccountInfos",
    { BlueprintIds: [IMAGE.imageId], ...parameters },
    options,
  );
const blueprints = (parameters: object = {}) => call("DescribeBlueprints", parameters);

describe("ShareBlueprintAcrossAccounts and CancelShareBlueprintAcrossAccounts", () => {
  it("share, and cancel", async () => {
    expect(await share(["1038493875", "100000000002"])).toEqual({ RequestId: expect.any(String) });
    expect(emulator.accounts(IMAGE)).toEqual(["1038493875", "100000000002"]);
    expect(await cancel(["1038493875"])).toEqual({ RequestId: expect.any(String) });
    expect(emulator.accounts(IMAGE)).toEqual(["100000000002"]);
  });

  it("take ten accounts and not one more", async () => {
    expect((await share(someAccounts(11))).Error.Code).toBe("InvalidParameterValue.LimitExceeded");
    expect(emulator.accounts(IMAGE)).toEqual([]);
    expect(await share(someAccounts(10))).not.toHaveProperty("Error");
    expect((await cancel(someAccounts(11))).Error.Code).toBe("InvalidParameterValue.LimitExceeded");
    emulator.configure({ perCallCap: 3 });
    expect((await cancel(someAccounts(4))).Error.Code).toBe("InvalidParameterValue.LimitExceeded");
    expect(await cancel(someAccounts(3))).not.toHaveProperty("Error");
    expect(emulator.accounts(IMAGE)).toHaveLength(7);
  });

  it("mind a repetition only when strict", async () => {
    emulator.share(IMAGE, ["1038493875"]);
    expect(await share(["1038493875"])).not.toHaveProperty("Error");
    expect(await cancel(["100000000002"])).not.toHaveProperty("Error");
    emulator.configure({ strict: true });
    expect((await share(["1038493875"])).Error.Code).toBe("UnsupportedOperation.BlueprintAlreadyShared");
    expect((await cancel(["100000000002"])).Error.Code).toBe("UnsupportedOperation.BlueprintHasNotShared");
  });

  it.each([
    ["no account", "abc", "InvalidParameterValue.AccountIdsNotExist"],
    ["yourself", OWNER, "InvalidParameterValue.AccountIdSameWithUin"],
    ["an unknown account", "100000000404", "InvalidParameterValue.AccountIdsNotExist"],
    ["a collaborator", "100000000403", "InvalidParameterValue.AccountIdsNotOwnerAccount"],
  ])("refuse %s, and change nothing", async (_, account, code) => {
    emulator.configure({ unknownAccounts: ["100000000404"], collaboratorAccounts: ["100000000403"] });
    expect((await share(["1038493875", account])).Error.Code).toBe(code);
    expect((await cancel([account])).Error.Code).toBe(code);
    expect(emulator.accounts(IMAGE)).toEqual([]);
  });

  it("share with as many accounts as a quota allows, and with any number without one", async () => {
    emulator.configure({ quotas: { "tencentcloud-lighthouse": 2 } });
    expect((await share(someAccounts(3))).Error.Code).toBe(
      "LimitExceeded.ShareBlueprintAcrossAccountQuotaLimitExceeded",
    );
    expect(await share(someAccounts(2))).not.toHaveProperty("Error");
    emulator = await start({ rateLimits: false });
    emulator.putImage({ ...IMAGE, accounts: someAccounts(600) });
    expect(await share(["100000000002"])).not.toHaveProperty("Error");
    expect(emulator.accounts(IMAGE)).toHaveLength(601);
  });

  it.each([
    ["lhbp-00000000", "ResourceNotFound.BlueprintNotFound"],
    ["lhbp-6jc", "InvalidParameterValue.BlueprintIdMalformed"],
    ["img-6pb6lrmy", "InvalidParameterValue.BlueprintIdMalformed"],
    ["", "InvalidParameterValue.BlueprintIdMalformed"],
  ])("answer for image %j with %s", async (imageId, code) => {
    expect((await share(["1038493875"], imageId)).Error.Code).toBe(code);
    expect((await cancel(["1038493875"], imageId)).Error.Code).toBe(code);
    expect((await infos({ BlueprintIds: [imageId] })).Error.Code).toBe(code);
    expect((await blueprints({ BlueprintIds: [imageId] })).Error.Code).toBe(code);
  });

  it("tell a stranger's image from one that a stranger shares with us", async () => {
    emulator.putImage({ ...OTHER, owner: STRANGER });
    expect((await share(["1038493875"], OTHER.imageId)).Error.Code).toBe(
      "ResourceNotFound.BlueprintNotFound",
    );
    emulator.share(OTHER, [OWNER]);
    const code = "UnsupportedOperation.NotSupportSharedBlueprint";
    expect((await share(["1038493875"], OTHER.imageId)).Error.Code).toBe(code);
    expect((await infos({ BlueprintIds: [OTHER.imageId] })).Error.Code).toBe(code);
  });

  it.each([
    "SYNCING",
    "OFFLINE",
    "CREATEFAILED",
    "SYNCING_FAILED",
    "ISOLATING",
    "ISOLATED",
    "DELETING",
    "DESTROYING",
  ])("refuse an image in state %s", async (state) => {
    emulator.setImageState(IMAGE, state);
    expect((await share(["1038493875"])).Error.Code).toBe("UnsupportedOperation.BlueprintCurStateInvalid");
    expect((await cancel(["1038493875"])).Error.Code).toBe("UnsupportedOperation.BlueprintCurStateInvalid");
  });

  it.each([
    "UnsupportedOperation.BlueprintTypeNotSupportOperation",
    "UnsupportedOperation.ImageUnableToShare",
  ])("refuse an image that is seeded to refuse with %s", async (refuses) => {
    emulator.putImage({ ...OTHER, refuses });
    expect((await share(["1038493875"], OTHER.imageId)).Error.Code).toBe(refuses);
  });

  it.each([
    ["no accounts", { BlueprintId: IMAGE.imageId }, "MissingParameter"],
    ["an empty list", { BlueprintId: IMAGE.imageId, AccountIds: [] }, "InvalidParameterValue"],
    [
      "accounts that are numbers",
      { BlueprintId: IMAGE.imageId, AccountIds: [1038493875] },
      "InvalidParameter",
    ],
    ["no image", { AccountIds: ["1038493875"] }, "MissingParameter"],
    [
      "a parameter of CVM's",
      { BlueprintId: IMAGE.imageId, AccountIds: ["1038493875"], Permission: "SHARE" },
      "UnknownParameter",
    ],
  ])("refuse %s", async (_, parameters, code) => {
    expect((await call("ShareBlueprintAcrossAccounts", parameters)).Error.Code).toBe(code);
    expect((await call("CancelShareBlueprintAcrossAccounts", parameters)).Error.Code).toBe(code);
  });
});

describe("DescribeBlueprintsShareAcrossAccountInfos", () => {
  it("says for each image who has access since when", async () => {
    emulator.putImage({ ...OTHER, accounts: ["1038493875"] });
    emulator.share(IMAGE, ["100000000002"]);
    const answer = await infos({ BlueprintIds: [IMAGE.imageId, OTHER.imageId] });
    const CreatedTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(answer).toEqual({
      TotalCount: 2,
      BlueprintShareAcrossAccountInfoSet: [
        { BlueprintId: IMAGE.imageId, AccountId: "100000000002", CreatedTime },
        { BlueprintId: OTHER.imageId, AccountId: "1038493875", CreatedTime },
      ],
      RequestId: expect.any(String),
    });
  });

  it("has pages of 20 unless told, and of 100 at most", async () => {
    emulator.share(IMAGE, someAccounts(101));
    const idsOf = (answer: { BlueprintShareAcrossAccountInfoSet: { AccountId: string }[] }) =>
      answer.BlueprintShareAcrossAccountInfoSet.map(({ AccountId }) => AccountId);
    expect(idsOf(await infos())).toEqual(someAccounts(20));
    const [first, second] = [await infos({ Limit: 100 }), await infos({ Limit: 100, Offset: 100 })];
    expect([...idsOf(first), ...idsOf(second)]).toEqual(someAccounts(101));
    expect([first.TotalCount, second.TotalCount]).toEqual([101, 101]);
    for (const Limit of [0, 101, -1])
      expect((await infos({ Limit })).Error.Code).toBe("InvalidParameterValue");
    expect((await infos({ Limit: "100" })).Error.Code).toBe("InvalidParameter");
    expect((await infos({ Offset: -1 })).Error.Code).toBe("InvalidParameterValue");
  });

  it("finds accounts by account-id, and refuses every other filter", async () => {
    emulator.share(IMAGE, someAccounts(3));
    const found = await infos({ Filters: [{ Name: "account-id", Values: someAccounts(1) }] });
    expect(found.TotalCount).toBe(1);
    const six = await infos({ Filters: [{ Name: "account-id", Values: someAccounts(6) }] });
    expect(six.Error.Code).toBe("InvalidParameterValue.LimitExceeded");
    const unknown = await infos({ Filters: [{ Name: "account", Values: ["1"] }] });
    expect(unknown.Error.Code).toBe("InvalidParameter.InvalidFilterNotSupportedName");
  });

  it("does not exist on the international site, where sharing does", async () => {
    const host = "lighthouse.intl.tencentcloudapi.com";
    expect((await infos({}, { host })).Error.Code).toBe("InvalidAction");
    const parameters = { BlueprintId: IMAGE.imageId, AccountIds: ["1038493875"] };
    expect(await call("ShareBlueprintAcrossAccounts", parameters, { host })).not.toHaveProperty("Error");
  });
});

describe("DescribeBlueprints", () => {
  it("tells one's own images from those that others share and from public ones", async () => {
    emulator.putImage({ ...OTHER, owner: STRANGER, accounts: [OWNER], name: "shared" });
    emulator.putImage({ ...IMAGE, imageId: "lhbp-00000003", owner: STRANGER, public: true });
    emulator.putImage({ ...IMAGE, imageId: "lhbp-00000004", owner: STRANGER });
    const { BlueprintSet, TotalCount } = await blueprints();
    expect(TotalCount).toBe(3);
    expect(BlueprintSet).toMatchObject([
      { BlueprintId: IMAGE.imageId, BlueprintType: "PRIVATE", BlueprintState: "NORMAL" },
      { BlueprintId: OTHER.imageId, BlueprintType: "SHARED", BlueprintName: "shared" },
      { BlueprintId: "lhbp-00000003", BlueprintType: "PURE_OS" },
    ]);
  });

  it.each<[string, string[], number]>([
    ["blueprint-id", [IMAGE.imageId], 1],
    ["blueprint-type", ["PRIVATE", "SHARED"], 2],
    ["blueprint-type", ["SHARED"], 0],
    ["blueprint-name", ["golden"], 1],
    ["blueprint-name", ["gold"], 0],
    ["blueprint-state", ["SYNCING"], 1],
    ["platform-type", ["WINDOWS"], 0],
    ["platform-type", ["LINUX_UNIX"], 2],
    ["tag-key", ["team"], 1],
    ["tag-value", ["images", "other"], 1],
  ])("finds images by %s %j", async (Name, Values, count) => {
    emulator.putImage({ ...OTHER, name: "golden", state: "SYNCING", tags: { team: "images" } });
    expect((await blueprints({ Filters: [{ Name, Values }] })).TotalCount).toBe(count);
  });

  it.each([
    [
      { Filters: [{ Name: "scene-id", Values: ["lhsc-1"] }] },
      "InvalidParameter.InvalidFilterNotSupportedName",
    ],
    [{ BlueprintIds: [IMAGE.imageId], Filters: [] }, "InvalidParameter.ParameterConflict"],
    [{ BlueprintIds: Array(101).fill(IMAGE.imageId) }, "InvalidParameterValue"],
    [{ Limit: 101 }, "InvalidParameterValue"],
    [{ ImageIds: [IMAGE.imageId] }, "UnknownParameter"],
  ])("refuses %j", async (parameters, code) => {
    expect((await blueprints(parameters)).Error.Code).toBe(code);
  });
});

it("Lighthouse and CVM have images of their own", async () => {
  const cvm = await tencent(emulator, "DescribeImages", {});
  expect(cvm.json.Response.TotalCount).toBe(0);
  const asCvm = await tencent(emulator, "DescribeBlueprints", {});
  expect(asCvm.json.Response.Error.Code).toBe("InvalidAction");
});

it("Lighthouse takes 20 requests a second of each share action, for each region", async () => {
  let now = Date.now();
  emulator = await start({ clock: { now: () => now } });
  emulator.putImage(IMAGE);
  const time = { time: now };
  for (let count = 0; count < 20; count += 1) expect(await infos({}, time)).not.toHaveProperty("Error");
  expect((await infos({}, time)).Error.Code).toBe("RequestLimitExceeded");
  now += 1_000;
  expect(await infos({}, { time: now })).not.toHaveProperty("Error");
});
