import type { Emulator } from "../../src/emulator";
import { alicloud, someAccounts } from "./support/clients";
import { start } from "./support/start";

const IMAGE = { service: "alicloud-ens", imageId: "m-5s7qotzavwbrnzaqh4unm" } as const;
const OWNER = "199000000000000001";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start();
  emulator.putImage(IMAGE);
});

const call = (action: string, parameters: Record<string, string> = {}) =>
  alicloud(emulator, "ens", action, parameters);
const modify = (parameters: Record<string, string>) =>
  call("ModifyImageSharePermission", { ImageId: IMAGE.imageId, ...parameters });
const accountsOf = (parameters: Record<string, string> = {}) =>
  call("DescribeImageSharePermission", { ImageId: IMAGE.imageId, ...parameters });

describe("ModifyImageSharePermission", () => {
  it("adds many accounts, and removes one, in the same call", async () => {
    emulator.share(IMAGE, ["3344556677"]);
    const reply = await modify({ AddAccounts: "1122334455,2233445566", RemoveAccounts: "3344556677" });
    expect(reply).toMatchObject({
      status: 200,
      json: { RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/) },
    });
    expect(emulator.accounts(IMAGE)).toEqual(["1122334455", "2233445566"]);
  });

  it("adds hundreds at once", async () => {
    await modify({ AddAccounts: someAccounts(300).join(",") });
    expect(emulator.accounts(IMAGE)).toHaveLength(300);
  });

  it("removes exactly one account per call", async () => {
    emulator.share(IMAGE, ["1122334455", "2233445566"]);
    const reply = await modify({ RemoveAccounts: "1122334455,2233445566" });
    expect(reply).toMatchObject({ status: 400, json: { Code: "InvalidParameter.RemoveAccounts" } });
    expect(emulator.accounts(IMAGE)).toHaveLength(2);
  });

  it.each([
    [{ ImageId: "" }, "MissingParameter"],
    [{}, "MissingParameter"],
    [{ AddAccounts: "abc" }, "InvalidParameter.AddAccounts"],
    [{ AddAccounts: "1122334455,,2233445566" }, "InvalidParameter.AddAccounts"],
    [{ AddAccounts: "1122334455, 2233445566" }, "InvalidParameter.AddAccounts"],
    [{ AddAccounts: OWNER }, "InvalidParameter.AddAccounts"],
    [{ AddAccounts: "1000000404" }, "InvalidParameter.AddAccounts"],
    [{ RemoveAccounts: "abc" }, "InvalidParameter.RemoveAccounts"],
    [{ ImageId: "m-nope", AddAccounts: "1122334455" }, "ens.interface.error"],
  ])("refuses %j with 400 %s", async (parameters, code) => {
    emulator.configure({ unknownAccounts: ["1000000404"] });
    expect(await modify(parameters)).toMatchObject({ status: 400, json: { Code: code } });
    expect(emulator.accounts(IMAGE)).toEqual([]);
  });

  it("is idempotent, unless strict", async () => {
    emulator.share(IMAGE, ["1122334455"]);
    expect((await modify({ AddAccounts: "1122334455" })).status).toBe(200);
    expect((await modify({ RemoveAccounts: "2233445566" })).status).toBe(200);
    emulator.configure({ strict: true });
    expect((await modify({ AddAccounts: "1122334455" })).json.Code).toBe("InvalidParameter");
    expect((await modify({ RemoveAccounts: "2233445566" })).json.Code).toBe("InvalidParameter");
  });

  it("can be capped", async () => {
    emulator.configure({ perCallCap: 2 });
    expect((await modify({ AddAccounts: someAccounts(3).join(",") })).json.Code).toBe(
      "InvalidParameter.AddAccounts",
    );
  });

  it("refuses an image that is not Available, in the only general words that ENS has", async () => {
    emulator.setImageState(IMAGE, "Packing");
    expect((await modify({ AddAccounts: "1122334455" })).json.Code).toBe("CallInterface");
  });

  it("shares public images, refuses other accounts' private ones, and those of a wrong type", async () => {
    emulator.putImage({ ...IMAGE, owner: "1888888888888888", public: true });
    expect((await modify({ AddAccounts: "1122334455" })).status).toBe(200);
    emulator.putImage({ ...IMAGE, owner: "1888888888888888" });
    expect((await modify({ AddAccounts: "1122334455" })).json.Code).toBe("NoPermission");
    expect((await accountsOf()).json.Code).toBe("NoPermission");
    emulator.putImage({ ...IMAGE, refuses: "InvalidImageType.NotSupported" });
    expect((await modify({ AddAccounts: "1122334455" })).json.Code).toBe("InvalidImageType.NotSupported");
  });
});

describe("DescribeImageSharePermission", () => {
  it("answers pages of ten unless told, at most of a hundred, with numbers for counters", async () => {
    emulator.share(IMAGE, someAccounts(105));
    expect((await accountsOf()).json).toMatchObject({
      TotalCount: 105,
      PageNumber: 1,
      PageSize: 10,
      ImageId: IMAGE.imageId,
      Accounts: { Account: { length: 10, 0: { AliyunUid: "1000000001" } } },
    });
    expect((await accountsOf({ PageSize: "100", PageNumber: "2" })).json.Accounts.Account).toHaveLength(5);
    expect((await accountsOf({ PageNumber: "99" })).json.Accounts.Account).toEqual([]);
    expect((await accountsOf({ PageSize: "101" })).json.Code).toBe("InvalidParameter.PageSize");
    expect((await accountsOf({ PageNumber: "0" })).json.Code).toBe("InvalidParameter.PageNumber");
  });

  it("finds one account", async () => {
    emulator.share(IMAGE, someAccounts(30));
    expect((await accountsOf({ AliyunId: "1000000025" })).json).toMatchObject({
      TotalCount: 1,
      Accounts: { Account: [{ AliyunUid: "1000000025" }] },
    });
    expect((await accountsOf({ AliyunId: "x" })).json.Code).toBe("InvalidParameter.AliyunId");
  });

  it.each([
    ["ens.interface.error", 400, "ens.interface.error"],
    ["InvalidParameter.ImageId", 400, "InvalidParameter.ImageId"],
    ["empty", 200, undefined],
  ] as const)(
    "DescribeImageSharePermission of a missing image answers as told: %s",
    async (ensMissingImage, status, code) => {
      emulator.configure({ ensMissingImage });
      const reply = await accountsOf({ ImageId: "m-nope" });
      expect(reply.status).toBe(status);
      expect(reply.json.Code).toBe(code);
    },
  );
});

describe("DescribeSelfImages", () => {
  it("matches any part of an id, and has texts for counters", async () => {
    emulator.putImage({ ...IMAGE, imageId: `${IMAGE.imageId}-2`, state: "Copying" });
    const { json } = await call("DescribeSelfImages", { ImageId: IMAGE.imageId });
    expect(json).toMatchObject({ Code: 0, TotalCount: "2", PageNumber: "1", PageSize: "10" });
    expect(json.Images.Image).toMatchObject([
      { ImageId: IMAGE.imageId, Status: "Available", ImageOwnerAlias: "self" },
      { ImageId: `${IMAGE.imageId}-2`, Status: "Copying" },
    ]);
  });

  it("shows at most fifty, and images that others share as theirs", async () => {
    emulator.putImage({ ...IMAGE, imageId: "m-theirs", owner: "1888888888888888", accounts: [OWNER] });
    emulator.putImage({ ...IMAGE, imageId: "m-hidden", owner: "1888888888888888" });
    const { json } = await call("DescribeSelfImages", { PageSize: "50" });
    expect(json.Images.Image.map((image: { ImageOwnerAlias: string }) => image.ImageOwnerAlias)).toEqual([
      "self",
      "others",
    ]);
    expect((await call("DescribeSelfImages", { PageSize: "51" })).json.Code).toBe(
      "InvalidParameter.PageSize",
    );
  });
});

it("DescribeImages matches an id exactly, has numbers for counters, and no status", async () => {
  emulator.putImage({ ...IMAGE, imageId: `${IMAGE.imageId}-2` });
  const { json } = await call("DescribeImages", { ImageId: IMAGE.imageId });
  expect(json).toMatchObject({ TotalCount: 1, PageNumber: 1, PageSize: 10 });
  expect(json.Images.Image[0]).not.toHaveProperty("Status");
});
