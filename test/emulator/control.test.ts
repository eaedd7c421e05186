/** Everything that people do to the emulator besides calling it: in the process, and over HTTP. */
import type { Emulator } from "../../src/emulator";
import { tencent, volcengine } from "./support/clients";
import { start } from "./support/start";

const IMAGE = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;

const [ALICE, BOB, CAROL] = ["100000000001", "100000000002", "100000000003"] as const;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start();
});

// biome-ignore lint/suspicious/noExplicitAny: a test looks wherever it likes
const parsed = (text: string): any => JSON.parse(text);

async function control(method: string, path: string, body?: unknown) {
  const response = await fetch(`${emulator.url}/_emulator${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, json: parsed(await response.text()) };
}

const share = (accounts = ["1038493875"]) =>
  tencent(emulator, "ModifyImageSharePermission", {
    ImageId: IMAGE.imageId,
    AccountIds: accounts,
    Permission: "SHARE",
  });

describe("in the process", () => {
  it("says which key to use, and which accounts it acts for", () => {
    expect(emulator.credentials).toMatchObject({
      id: "emulator",
      secret: "emulator-secret",
      accounts: { alicloud: "199000000000000001", volcengine: "2199990001", tencentcloud: "100099990001" },
    });
  });

  it("seeds, shows, changes and removes images", () => {
    emulator.putImage({ ...IMAGE, name: "golden", tags: { env: "test" }, accounts: [ALICE, BOB] });
    emulator.share(IMAGE, [CAROL, ALICE]);
    emulator.unshare(IMAGE, [BOB]);
    emulator.setImageState(IMAGE, "SYNCING");
    expect(emulator.images()).toEqual([
      {
        ...IMAGE,
        name: "golden",
        state: "SYNCING",
        owner: "100099990001",
        public: false,
        tags: { env: "test" },
        shareToEcs: false,
        accounts: [ALICE, CAROL],
      },
    ]);
    emulator.removeImage(IMAGE);
    expect(emulator.image(IMAGE)).toBeUndefined();
    expect(() => emulator.accounts(IMAGE)).toThrow(
      "the emulator has no image tencentcloud-cvm/ap-guangzhou/img-6pb6lrmy",
    );
  });

  it("seeds each service in the state in which its images can be shared", () => {
    const states = [
      emulator.putImage({ service: "alicloud-ens", imageId: "m-1" }),
      emulator.putImage({ service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-1" }),
      emulator.putImage({ service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-1" }),
      emulator.putImage({ service: "volcengine-ecs", region: "cn-beijing", imageId: "image-1" }),
      emulator.putImage(IMAGE),
    ].map(({ state }) => state);
    expect(states).toEqual(["Available", "Available", "1", "available", "NORMAL"]);
  });

  it.each([
    [{ ...IMAGE, state: "Available" }, 'no image state "Available"; it has NORMAL'],
    [{ service: "tencentcloud-cvm", imageId: "img-6pb6lrmy" }, "needs a region"],
    [{ service: "alicloud-ens", region: "cn-hangzhou", imageId: "m-1" }, "has no region"],
    [{ ...IMAGE, shareToEcs: true }, "images of tencentcloud-cvm have no shareToEcs"],
    [{ ...IMAGE, refuses: "Nonsense" }, "cannot refuse with Nonsense"],
    [{ ...IMAGE, imageid: "x" }, "imageid"],
    [{ ...IMAGE, imageId: "img-short" }, '"img-short" is not an image ID of tencentcloud-cvm'],
    [{ ...IMAGE, imageId: "img-6PB6LRMY" }, "img- and at least eight lower-case letters or digits"],
    [{ ...IMAGE, region: "Guangzhou" }, '"Guangzhou" is not the name of a region'],
    [{ ...IMAGE, service: "aws" }, "service"],
  ])("refuses to seed %j", (seed, message) => {
    expect(() => emulator.putImage(seed as typeof IMAGE)).toThrow(message);
  });

  it("takes the image IDs that the API takes, and no others", async () => {
    for (const imageId of ["img-release01", "img-short", "m-bp1emulator", "img-6pb6lrmy\n", "img-"]) {
      const call = () => tencent(emulator, "DescribeImageSharePermission", { ImageId: imageId });
      const { Code } = (await call()).json.Response.Error;
      expect([imageId, Code]).toEqual([
        imageId,
        expect.stringMatching(/^InvalidImageId\.(NotFound|Malformed)$/),
      ]);
      if (Code === "InvalidImageId.NotFound") {
        emulator.putImage({ ...IMAGE, imageId });
        expect((await call()).json.Response).not.toHaveProperty("Error");
      } else {
        expect(() => emulator.putImage({ ...IMAGE, imageId })).toThrow("is not an image ID");
      }
    }
    expect(emulator.images().map(({ imageId }) => imageId)).toEqual(["img-release01"]);
  });

  it("does not log what is done behind the program's back", () => {
    emulator.putImage(IMAGE);
    emulator.share(IMAGE, [ALICE]);
    expect(emulator.calls()).toEqual([]);
  });

  it("logs each call as sent, with its outcome, newest last", async () => {
    emulator.putImage(IMAGE);
    await share();
    await tencent(emulator, "DescribeImageSharePermission", { ImageId: "img-00000000" });
    await volcengine(emulator, "DescribeImages", { "ImageIds.1": "image-1" });
    expect(emulator.calls()).toEqual([
      {
        id: 1,
        time: expect.any(Number),
        cloud: "tencentcloud",
        service: "tencentcloud-cvm",
        region: "ap-guangzhou",
        action: "ModifyImageSharePermission",
        parameters: { ImageId: IMAGE.imageId, AccountIds: ["1038493875"], Permission: "SHARE" },
        imageIds: [IMAGE.imageId],
        credentialId: "emulator",
        outcome: { kind: "ok", status: 200, requestId: expect.any(String) },
      },
      expect.objectContaining({ outcome: expect.objectContaining({ code: "InvalidImageId.NotFound" }) }),
      expect.objectContaining({ parameters: { "ImageIds.1": "image-1" }, imageIds: ["image-1"] }),
    ]);
    expect(emulator.calls({ outcome: "error" })).toHaveLength(1);
    expect(emulator.calls({ service: "volcengine-ecs" })).toHaveLength(1);
    expect(emulator.calls({ imageId: IMAGE.imageId, action: "ModifyImageSharePermission" })).toHaveLength(1);
    expect(emulator.calls({ region: "cn-shanghai" })).toEqual([]);
    emulator.clearCalls();
    expect(emulator.calls()).toEqual([]);
  });

  it("tells a listener of each call", async () => {
    const seen: string[] = [];
    const other = await start({
      onCall: ({ action, outcome }) => seen.push(`${action} ${outcome.kind}`),
    });
    await tencent(other, "DescribeImages", {});
    expect(seen).toEqual(["DescribeImages ok"]);
  });

  it("keeps settings that are not mentioned", () => {
    emulator.configure({ strict: true });
    expect(emulator.configure({ latencyMs: 5 })).toMatchObject({ strict: true, latencyMs: 5, atomic: true });
    expect(() => emulator.configure({ readLagMs: -1 })).toThrow("readLagMs");
  });

  it("lets several accounts live side by side", async () => {
    const other = await start({
      credentials: [
        { id: "first", secret: "1" },
        { id: "second", secret: "2", accounts: { tencentcloud: "100088880001" } },
      ],
    });
    other.putImage(IMAGE);
    const parameters = { ImageId: IMAGE.imageId };
    const code = async (id: string, secret: string) => {
      const key = { id, secret };
      const { json } = await tencent(other, "DescribeImageSharePermission", parameters, { key });
      return json.Response.Error?.Code;
    };
    expect(await code("first", "1")).toBeUndefined();
    expect(await code("second", "2")).toBe("UnauthorizedOperation.ImageNotBelongToAccount");
  });
});

describe("over HTTP", () => {
  const query = new URLSearchParams(IMAGE).toString();

  it("seeds, shows, changes and removes images", async () => {
    expect(await control("PUT", "/images", { ...IMAGE, accounts: [ALICE] })).toMatchObject({ status: 200 });
    const shared = await control("POST", "/share", { ...IMAGE, accounts: [BOB] });
    expect(shared.json.accounts).toEqual([ALICE, BOB]);
    const unshared = await control("POST", "/unshare", { ...IMAGE, accounts: [ALICE] });
    expect(unshared.json.accounts).toEqual([BOB]);
    expect((await control("PATCH", "/images", { ...IMAGE, state: "SYNCING" })).json.state).toBe("SYNCING");
    expect((await control("GET", "/images")).json).toHaveLength(1);
    expect((await control("GET", `/images?${query}`)).json.imageId).toBe(IMAGE.imageId);
    expect((await control("DELETE", `/images?${query}`)).status).toBe(200);
    expect(await control("GET", `/images?${query}`)).toMatchObject({ status: 404 });
  });

  it("toggles the share of a SWAS image to its own ECS", async () => {
    const swas = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-1" };
    await control("PUT", "/images", swas);
    expect((await control("PATCH", "/images", { ...swas, shareToEcs: true })).json.shareToEcs).toBe(true);
  });

  it("shows and clears the log, with all digits", async () => {
    emulator.putImage(IMAGE);
    await tencent(emulator, "DescribeImages", '{"Offset":12345678901234567890}');
    const response = await fetch(`${emulator.url}/_emulator/calls?action=DescribeImages`);
    expect(await response.text()).toContain("12345678901234567890");
    expect((await control("GET", "/calls?action=Other")).json).toEqual([]);
    await control("DELETE", "/calls");
    expect(emulator.calls()).toEqual([]);
  });

  it("injects, lists and clears faults", async () => {
    emulator.putImage(IMAGE);
    expect(await control("POST", "/faults", { kind: "throttle", times: 2 })).toMatchObject({
      json: { id: 1 },
    });
    expect((await share()).json.Response.Error.Code).toBe("RequestLimitExceeded");
    expect((await control("GET", "/faults")).json).toMatchObject([
      { id: 1, fired: 1, fault: { kind: "throttle" } },
    ]);
    await control("DELETE", "/faults");
    expect((await share()).json.Response).not.toHaveProperty("Error");
  });

  it("shows and changes settings", async () => {
    expect((await control("PATCH", "/settings", { strict: true })).json).toMatchObject({ strict: true });
    expect((await control("GET", "/settings")).json).toMatchObject({ strict: true, rateLimits: true });
  });

  it("resets everything but the settings", async () => {
    emulator.putImage(IMAGE);
    emulator.configure({ strict: true });
    emulator.injectFault({ kind: "throttle" });
    await share();
    await control("POST", "/reset");
    expect((await control("GET", "/")).json).toMatchObject({
      images: 0,
      calls: 0,
      settings: { strict: true },
    });
    expect(emulator.faults()).toEqual([]);
  });

  it.each([
    ["PUT", "/images", "{", 400, "not JSON"],
    ["PUT", "/images", { service: "aws", imageId: "x" }, 400, "service"],
    ["PUT", "/images", { ...IMAGE, state: "x" }, 400, "NORMAL"],
    ["PUT", "/images", { ...IMAGE, imageId: "img-short" }, 400, "img- and at least eight"],
    ["POST", "/share", { ...IMAGE, imageId: "img-short", accounts: [ALICE] }, 400, "img- and at least eight"],
    [
      "DELETE",
      "/images?service=tencentcloud-cvm&region=ap-guangzhou&imageId=img-1",
      undefined,
      400,
      "img- and at least eight",
    ],
    ["POST", "/share", { ...IMAGE, accounts: [] }, 400, "accounts"],
    ["POST", "/share", { ...IMAGE, accounts: [ALICE] }, 404, "no image"],
    ["POST", "/share", { ...IMAGE, accounts: ["abc"] }, 400, '"abc" is not an account ID'],
    ["PUT", "/images", { ...IMAGE, owner: "me" }, 400, "5 to 20 digits"],
    [
      "PATCH",
      "/images",
      { ...IMAGE, shareToEcs: true },
      400,
      "images of tencentcloud-cvm have no shareToEcs",
    ],
    ["DELETE", "/images?service=alicloud-ens", undefined, 400, "imageId"],
    ["POST", "/faults", { kind: "explode" }, 400, "kind"],
    ["PATCH", "/settings", { stric: true }, 400, "stric"],
    ["GET", "/calls?services=x", undefined, 400, "services"],
    ["GET", "/nothing", undefined, 404, "no GET /_emulator/nothing"],
  ])("says what is wrong with %s %s %j", async (method, path, body, status, message) => {
    const reply = await control(method, path, body);
    expect(reply.status).toBe(status);
    expect(reply.json.error).toContain(message);
  });

  it("is not an API call, and an unknown request is told what there is", async () => {
    await control("GET", "/images");
    const response = await fetch(`${emulator.url}/anything?x=1`);
    expect(response.status).toBe(404);
    expect(parsed(await response.text()).error).toContain("alicloud-ens 2017-11-10");
    expect(emulator.calls()).toEqual([]);
  });
});
