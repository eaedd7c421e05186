import type { Emulator, Fault } from "../../src/emulator";
import { alicloud, numbered, someAccounts, tencent, volcengine } from "./support/clients";
import { start } from "./support/start";

const CVM = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
const OTHER = { ...CVM, imageId: "img-00000002" } as const;
const ECS = { service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-bp1" } as const;
const SWAS = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-swas" } as const;
const VOLC = { service: "volcengine-ecs", region: "cn-beijing", imageId: "image-1" } as const;

let now: number;
let emulator: Emulator;

beforeEach(async () => {
  now = Date.parse("2026-01-01T00:00:00Z");
  emulator = await start({ rateLimits: false, clock: { now: () => now } });
  for (const image of [CVM, OTHER, ECS, SWAS, VOLC]) {
    emulator.putImage(image);
  }
});

const share = (accounts = ["1038493875"], imageId: string = CVM.imageId) =>
  tencent(
    emulator,
    "ModifyImageSharePermission",
    { ImageId: imageId, AccountIds: accounts, Permission: "SHARE" },
    { time: now },
  );
const read = () => tencent(emulator, "DescribeImageSharePermission", { ImageId: CVM.imageId }, { time: now });
const shareEcs = (accounts: string[]) =>
  alicloud(
    emulator,
    "ecs",
    "ModifyImageSharePermission",
    { RegionId: ECS.region, ImageId: ECS.imageId, ...numbered("AddAccount", accounts) },
    { time: now },
  );
const shareVolc = (accounts: string[]) =>
  volcengine(
    emulator,
    "ModifyImageSharePermission",
    { ImageId: VOLC.imageId, ...numbered("AddAccounts", accounts) },
    { time: now },
  );

describe("throttle", () => {
  it("speaks each vendor's own words, and changes nothing", async () => {
    emulator.injectFault({ kind: "throttle", times: 3, retryAfterMs: 1500 });
    expect((await share()).json.Response.Error.Code).toBe("RequestLimitExceeded");
    expect(await shareEcs(["1122334455"])).toMatchObject({
      status: 400,
      headers: { "x-acs-retry-after": "1500" },
      json: { Code: "Throttling.User" },
    });
    expect(await shareVolc(["2100051234"])).toMatchObject({
      status: 429,
      headers: { "retry-after": "2" },
      json: { ResponseMetadata: { Error: { Code: "FlowLimitExceeded" } } },
    });
    expect([CVM, ECS, VOLC].flatMap((image) => emulator.accounts(image))).toEqual([]);
  });
});

describe("status", () => {
  it.each([
    [500, "InternalError", "InternalError"],
    [502, "InternalError", "InternalServiceError"],
    [503, "ServiceUnavailable", "ServiceUnavailableTemp"],
    [504, "InternalError", "InternalServiceTimeout"],
  ])("%i carries the vendor's JSON", async (status, alicloudCode, volcengineCode) => {
    emulator.injectFault({ kind: "status", status, times: 3 });
    expect(await share()).toMatchObject({ status, json: { Response: { Error: { Code: "InternalError" } } } });
    expect(await shareEcs(["1122334455"])).toMatchObject({ status, json: { Code: alicloudCode } });
    expect(await shareVolc(["2100051234"])).toMatchObject({
      status,
      json: { ResponseMetadata: { Error: { Code: volcengineCode } } },
    });
  });
});

describe("html", () => {
  it("is a page instead of JSON, with any status", async () => {
    emulator.injectFault({ kind: "html", status: 200 });
    const reply = await share().catch((error: Error) => error);
    expect(reply).toBeInstanceOf(SyntaxError);
    expect(emulator.calls()).toMatchObject([{ outcome: { kind: "error", status: 200, fault: "html" } }]);
    expect(emulator.accounts(CVM)).toEqual([]);
  });
});

describe("error", () => {
  it("has the chosen code and the status that the vendor would give it", async () => {
    emulator.injectFault({ kind: "error", code: "AuthFailure.UnauthorizedOperation", times: 1 });
    expect(await share()).toMatchObject({
      status: 200,
      json: { Response: { Error: { Code: "AuthFailure.UnauthorizedOperation" } } },
    });
    emulator.injectFault({ kind: "error", code: "Forbidden.RAM", status: 403, message: "No." });
    expect(await shareEcs(["1122334455"])).toMatchObject({
      status: 403,
      json: { Code: "Forbidden.RAM", Message: "No." },
    });
    emulator.injectFault({ kind: "error", code: "InvalidParameter" });
    expect((await shareVolc(["2100051234"])).status).toBe(400);
  });
});

describe("reset", () => {
  it.each([
    ["before", []],
    ["after", ["1038493875"]],
  ] as const)("%s the write", async (when, accounts) => {
    emulator.injectFault({ kind: "reset", when });
    await expect(share()).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(emulator.accounts(CVM)).toEqual(accounts);
    expect(emulator.calls()).toMatchObject([{ outcome: { kind: "reset", fault: "reset" } }]);
  });
});

describe("hang", () => {
  it.each([
    ["before", []],
    ["after", ["1038493875"]],
  ] as const)("%s the write lasts until the emulator closes", async (when, accounts) => {
    emulator.injectFault({ kind: "hang", when });
    const call = share().then(
      () => "answered",
      () => "cut off",
    );
    const first = await Promise.race([call, new Promise((resolve) => setTimeout(resolve, 100, "waiting"))]);
    expect(first).toBe("waiting");
    expect(emulator.accounts(CVM)).toEqual(accounts);
    expect(emulator.calls()[0]?.outcome.kind).toBe("hang");
    await emulator.close();
    expect(await call).toBe("cut off");
  });

  it("hang with an end answers late; a write that hung before it happens late, too", async () => {
    emulator.injectFault({ kind: "hang", when: "before", ms: 60 });
    const call = share();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(emulator.accounts(CVM)).toEqual([]);
    expect((await call).status).toBe(200);
    expect(emulator.accounts(CVM)).toEqual(["1038493875"]);
  });
});

describe("partial", () => {
  it("changes the first accounts and then fails, as the vendor's fault or with a code of one's own", async () => {
    emulator.injectFault({ kind: "partial", applied: 2 });
    expect(await share(someAccounts(5))).toMatchObject({
      status: 500,
      json: { Response: { Error: { Code: "InternalError" } } },
    });
    expect(emulator.accounts(CVM)).toEqual(someAccounts(2));
    emulator.injectFault({ kind: "partial", applied: 3, code: "FailedOperation" });
    expect((await share(someAccounts(5))).json.Response.Error.Code).toBe("FailedOperation");
    expect(emulator.accounts(CVM)).toEqual(someAccounts(3));
  });

  it("waits for a write", async () => {
    const fault = emulator.injectFault({ kind: "partial", applied: 0 });
    await read();
    expect(fault.fired()).toBe(0);
    await share();
    expect(fault.fired()).toBe(1);
  });
});

describe("drop", () => {
  it("changes the first accounts and says that all is well", async () => {
    emulator.injectFault({ kind: "drop", applied: 2 });
    expect((await share(someAccounts(5))).json.Response).not.toHaveProperty("Error");
    expect(emulator.accounts(CVM)).toEqual(someAccounts(2));
  });

  it("can swallow the SWAS toggle", async () => {
    emulator.injectFault({ kind: "drop", applied: 0 });
    const parameters = { RegionId: SWAS.region, ImageId: SWAS.imageId, Operation: "Share" };
    const reply = await alicloud(emulator, "swas", "ModifyImageShareStatus", parameters, { time: now });
    expect(reply.status).toBe(200);
    expect(emulator.image(SWAS)?.shareToEcs).toBe(false);
  });
});

describe("stale reads", () => {
  const accountsRead = async () =>
    (await read()).json.Response.SharePermissionSet.map(({ AccountId }: { AccountId: string }) => AccountId);

  it("see the image as it was, while writes see it as it is", async () => {
    await share(["1038493875"]);
    now += 1000;
    await share(["1038493876"]);
    emulator.injectFault({ kind: "stale", lagMs: 500, times: 1 });
    expect(await accountsRead()).toEqual(["1038493875"]);
    expect(await accountsRead()).toEqual(["1038493875", "1038493876"]);
  });

  it("stale reads are the rule with readLagMs, for as long as that", async () => {
    emulator.configure({ readLagMs: 2000 });
    await share();
    now += 1999;
    expect(await accountsRead()).toEqual([]);
    now += 1;
    expect(await accountsRead()).toEqual(["1038493875"]);
    emulator.removeImage(CVM);
    expect(await accountsRead()).toEqual(["1038493875"]);
    now += 2000;
    expect((await read()).json.Response.Error.Code).toBe("InvalidImageId.NotFound");
  });

  it("see a seeded image at once", async () => {
    emulator.configure({ readLagMs: 2000 });
    emulator.putImage({ ...CVM, accounts: ["1038493875"] });
    expect(await accountsRead()).toEqual(["1038493875"]);
  });

  it("reach ten minutes back, over any number of changes", async () => {
    for (const account of someAccounts(1200)) {
      now += 1000;
      emulator.share(CVM, [account]);
    }
    emulator.injectFault({ kind: "stale", lagMs: 600_000 });
    expect(await accountsRead()).toHaveLength(600);
  });
});

describe("a fault", () => {
  it("strikes once unless told, skips as told, and counts", async () => {
    const once = emulator.injectFault({ kind: "throttle" });
    const codes = async (count: number) => {
      const all: string[] = [];
      for (let index = 0; index < count; index += 1) {
        all.push((await share()).json.Response.Error === undefined ? "ok" : "throttled");
      }
      return all;
    };
    expect(await codes(2)).toEqual(["throttled", "ok"]);
    expect(once.fired()).toBe(1);
    emulator.injectFault({ kind: "throttle", skip: 2, times: 2 });
    expect(await codes(5)).toEqual(["ok", "ok", "throttled", "throttled", "ok"]);
    const always = emulator.injectFault({ kind: "throttle", times: "always" });
    expect(await codes(3)).toEqual(["throttled", "throttled", "throttled"]);
    always.remove();
    expect(await codes(1)).toEqual(["ok"]);
  });

  it.each<[string, Partial<Fault>]>([
    ["service", { service: "alicloud-ecs" }],
    ["action", { action: "DescribeImages" }],
    ["region", { region: "ap-shanghai" }],
    ["image", { imageId: OTHER.imageId }],
  ])("a fault of another %s does not strike", async (_, filter) => {
    const fault = emulator.injectFault({ kind: "throttle", ...filter } as Fault);
    expect((await share()).json.Response).not.toHaveProperty("Error");
    expect(fault.fired()).toBe(0);
  });

  it("a fault can be aimed at one image", async () => {
    emulator.injectFault({ kind: "throttle", imageId: OTHER.imageId });
    expect((await share()).json.Response).not.toHaveProperty("Error");
    expect((await share(["1038493875"], OTHER.imageId)).json.Response.Error.Code).toBe(
      "RequestLimitExceeded",
    );
  });

  it("a fault is refused when it makes no sense", () => {
    expect(() => emulator.injectFault({ kind: "reset" } as unknown as Fault)).toThrow(
      "the fault is not valid: when",
    );
    expect(() => emulator.injectFault({ kind: "status", status: 404 })).toThrow("status");
  });

  it("goes with all others when they are cleared", async () => {
    emulator.injectFault({ kind: "throttle", times: "always" });
    emulator.clearFaults();
    expect((await share()).json.Response).not.toHaveProperty("Error");
  });
});

it("latency delays every answer, in real time", async () => {
  emulator.configure({ latencyMs: 80 });
  const start = performance.now();
  await read();
  expect(performance.now() - start).toBeGreaterThanOrEqual(75);
});
