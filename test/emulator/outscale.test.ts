import type { Emulator } from "../../src/emulator";
import { outscale } from "./support/outscale";
import { start } from "./support/start";

const ImageId = "ami-12345678";
const IMAGE = { service: "outscale", region: "eu-west-2", imageId: ImageId } as const;
const [OWNER, ALICE, BOB] = ["099990000011", "012345678901", "012345678902"];

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start();
  emulator.putImage(IMAGE);
});

type Call = Parameters<typeof outscale>;
const call = (action: string, parameters: Call[2] = {}, options: Call[3] = {}) =>
  outscale(emulator, action, parameters, options);
const update = (permissions: unknown, more: object = {}) =>
  call("UpdateImage", { ImageId, PermissionsToLaunch: permissions, ...more });
const accountsOf = async () =>
  (await call("ReadImages", { Filters: { ImageIds: [ImageId] } })).json.Images[0].PermissionsToLaunch;
const add = (...accounts: unknown[]) => ({ Additions: { AccountIds: accounts } });
const remove = (...accounts: unknown[]) => ({ Removals: { AccountIds: accounts } });

describe("UpdateImage", () => {
  it("adds, and removes, twice as well as once, and answers with the image", async () => {
    for (let time = 0; time < 2; time++) {
      const { status, json } = await update(add(ALICE, BOB));
      expect([status, json.Image.PermissionsToLaunch.AccountIds]).toEqual([200, [ALICE, BOB]]);
      expect(json.ResponseContext.RequestId).toMatch(/^[0-9a-f-]{36}$/);
    }
    for (let time = 0; time < 2; time++) await update(remove(ALICE));
    expect(await accountsOf()).toEqual({ AccountIds: [BOB], GlobalPermission: false });
  });

  it.each<[string, unknown, object, string]>([
    ["both directions", { ...add(ALICE), ...remove(BOB) }, {}, "3001"],
    ["neither", {}, {}, "7000"],
    ["no account", { Additions: {} }, {}, "7000"],
    ["an account that is a number", add(12345678901), {}, "3001"],
    ["an account without its zero", add("12345678901"), {}, "4050"],
    ["the owner", add(OWNER), {}, "4050"],
    ["a member that nobody knows", { ...add(ALICE), Set: [] }, {}, "3001"],
    ["an image that is not there", add(ALICE), { ImageId: "ami-00000000" }, "5023"],
  ])("refuses %s, and changes nothing", async (_what, permissions, more, code) => {
    const { status, json } = await update(permissions, more);
    expect([status, json.Errors[0].Code]).toEqual([400, code]);
    expect(await accountsOf()).toEqual({ AccountIds: [], GlobalPermission: false });
  });

  it("refuses an image that is pending, one of another account, and one account too many", async () => {
    emulator.setImageState(IMAGE, "pending");
    expect((await update(add(ALICE))).json.Errors[0].Code).toBe("6001");
    emulator.putImage({ ...IMAGE, owner: BOB, public: true });
    expect((await update(add(ALICE))).json.Errors[0].Code).toBe("4");
    emulator.putImage(IMAGE);
    emulator.configure({ quotas: { outscale: 1 } });
    expect((await update(add(ALICE, BOB))).json.Errors[0]).toMatchObject({
      Type: "TooManyResources (QuotaExceded)",
      Code: "10000",
    });
  });
});

it("ReadImages finds by filters, an unknown ID not at all, and pages", async () => {
  for (let index = 0; index < 4; index++) emulator.putImage({ ...IMAGE, imageId: `ami-0000000${index}` });
  emulator.putImage({ ...IMAGE, imageId: "ami-99999999", owner: BOB, public: true });
  const ids = async (parameters: Record<string, unknown>) =>
    (await call("ReadImages", parameters)).json.Images.map((image: { ImageId: string }) => image.ImageId);
  expect(await ids({ Filters: { ImageIds: ["ami-ffffffff"] } })).toEqual([]);
  expect(await ids({ Filters: { AccountIds: [BOB] } })).toEqual(["ami-99999999"]);
  expect(await ids({ Filters: { AccountIds: [OWNER], States: ["failed"] } })).toEqual([]);
  const { json } = await call("ReadImages", { ResultsPerPage: 4 });
  expect(json.Images).toHaveLength(4);
  expect(await ids({ ResultsPerPage: 4, NextPageToken: json.NextPageToken })).toHaveLength(2);
  for (const wrong of [{ ResultsPerPage: 1001 }, { NextPageToken: "x" }, { Filters: { Hypervisors: [] } }]) {
    expect((await call("ReadImages", wrong)).json.Errors[0].Code).toBe("3001");
  }
});

it("ReadAccounts tells the caller, and ReadRegions the regions", async () => {
  expect((await call("ReadAccounts")).json.Accounts).toMatchObject([{ AccountId: OWNER }]);
  expect((await call("ReadRegions")).json.Regions).toEqual([
    { RegionName: "eu-west-2", Endpoint: "api.eu-west-2.outscale.com" },
  ]);
});

it.each<[string, Call[3], string]>([
  ["an unknown key", { key: { id: "x", secret: "y" } }, "1"],
  ["a wrong secret", { key: { id: "emulator", secret: "y" } }, "1"],
  ["a clock that is an hour off", { time: Date.now() - 3_600_000 }, "1"],
  ["a body that was changed", { headers: { "x-osc-date": "20240312T000000Z" } }, "1"],
  ["another authorization", { headers: { authorization: "Basic eA==" } }, "12"],
])("refuses %s with 401", async (_what, options, code) => {
  const { status, json } = await call("ReadImages", {}, options);
  expect([status, json.Errors[0].Code]).toEqual([401, code]);
});

it("refuses a body that is no JSON, and an action that is not there", async () => {
  expect((await call("ReadImages", "[")).json.Errors[0].Code).toBe("3001");
  expect((await call("ReadNothing")).status).toBe(404);
});
