import type { Emulator } from "../../src/emulator";
import { numbered, someAccounts, volcengine } from "./support/clients";
import { start } from "./support/start";
import { send } from "./support/wire";

const IMAGE = { service: "volcengine-ecs", region: "cn-beijing", imageId: "image-ebgy1og99tfct0gw" } as const;
const OWNER = "2199990001";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start();
  emulator.putImage(IMAGE);
});

const call = (
  action: string,
  parameters: Record<string, string> = {},
  options: Parameters<typeof volcengine>[3] = {},
) => volcengine(emulator, action, { ImageId: IMAGE.imageId, ...parameters }, options);
const modify = (parameters: Record<string, string>) => call("ModifyImageSharePermission", parameters);
const accountsOf = (parameters: Record<string, string> = {}) =>
  call("DescribeImageSharePermission", parameters);
const codeOf = async (reply: ReturnType<typeof call>) => (await reply).json.ResponseMetadata.Error?.Code;

describe("ModifyImageSharePermission", () => {
  it("adds and removes in one call, and answers with its metadata", async () => {
    emulator.share(IMAGE, ["2100099999"]);
    const reply = await modify({
      ...numbered("AddAccounts", ["2100051234", "2100071234"]),
      ...numbered("RemoveAccounts", ["2100099999"]),
    });
    expect(reply).toMatchObject({ status: 200 });
    expect(reply.json).toEqual({
      ResponseMetadata: {
        RequestId: expect.stringMatching(/^\d{14}[0-9A-F]{20}$/),
        Action: "ModifyImageSharePermission",
        Version: "2020-04-01",
        Service: "ecs",
        Region: "cn-beijing",
      },
      Result: {},
    });
    expect(emulator.accounts(IMAGE)).toEqual(["2100051234", "2100071234"]);
  });

  it("adds fifty accounts in one call, and no more to the image", async () => {
    expect((await modify(numbered("AddAccounts", someAccounts(50)))).status).toBe(200);
    expect(await modify({ "AddAccounts.1": "2100051234" })).toMatchObject({
      status: 400,
      json: { ResponseMetadata: { Error: { Code: "LimitExceeded.MaximumShareImageAccount" } } },
    });
    const removed = modify(numbered("RemoveAccounts", someAccounts(50)));
    expect(await codeOf(removed)).toBeUndefined();
    expect(emulator.accounts(IMAGE)).toEqual([]);
  });

  it("takes no more than fifty additions in one call, even of accounts that are shared", async () => {
    emulator.share(IMAGE, someAccounts(50));
    expect(await codeOf(modify(numbered("AddAccounts", someAccounts(51))))).toBe(
      "LimitExceeded.MaximumShareImageAccount",
    );
  });

  it("judges the limit by net count only when told to", async () => {
    emulator.share(IMAGE, someAccounts(50));
    const swap = { "AddAccounts.1": "2100051234", "RemoveAccounts.1": "1000000001" };
    expect(await codeOf(modify(swap))).toBe("LimitExceeded.MaximumShareImageAccount");
    emulator.configure({ netQuota: true });
    expect(await codeOf(modify(swap))).toBeUndefined();
  });

  it.each([
    [{ ImageId: "" }, 400, "MissingParameter.ImageId"],
    [{}, 400, "MissingParameter.AddAccountsAndRemoveAccounts"],
    // What the Node SDK makes of an array; no numbers, so no accounts.
    [{ AddAccounts: "2100051234" }, 400, "MissingParameter.AddAccountsAndRemoveAccounts"],
    [{ "AddAccounts.1": "abc" }, 400, "InvalidAccount.Malformed"],
    [{ "AddAccounts.1": OWNER }, 400, "InvalidAccount.Malformed"],
    [{ "AddAccounts.1": "2100000404" }, 400, "InvalidAccount.Malformed"],
    [{ ImageId: "image-nope", "AddAccounts.1": "2100051234" }, 404, "InvalidImage.NotFound"],
  ])("answers %j with %i %s and changes nothing", async (parameters, status, code) => {
    emulator.configure({ unknownAccounts: ["2100000404"] });
    const reply = await modify(parameters);
    expect(reply.status).toBe(status);
    expect(reply.json.ResponseMetadata.Error.Code).toBe(code);
    expect(reply.json).not.toHaveProperty("Result");
    expect(emulator.accounts(IMAGE)).toEqual([]);
  });

  it.each(["creating", "error"])("refuses an image in status %s", async (state) => {
    emulator.setImageState(IMAGE, state);
    expect(await codeOf(modify({ "AddAccounts.1": "2100051234" }))).toBe("InvalidImageStatus");
  });

  it("refuses an image that another account shares, and does not know one that it hides", async () => {
    emulator.putImage({ ...IMAGE, owner: "2188888888", accounts: [OWNER] });
    expect(await codeOf(modify({ "AddAccounts.1": "2100051234" }))).toBe("InvalidArgument");
    emulator.putImage({ ...IMAGE, owner: "2188888888" });
    expect(await codeOf(modify({ "AddAccounts.1": "2100051234" }))).toBe("InvalidImage.NotFound");
  });

  it("is idempotent, unless strict", async () => {
    emulator.share(IMAGE, ["2100051234"]);
    const [again, absent] = [{ "AddAccounts.1": "2100051234" }, { "RemoveAccounts.1": "2100071234" }];
    expect(await codeOf(modify(again))).toBeUndefined();
    expect(await codeOf(modify(absent))).toBeUndefined();
    emulator.configure({ strict: true });
    expect(await codeOf(modify(again))).toBe("InvalidArgument");
    expect(await codeOf(modify(absent))).toBe("InvalidArgument");
  });
});

describe("DescribeImageSharePermission", () => {
  it("answers fifteen at a time unless told, until the token is empty", async () => {
    emulator.share(IMAGE, someAccounts(40));
    const seen: string[] = [];
    let token = "";
    do {
      const { Result } = (await accountsOf({ NextToken: token })).json;
      expect(Result).toMatchObject({ ImageId: IMAGE.imageId, TotalCount: 40 });
      expect(Result.Accounts.length).toBeLessThanOrEqual(15);
      seen.push(...Result.Accounts.map(({ AccountId }: { AccountId: string }) => AccountId));
      token = Result.NextToken;
    } while (token !== "");
    expect(seen).toEqual(someAccounts(40));
  });

  it("gives tokens that must be encoded in a query", async () => {
    emulator.share(IMAGE, someAccounts(40));
    expect((await accountsOf()).json.Result.NextToken).toMatch(/[+/]/);
  });

  it.each([
    [{ MaxResults: "0" }, "InvalidArgument"],
    [{ MaxResults: "101" }, "InvalidArgument"],
    [{ NextToken: "nonsense" }, "InvalidArgument"],
    [{ ImageId: "image-nope" }, "InvalidImage.NotFound"],
    [{ ImageId: "" }, "MissingParameter.ImageId"],
  ])("refuses %j with %s", async (parameters, code) => {
    expect(await codeOf(accountsOf(parameters))).toBe(code);
  });
});

describe("DescribeImages", () => {
  it("filters by ids, visibility and status", async () => {
    emulator.putImage({ ...IMAGE, imageId: "image-public", owner: "2188888888", public: true });
    emulator.putImage({ ...IMAGE, imageId: "image-shared", owner: "2188888888", accounts: [OWNER] });
    emulator.putImage({ ...IMAGE, imageId: "image-new", state: "creating" });
    const found = async (parameters: Record<string, string>) => {
      const { json } = await volcengine(emulator, "DescribeImages", parameters);
      return json.Result.Images.map(({ ImageId }: { ImageId: string }) => ImageId);
    };
    expect(await found(numbered("ImageIds", ["image-new", "image-nope"]))).toEqual(["image-new"]);
    expect(await found({ Visibility: "private" })).toEqual([IMAGE.imageId, "image-new"]);
    expect(await found({ Visibility: "shared" })).toEqual(["image-shared"]);
    expect(await found({ "Status.1": "creating" })).toEqual(["image-new"]);
    expect(await codeOf(volcengine(emulator, "DescribeImages", { Visibility: "x" }))).toBe("InvalidArgument");
    expect(
      await codeOf(volcengine(emulator, "DescribeImages", numbered("ImageIds", someAccounts(101)))),
    ).toBe("InvalidArgument");
  });
});

describe("the protocol", () => {
  it.each([
    ["an unknown key", { key: { id: "nobody", secret: "x" } }, 401, "InvalidAccessKey"],
    ["a wrong secret", { key: { id: "emulator", secret: "x" } }, 401, "SignatureDoesNotMatch"],
    [
      "a token with a permanent key",
      { key: { id: "emulator", secret: "emulator-secret", token: "t" } },
      401,
      "InvalidSecretToken",
    ],
    ["a clock sixteen minutes behind", { time: Date.now() - 960_000 }, 400, "InvalidTimestamp"],
    ["a clock sixteen minutes ahead", { time: Date.now() + 960_000 }, 400, "InvalidTimestamp"],
  ])("refuses %s", async (_, options, status, code) => {
    const reply = await call("DescribeImages", {}, options);
    expect(reply.status).toBe(status);
    expect(reply.json.ResponseMetadata.Error.Code).toBe(code);
  });

  it("takes the region from the credential scope", async () => {
    expect(await codeOf(call("DescribeImageSharePermission", {}, { region: "cn-shanghai" }))).toBe(
      "InvalidImage.NotFound",
    );
  });

  it.each([
    ["no X-Date", {}, "InvalidTimestamp"],
    ["an X-Date of another form", { "x-date": "2024-05-21T02:26:16Z" }, "InvalidTimestamp"],
    [
      "a scope of another day",
      { "x-date": `${new Date().toISOString().replace(/[-:]/g, "").slice(0, 15)}Z` },
      "InvalidCredential",
    ],
  ])("refuses %s", async (_, headers, code) => {
    const authorization = `HMAC-SHA256 Credential=emulator/20240521/cn-beijing/ecs/request, SignedHeaders=x-date, Signature=${"0".repeat(64)}`;
    const path = "/?Action=DescribeImages&Version=2020-04-01";
    const { status, body } = await send(emulator.port, { path, headers: { ...headers, authorization } });
    expect([status, JSON.parse(body).ResponseMetadata.Error.Code]).toEqual([400, code]);
  });

  it("refuses other services of the same host", async () => {
    const reply = await call("DescribeImages", {}, { service: "vpc" });
    expect(reply).toMatchObject({
      status: 404,
      json: { ResponseMetadata: { Service: "vpc", Error: { Code: "ServiceNotFound" } } },
    });
  });

  it("takes parameters from a form as well", async () => {
    const reply = await call("ModifyImageSharePermission", { "AddAccounts.1": "2100051234" }, { form: true });
    expect(reply.status).toBe(200);
    expect(emulator.accounts(IMAGE)).toEqual(["2100051234"]);
  });

  it("lets an image refuse with a code of the page", async () => {
    emulator.putImage({ ...IMAGE, refuses: "InvalidArgument" });
    expect(await codeOf(modify({ "AddAccounts.1": "2100051234" }))).toBe("InvalidArgument");
  });

  it("knows no other actions", async () => {
    const reply = await call("RunInstances");
    expect(reply).toMatchObject({
      status: 404,
      json: { ResponseMetadata: { Error: { Code: "InvalidActionOrVersion" } } },
    });
  });

  it("refuses what is not signed, or signs no date", async () => {
    const path = "/?Action=DescribeImages&Version=2020-04-01";
    const authorization = `HMAC-SHA256 Credential=emulator/20240521/cn-beijing/ecs/request, SignedHeaders=host, Signature=${"0".repeat(64)}`;
    for (const headers of [{}, { authorization: "HMAC-SHA256 x" }, { authorization }]) {
      const { status, body } = await send(emulator.port, { path, headers });
      expect(status).toBe(400);
      expect(JSON.parse(body).ResponseMetadata.Error.Code).toBe("InvalidAuthorization");
    }
  });
});
