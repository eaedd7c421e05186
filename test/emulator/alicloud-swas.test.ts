import type { Emulator } from "../../src/emulator";
import { alicloud, numbered, someAccounts } from "./support/clients";
import { start } from "./support/start";

const IMAGE = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-swas" } as const;
const OWNER = "199000000000000001";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start({ rateLimits: false });
  emulator.putImage(IMAGE);
});

const call = (action: string, parameters: Record<string, string> = {}) =>
  alicloud(emulator, "swas", action, { RegionId: IMAGE.region, ImageId: IMAGE.imageId, ...parameters });
const toEcs = (parameters: Record<string, string>) => call("ModifyImageShareStatus", parameters);
const list = (parameters: Record<string, string> = {}) =>
  call("ListCustomImages", { ImageId: "", ...parameters });

describe("ModifyImageShareStatus", () => {
  it("shares to the own ECS and back, and leaves the accounts alone", async () => {
    emulator.share(IMAGE, ["1122334455"]);
    expect(await toEcs({ Operation: "Share" })).toMatchObject({
      status: 200,
      json: { RequestId: expect.any(String) },
    });
    expect((await list()).json.CustomImages[0]).toMatchObject({ InShare: true, InShareUser: true });
    await toEcs({ Operation: "UnShare" });
    expect(emulator.image(IMAGE)).toMatchObject({ shareToEcs: false, accounts: ["1122334455"] });
  });

  it.each([
    [{}, 400, "MissingParameter"],
    [{ Operation: "share" }, 400, "InvalidParam.OperationIllegal"],
    [{ Operation: "Share", RegionId: "" }, 400, "MissingParameter"],
    [{ Operation: "Share", ImageId: "" }, 400, "MissingParameter"],
    [{ Operation: "Share", ImageId: "m-nope" }, 404, "InvalidImageId.NotFound"],
    [{ Operation: "Share", RegionId: "cn-beijing" }, 404, "InvalidImageId.NotFound"],
    [{ Operation: "Share", ClientToken: "x".repeat(65) }, 400, "InvalidParam.ClientToken"],
    [{ Operation: "Share", ClientToken: "ü" }, 400, "InvalidParam.ClientToken"],
  ])("answers %j with %i %s", async (parameters, status, code) => {
    expect(await toEcs(parameters)).toMatchObject({ status, json: { Code: code } });
  });

  it("refuses an image that is not available yet", async () => {
    emulator.setImageState(IMAGE, "4");
    expect(await toEcs({ Operation: "Share" })).toMatchObject({
      status: 403,
      json: { Code: "IncorrectImageStatus" },
    });
  });

  it("does nothing a second time for the same ClientToken, and refuses it for anything else", async () => {
    const share = { Operation: "Share", ClientToken: "token-1" };
    await toEcs(share);
    emulator.shareToEcs(IMAGE, false);
    expect((await toEcs(share)).status).toBe(200);
    expect(emulator.image(IMAGE)?.shareToEcs).toBe(false);
    expect(await toEcs({ ...share, Operation: "UnShare" })).toMatchObject({
      status: 400,
      json: { Code: "IdempotentParameterMismatch" },
    });
  });

  it("does not remember the ClientToken of a failed call", async () => {
    const share = { Operation: "Share", ClientToken: "token-1" };
    emulator.setImageState(IMAGE, "4");
    await toEcs(share);
    emulator.setImageState(IMAGE, "1");
    await toEcs(share);
    expect(emulator.image(IMAGE)?.shareToEcs).toBe(true);
  });
});

describe("the account actions", () => {
  it("add, list and remove accounts", async () => {
    await call("AddCustomImageShareAccount", numbered("Account", ["1122334455", "1234567890123456"]));
    const listed = await call("ListCustomImageShareAccounts");
    expect(listed.json).toMatchObject({ TotalCount: 2, PageNumber: 1, PageSize: 10 });
    expect(listed.json.ImageShareUsers[0]).toEqual({
      UserId: 1122334455,
      SharedTime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.0$/),
    });
    await call("RemoveCustomImageShareAccount", numbered("Account", ["1122334455"]));
    expect(emulator.accounts(IMAGE)).toEqual(["1234567890123456"]);
  });

  it("write accounts as integers with all their digits", async () => {
    emulator.share(IMAGE, ["123456789012345678"]);
    expect((await call("ListCustomImageShareAccounts")).body).toContain('"UserId":123456789012345678,');
  });

  it("take the largest integer of 64 bits", async () => {
    await call("AddCustomImageShareAccount", { "Account.1": "9223372036854775807" });
    expect((await call("ListCustomImageShareAccounts")).body).toContain('"UserId":9223372036854775807,');
  });

  it("list pages of ten unless told, at most of fifty", async () => {
    emulator.share(IMAGE, someAccounts(60));
    expect((await call("ListCustomImageShareAccounts")).json.ImageShareUsers).toHaveLength(10);
    const second = await call("ListCustomImageShareAccounts", { PageSize: "50", PageNumber: "2" });
    expect(second.json.ImageShareUsers).toHaveLength(10);
    expect((await call("ListCustomImageShareAccounts", { PageSize: "51" })).json.Code).toBe(
      "InvalidParam.PageSize",
    );
  });

  it.each([
    [{}, 400, "MissingParameter"],
    [{ "Account.1": "abc" }, 400, "InvalidParam.Account"],
    [{ "Account.1": OWNER }, 400, "InvalidParam.Account"],
    [{ "Account.1": "01122334455" }, 400, "InvalidParam.Account"],
    [{ "Account.1": "9223372036854775808" }, 400, "InvalidParam.Account"],
    [{ "Account.1": "1000000404" }, 404, "InvalidAccount.NotFound"],
    [{ "Account.1": "1122334455", ImageId: "m-nope" }, 404, "InvalidImageId.NotFound"],
  ])("refuse %j with %i %s", async (parameters, status, code) => {
    emulator.configure({ unknownAccounts: ["1000000404"] });
    for (const action of ["AddCustomImageShareAccount", "RemoveCustomImageShareAccount"]) {
      expect(await call(action, parameters)).toMatchObject({ status, json: { Code: code } });
    }
  });

  it("the account actions are idempotent unless strict, and can be capped", async () => {
    emulator.share(IMAGE, ["1122334455"]);
    const add = { "Account.1": "1122334455" };
    expect((await call("AddCustomImageShareAccount", add)).status).toBe(200);
    emulator.configure({ strict: true });
    expect((await call("AddCustomImageShareAccount", add)).json.Code).toBe("InvalidParam.Account");
    emulator.configure({ strict: false, perCallCap: 1 });
    const two = numbered("Account", someAccounts(2));
    expect((await call("AddCustomImageShareAccount", two)).json.Code).toBe("InvalidParam.Account");
  });
});

describe("ListCustomImages", () => {
  it("answers a bare array, texts for counters and a number for the owner", async () => {
    const { json, body } = await list({ ImageIds: `["${IMAGE.imageId}","m-nope"]` });
    expect(json).toMatchObject({
      TotalCount: "1",
      PageNumber: "1",
      PageSize: "10",
      CustomImages: [{ ImageId: IMAGE.imageId, Status: "1", InShare: false, InShareUser: false }],
    });
    expect(body).toContain(`"UserId":${OWNER},`);
  });

  it("leaves out images that others share, if told", async () => {
    emulator.putImage({ ...IMAGE, imageId: "m-theirs", owner: "1888888888888888", accounts: [OWNER] });
    expect((await list()).json.TotalCount).toBe("2");
    expect((await list({ Share: "true" })).json.TotalCount).toBe("2");
    expect((await list({ Share: "false" })).json.TotalCount).toBe("1");
  });

  it.each([
    [{ ImageIds: IMAGE.imageId }, "InvalidParam.ImageIds"],
    [{ ImageIds: "[1]" }, "InvalidParam.ImageIds"],
    [{ ImageIds: JSON.stringify(someAccounts(101)) }, "InvalidParam.ImageIds"],
    [{ ImageNames: "{}" }, "InvalidParam.ImageNames"],
    [{ Share: "yes" }, "InvalidParam.Share"],
    [{ PageSize: "101" }, "InvalidParam.PageSize"],
  ])("refuses %j with 400 %s", async (parameters, code) => {
    expect(await list(parameters)).toMatchObject({ status: 400, json: { Code: code } });
  });
});
