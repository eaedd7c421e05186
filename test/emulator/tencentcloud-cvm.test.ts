import type { Emulator } from "../../src/emulator";
import { type Options, someAccounts, tencent } from "./support/clients";
import { start } from "./support/start";

const IMAGE = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
const OWNER = "100099990001";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start({ rateLimits: false });
  emulator.putImage(IMAGE);
});

async function modify(accounts: unknown, permission: unknown = "SHARE", imageId: unknown = IMAGE.imageId) {
  const parameters = { ImageId: imageId, AccountIds: accounts, Permission: permission };
  return (await tencent(emulator, "ModifyImageSharePermission", parameters)).json.Response;
}

async function describe_(parameters: unknown = { ImageId: IMAGE.imageId }, options: Options = {}) {
  return (await tencent(emulator, "DescribeImageSharePermission", parameters, options)).json.Response;
}

async function describeImages(parameters: unknown = {}) {
  return (await tencent(emulator, "DescribeImages", parameters)).json.Response;
}

describe("ModifyImageSharePermission", () => {
  it("shares and cancels, one direction per call", async () => {
    expect(await modify(["1038493875", "100000000002"])).toEqual({ RequestId: expect.any(String) });
    expect(emulator.accounts(IMAGE)).toEqual(["1038493875", "100000000002"]);
    await modify(["1038493875"], "CANCEL");
    expect(emulator.accounts(IMAGE)).toEqual(["100000000002"]);
  });

  it("takes a repeated share and an absent cancel for a success, and keeps the time of the first share", async () => {
    await modify(["1038493875"]);
    const first = await describe_();
    expect(await modify(["1038493875"])).not.toHaveProperty("Error");
    expect(await modify(["100000000002"], "CANCEL")).not.toHaveProperty("Error");
    expect((await describe_()).SharePermissionSet).toEqual(first.SharePermissionSet);
  });

  it("refuses both when strict", async () => {
    emulator.configure({ strict: true });
    emulator.share(IMAGE, ["1038493875"]);
    expect((await modify(["1038493875"])).Error.Code).toBe("FailedOperation.AccountAlreadyExists");
    expect((await modify(["100000000002", "100000000002"])).Error.Code).toBe(
      "FailedOperation.AccountAlreadyExists",
    );
    expect((await modify(["100000000002"], "CANCEL")).Error.Code).toBe("InvalidAccountId.NotFound");
  });

  it.each([
    ["no account", ["abc"], "SHARE", "InvalidParameterValue.InvalidAppIdFormat"],
    ["yourself", [OWNER], "SHARE", "FailedOperation.AccountIsYourSelf"],
    ["yourself, cancelled", [OWNER], "CANCEL", "InvalidAccountIs.YourSelf"],
    ["an unknown account", ["100000000404"], "SHARE", "InvalidAccountId.NotFound"],
    ["a collaborator", ["100000000403"], "SHARE", "FailedOperation.NotMasterAccount"],
  ])("refuses %s", async (_, accounts, permission, code) => {
    emulator.configure({ unknownAccounts: ["100000000404"], collaboratorAccounts: ["100000000403"] });
    const response = await modify(accounts, permission);
    expect(response.Error.Code).toBe(code);
    expect(response.Error.Message).toContain(accounts[0]);
  });

  it("changes nothing when it refuses one account of many", async () => {
    await modify(["1038493875", OWNER, "100000000002"]);
    expect(emulator.accounts(IMAGE)).toEqual([]);
  });

  it("changes what came before the refused account when told not to be atomic", async () => {
    emulator.configure({ atomic: false });
    await modify(["1038493875", OWNER, "100000000002"]);
    expect(emulator.accounts(IMAGE)).toEqual(["1038493875"]);
  });

  it("cancels an account that has ceased to exist since it was shared to", async () => {
    emulator.share(IMAGE, ["100000000404"]);
    emulator.configure({ unknownAccounts: ["100000000404"] });
    expect(await modify(["100000000404"], "CANCEL")).not.toHaveProperty("Error");
    expect(emulator.accounts(IMAGE)).toEqual([]);
  });

  it("shares to 500 accounts and not to one more", async () => {
    expect(await modify(someAccounts(500))).not.toHaveProperty("Error");
    expect((await modify(["2038493875"])).Error.Code).toBe("OverQuota");
    expect(await modify(someAccounts(500))).not.toHaveProperty("Error");
    expect(emulator.accounts(IMAGE)).toHaveLength(500);
  });

  it("has no cap on accounts per call unless told", async () => {
    emulator.configure({ perCallCap: 20 });
    expect((await modify(someAccounts(21))).Error.Code).toBe("InvalidParameterValue.LimitExceeded");
    expect(await modify(someAccounts(20))).not.toHaveProperty("Error");
  });

  it.each([
    ["img-00000000", "InvalidImageId.NotFound"],
    ["img-6pb6lrm", "InvalidImageId.Malformed"],
    ["m-bp1", "InvalidImageId.Malformed"],
    ["", "InvalidImageId.Malformed"],
  ])("answers for image %j with %s", async (imageId, code) => {
    expect((await modify(["1038493875"], "SHARE", imageId)).Error.Code).toBe(code);
  });

  it.each(["CREATING", "SYNCING", "IMPORTING", "CREATEFAILED", "IMPORTFAILED", "USING"])(
    "refuses an image in state %s, in both directions",
    async (state) => {
      emulator.setImageState(IMAGE, state);
      expect((await modify(["1038493875"])).Error.Code).toBe("InvalidParameterValue.InvalidImageState");
      expect((await modify(["1038493875"], "CANCEL")).Error.Code).toBe(
        "InvalidParameterValue.InvalidImageState",
      );
    },
  );

  it.each([
    "FailedOperation.BYOLImageShareFailed",
    "FailedOperation.QImageShareFailed",
    "FailedOperation.RImageShareFailed",
    "InvalidParameter.InstanceImageNotSupport",
    "InvalidParameterValue.InvalidImageId",
    "UnauthorizedOperation.InvalidToken",
    "UnsupportedOperation.EncryptedImagesNotSupported",
    "UnsupportedOperation.LocationImageNotSupported",
  ])("lets an image refuse with %s", async (code) => {
    emulator.putImage({ ...IMAGE, refuses: code });
    expect((await modify(["1038493875"])).Error.Code).toBe(code);
  });

  it("refuses another account's image", async () => {
    emulator.putImage({ ...IMAGE, owner: "100088880001" });
    expect((await modify(["1038493875"])).Error.Code).toBe("UnauthorizedOperation.ImageNotBelongToAccount");
    expect((await describe_()).Error.Code).toBe("UnauthorizedOperation.ImageNotBelongToAccount");
  });

  it.each([
    [{ AccountIds: ["1038493875"], Permission: "SHARE" }, "MissingParameter", "ImageId"],
    [{ ImageId: "img-6pb6lrmy", Permission: "SHARE" }, "MissingParameter", "AccountIds"],
    [{ ImageId: "img-6pb6lrmy", AccountIds: ["1038493875"] }, "MissingParameter", "Permission"],
    [{ ImageId: 5, AccountIds: ["1038493875"], Permission: "SHARE" }, "InvalidParameter", "ImageId"],
    [{ ImageId: "img-6pb6lrmy", AccountIds: "1", Permission: "SHARE" }, "InvalidParameter", "AccountIds"],
    [{ ImageId: "img-6pb6lrmy", AccountIds: [1], Permission: "SHARE" }, "InvalidParameter", "AccountIds.0"],
    [{ ImageId: "img-6pb6lrmy", AccountIds: [], Permission: "SHARE" }, "InvalidParameterValue", "AccountIds"],
    [
      { ImageId: "img-6pb6lrmy", AccountIds: ["1038493875"], Permission: "Share" },
      "InvalidParameterValue",
      "Permission",
    ],
    [
      { ImageId: "img-6pb6lrmy", AccountIds: ["1038493875"], Permission: "SHARE", DryRun: true },
      "UnknownParameter",
      "DryRun",
    ],
    ["[]", "InvalidParameter", "JSON"],
    ["{", "InvalidParameter", "JSON"],
  ])("refuses the parameters %j with %s", async (parameters, code, named) => {
    const { json } = await tencent(emulator, "ModifyImageSharePermission", parameters);
    expect(json.Response.Error).toEqual({ Code: code, Message: expect.stringContaining(named) });
  });
});

describe("DescribeImageSharePermission", () => {
  it("answers all accounts at once, as texts, with times without fractions", async () => {
    emulator.share(IMAGE, someAccounts(500));
    const response = await describe_();
    expect(response.SharePermissionSet).toHaveLength(500);
    expect(response.SharePermissionSet[0]).toEqual({
      AccountId: "1000000001",
      CreatedTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
  });

  it("answers an empty set for an image that is shared with nobody", async () => {
    expect((await describe_()).SharePermissionSet).toEqual([]);
  });

  it("knows only the images of the region that it is asked in", async () => {
    const response = await describe_({ ImageId: IMAGE.imageId }, { region: "ap-shanghai" });
    expect(response.Error.Code).toBe("InvalidImageId.NotFound");
  });

  it("refuses an unknown image", async () => {
    expect((await describe_({ ImageId: "img-00000000" })).Error.Code).toBe("InvalidImageId.NotFound");
  });
});

describe("DescribeImages", () => {
  it("says which state an image is in", async () => {
    emulator.setImageState(IMAGE, "SYNCING");
    expect(await describeImages({ ImageIds: [IMAGE.imageId] })).toMatchObject({
      TotalCount: 1,
      ImageSet: [{ ImageId: IMAGE.imageId, ImageState: "SYNCING", ImageType: "PRIVATE_IMAGE" }],
    });
  });

  it("answers an empty set for an unknown image, and refuses a malformed one", async () => {
    expect(await describeImages({ ImageIds: ["img-00000000"] })).toMatchObject({
      TotalCount: 0,
      ImageSet: [],
    });
    expect((await describeImages({ ImageIds: ["nonsense"] })).Error.Code).toBe("InvalidImageId.Malformed");
  });

  it("shows 20 images at a time unless told, 100 at most", async () => {
    for (let index = 0; index < 120; index += 1) {
      emulator.putImage({ ...IMAGE, imageId: `img-${String(index).padStart(8, "0")}` });
    }
    expect(await describeImages()).toMatchObject({ TotalCount: 121, ImageSet: { length: 20 } });
    expect((await describeImages({ Offset: 100, Limit: 100 })).ImageSet).toHaveLength(21);
  });

  it("filters by id, name and type", async () => {
    emulator.putImage({
      ...IMAGE,
      imageId: "img-aaaaaaaa",
      name: "other",
      owner: "100088880001",
      public: true,
    });
    emulator.putImage({ ...IMAGE, imageId: "img-bbbbbbbb", owner: "100088880001", accounts: [OWNER] });
    const found = async (name: string, ...values: string[]) => {
      const { ImageSet } = await describeImages({ Filters: [{ Name: name, Values: values }] });
      return ImageSet.map(({ ImageId }: { ImageId: string }) => ImageId);
    };
    expect(await found("image-id", "img-aaaaaaaa", "img-bbbbbbbb")).toEqual(["img-aaaaaaaa", "img-bbbbbbbb"]);
    expect(await found("image-type", "PRIVATE_IMAGE")).toEqual([IMAGE.imageId]);
    expect(await found("image-type", "SHARED_IMAGE")).toEqual(["img-bbbbbbbb"]);
    expect(await found("image-name", "other")).toEqual(["img-aaaaaaaa"]);
  });

  it.each([
    [{ ImageIds: [], Filters: [] }, "InvalidParameter.InvalidParameterCoexistImageIdsFilters"],
    [{ Filters: Array(11).fill({ Name: "image-id", Values: [] }) }, "InvalidFilter"],
    [{ Filters: [{ Name: "nonsense", Values: [] }] }, "InvalidFilter"],
    [
      { Filters: [{ Name: "image-id", Values: Array(6).fill("img-6pb6lrmy") }] },
      "InvalidFilterValue.LimitExceeded",
    ],
    [{ Filters: [{ Name: "image-id" }] }, "MissingParameter"],
    [{ Filters: [{ Name: "image-state", Values: ["NORMAL"] }] }, "InvalidFilter"],
    [{ Filters: [{ Name: "cdc-cache-status", Values: ["CACHED"] }] }, "InvalidFilter"],
    [{ InstanceType: "SA5.MEDIUM2" }, "InvalidParameterValue.InstanceTypeNotFound"],
    [{ Limit: "20" }, "InvalidParameter"],
    [{ Limit: 101 }, "InvalidParameterValue.InvalidParameterValueLimit"],
    [{ Limit: -1 }, "InvalidParameterValue.InvalidParameterValueLimit"],
    [{ Offset: -1 }, "InvalidParameterValue"],
  ])("refuses %j", async (parameters, code) => {
    expect((await describeImages(parameters)).Error.Code).toBe(code);
  });
});
