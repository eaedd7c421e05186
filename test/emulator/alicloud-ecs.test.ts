import type { Emulator } from "../../src/emulator";
import { alicloud, numbered, someAccounts } from "./support/clients";
import { start } from "./support/start";

const IMAGE = { service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-bp1emulator" } as const;
const OWNER = "199000000000000001";
const PLACE = { RegionId: IMAGE.region, ImageId: IMAGE.imageId };

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start();
  emulator.putImage(IMAGE);
});

const call = (action: string, parameters: Record<string, string>) =>
  alicloud(emulator, "ecs", action, { ...PLACE, ...parameters });
const modify = (parameters: Record<string, string>) => call("ModifyImageSharePermission", parameters);
const accountsOf = (parameters: Record<string, string> = {}) =>
  call("DescribeImageSharePermission", parameters);

describe("ModifyImageSharePermission", () => {
  it("adds and removes in one call", async () => {
    emulator.share(IMAGE, ["3344556677"]);
    const reply = await modify({
      ...numbered("AddAccount", ["1122334455", "2233445566"]),
      ...numbered("RemoveAccount", ["3344556677"]),
    });
    expect(reply).toMatchObject({ status: 200, json: { RequestId: expect.any(String) } });
    expect(emulator.accounts(IMAGE)).toEqual(["1122334455", "2233445566"]);
  });

  it("silently ignores all accounts after the tenth, in both directions, whatever they are", async () => {
    emulator.share(IMAGE, someAccounts(12, 2_000_000_001));
    const reply = await modify({
      ...numbered("AddAccount", [...someAccounts(10), "nonsense"]),
      ...numbered("RemoveAccount", someAccounts(12, 2_000_000_001)),
    });
    expect(reply.status).toBe(200);
    expect(emulator.accounts(IMAGE)).toEqual(["2000000011", "2000000012", ...someAccounts(10)]);
  });

  it("shares with fifty accounts and not with one more", async () => {
    emulator.share(IMAGE, someAccounts(49));
    expect((await modify({ "AddAccount.1": "2000000001" })).status).toBe(200);
    expect(await modify({ "AddAccount.1": "2000000002" })).toMatchObject({
      status: 403,
      json: { Code: "QuotaExceed.ShareImageUser" },
    });
  });

  it("does not count what the same call removes as room, unless told to", async () => {
    emulator.share(IMAGE, someAccounts(50));
    const swap = { "AddAccount.1": "2000000001", "RemoveAccount.1": "1000000001" };
    expect((await modify(swap)).json.Code).toBe("QuotaExceed.ShareImageUser");
    emulator.configure({ netQuota: true });
    expect((await modify(swap)).status).toBe(200);
    expect((await modify({ "AddAccount.1": "2000000002", "RemoveAccount.1": "3000000001" })).json.Code).toBe(
      "QuotaExceed.ShareImageUser",
    );
  });

  it.each([
    [{ ImageId: "" }, 400, "MissingParameter"],
    [{ RegionId: "" }, 400, "MissingParameter"],
    [{}, 400, "MissingParameter"],
    [{ AddAccount: "1122334455" }, 400, "MissingParameter"],
    [{ RegionId: "Hangzhou", "AddAccount.1": "1122334455" }, 404, "InvalidRegionId.NotFound"],
    [{ ImageId: "m-nope", "AddAccount.1": "1122334455" }, 404, "InvalidImageId.NotFound"],
    [{ "AddAccount.1": "abc" }, 404, "InvalidAccount.NotFound"],
    [{ "AddAccount.1": "1000000404" }, 404, "InvalidAccount.NotFound"],
    [{ "AddAccount.1": OWNER }, 404, "InvalidAccount.Forbbiden"],
    [{ LaunchPermission: "x", "AddAccount.1": "1122334455" }, 400, "InvalidParameter.LaunchPermission"],
    [{ IsPublic: "maybe" }, 403, "InvalidParameter.IsPublic"],
    [{ IsPublic: "true" }, 403, "PublicImageAgreement.NotSigned"],
    [{ IsPublic: "false" }, 403, "Image.NotPublic"],
    [{ IsPublic: "true", "AddAccount.1": "1122334455" }, 403, "PublicImageAgreement.NotSigned"],
    [{ DryRun: "true", "AddAccount.1": "1122334455" }, 400, "DryRunOperation"],
    [{ DryRun: "true", "AddAccount.1": "abc" }, 404, "InvalidAccount.NotFound"],
  ])("answers %j with %i %s and changes nothing", async (parameters, status, code) => {
    emulator.configure({ unknownAccounts: ["1000000404"] });
    expect(await modify(parameters)).toMatchObject({ status, json: { Code: code } });
    expect(emulator.accounts(IMAGE)).toEqual([]);
  });

  it.each([
    "InvalidImageId.BidMismatch",
    "InvalidOperation.ServiceKeyEncryptedImageUnsupported",
    "InvalidParameter.KMSKeyId.CMKNotEnabled",
    "OperationDeined.EncryptedSnapshot",
    "OperationDeined.FullImage",
    "QuotaExceed.ShareImage",
    "AssumeRoleError",
  ])("lets an image refuse with 403 %s", async (code) => {
    emulator.putImage({ ...IMAGE, refuses: code });
    expect(await modify({ "AddAccount.1": "1122334455" })).toMatchObject({
      status: 403,
      json: { Code: code },
    });
  });

  it.each(["Creating", "Waiting", "UnAvailable", "CreateFailed", "Deprecated"])(
    "refuses an image in status %s",
    async (state) => {
      emulator.setImageState(IMAGE, state);
      expect(await modify({ "AddAccount.1": "1122334455" })).toMatchObject({
        status: 403,
        json: { Code: "OperationDenied.InvalidImageStatus" },
      });
    },
  );

  it("takes IsPublic=false, which is the default, beside accounts", async () => {
    expect((await modify({ IsPublic: "false", "AddAccount.1": "1122334455" })).status).toBe(200);
    expect((await modify({ IsPublic: "false", "RemoveAccount.1": "1122334455" })).status).toBe(200);
    expect(emulator.accounts(IMAGE)).toEqual([]);
  });

  it("takes a public image back with IsPublic=false, and leaves its accounts", async () => {
    emulator.putImage({ ...IMAGE, public: true, accounts: ["1122334455"] });
    expect((await modify({ IsPublic: "false" })).status).toBe(200);
    expect(emulator.image(IMAGE)).toMatchObject({ public: false, accounts: ["1122334455"] });
  });

  it("refuses to publish a public image again", async () => {
    emulator.putImage({ ...IMAGE, public: true });
    expect((await modify({ IsPublic: "true" })).json.Code).toBe("Image.Public");
  });

  it("does not know another account's image", async () => {
    emulator.putImage({ ...IMAGE, owner: "1888888888888888", accounts: [OWNER] });
    expect((await modify({ "AddAccount.1": "1122334455" })).json.Code).toBe("InvalidImageId.NotFound");
  });

  it("is idempotent, unless strict, where only an absent removal has a code", async () => {
    emulator.share(IMAGE, ["1122334455"]);
    expect((await modify({ "RemoveAccount.1": "2233445566" })).status).toBe(200);
    emulator.configure({ strict: true });
    expect((await modify({ "AddAccount.1": "1122334455" })).status).toBe(200);
    expect((await modify({ "RemoveAccount.1": "2233445566" })).json.Code).toBe("InvalidAccount.NotFound");
  });
});

describe("DescribeImageSharePermission", () => {
  it("answers pages of ten unless told, at most of a hundred", async () => {
    emulator.share(IMAGE, someAccounts(50));
    expect((await accountsOf()).json).toMatchObject({
      TotalCount: 50,
      PageNumber: 1,
      PageSize: 10,
      RegionId: IMAGE.region,
      ImageId: IMAGE.imageId,
      Accounts: { Account: { length: 10, 0: { AliyunId: "1000000001", SharedTime: expect.any(String) } } },
      ShareGroups: { ShareGroup: [] },
    });
    expect((await accountsOf({ PageNumber: "5" })).json.Accounts.Account).toHaveLength(10);
    expect((await accountsOf({ PageSize: "100" })).json.Accounts.Account).toHaveLength(50);
    expect((await accountsOf({ PageSize: "101" })).json.Code).toBe("InvalidParameter.PageSize");
  });

  it("does not know a missing image", async () => {
    expect(await accountsOf({ ImageId: "m-nope" })).toMatchObject({
      status: 404,
      json: { Code: "InvalidImageId.NotFound" },
    });
  });
});

describe("DescribeImages", () => {
  it("hides what is not Available, unless asked for that", async () => {
    emulator.setImageState(IMAGE, "Creating");
    expect((await call("DescribeImages", {})).json.TotalCount).toBe(0);
    expect((await call("DescribeImages", { Status: "ALL" })).json.Images.Image[0].Status).toBe("Creating");
    expect((await call("DescribeImages", { Status: "Creating,Waiting" })).json.TotalCount).toBe(1);
    expect((await call("DescribeImages", { Status: "Nonsense" })).json.Code).toBe("InvalidParameter.Status");
  });

  it("writes the owner as an integer with all its digits", async () => {
    const { body } = await call("DescribeImages", {});
    expect(body).toContain(`"ImageOwnerId":${OWNER},`);
  });

  it("says True or False of sharing, as a text", async () => {
    const isSelfShared = async () => (await call("DescribeImages", {})).json.Images.Image[0].IsSelfShared;
    expect(await isSelfShared()).toBe("False");
    emulator.share(IMAGE, ["1122334455"]);
    expect(await isSelfShared()).toBe("True");
  });

  it("filters by ids, name and owner", async () => {
    emulator.putImage({ ...IMAGE, imageId: "m-2", name: "two", owner: "1888888888888888", public: true });
    const found = async (parameters: Record<string, string>) => {
      const { json } = await call("DescribeImages", { ImageId: "", ...parameters });
      return json.Images.Image.map(({ ImageId }: { ImageId: string }) => ImageId);
    };
    expect(await found({})).toEqual([IMAGE.imageId, "m-2"]);
    expect(await found({ ImageId: "m-2,m-3" })).toEqual(["m-2"]);
    expect(await found({ ImageName: "two" })).toEqual(["m-2"]);
    expect(await found({ ImageOwnerAlias: "self" })).toEqual([IMAGE.imageId]);
    expect(await found({ RegionId: "cn-beijing" })).toEqual([]);
  });
});
