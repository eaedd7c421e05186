/** The vendors' limits, in virtual time. */
import type { Emulator, SettingsChanges } from "../../src/emulator";
import { alicloud, tencent, volcengine } from "./support/clients";
import { start } from "./support/start";

const CVM = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
const SWAS = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-swas" } as const;

let now = Date.parse("2026-01-01T00:00:00Z");
let emulator: Emulator;

async function begin(settings: SettingsChanges = {}): Promise<void> {
  emulator = await start({
    ...settings,
    clock: { now: () => now },
    credentials: [
      { id: "emulator", secret: "emulator-secret" },
      { id: "second", secret: "s" },
    ],
  });
  emulator.putImage(CVM);
  emulator.putImage(SWAS);
}

async function cvm(action = "DescribeImageSharePermission", options = {}): Promise<string> {
  const parameters = action === "DescribeImages" ? {} : { ImageId: CVM.imageId };
  const { json } = await tencent(emulator, action, parameters, { time: now, ...options });
  return json.Response.Error?.Code ?? "ok";
}

async function times(count: number, call: () => Promise<string>): Promise<string[]> {
  const codes: string[] = [];
  for (let index = 0; index < count; index += 1) {
    codes.push(await call());
  }
  return codes;
}

describe("Tencent Cloud", () => {
  it("admits ten requests of an action a second, and the eleventh a second after the first", async () => {
    await begin();
    expect(new Set(await times(10, () => cvm()))).toEqual(new Set(["ok"]));
    now += 999;
    expect(await cvm()).toBe("RequestLimitExceeded");
    now += 1;
    expect(await cvm()).toBe("ok");
  });

  it("admits no more than ten in any second, wherever it begins", async () => {
    await begin();
    now += 900;
    await times(10, () => cvm());
    now += 200;
    expect(await cvm()).toBe("RequestLimitExceeded");
  });

  it("counts actions, regions and keys apart", async () => {
    await begin();
    await times(10, () => cvm());
    expect(await cvm()).toBe("RequestLimitExceeded");
    expect(await cvm("ModifyImageSharePermission")).toBe("MissingParameter");
    expect(await cvm("DescribeImageSharePermission", { region: "ap-shanghai" })).toBe(
      "InvalidImageId.NotFound",
    );
    expect(await cvm("DescribeImageSharePermission", { key: { id: "second", secret: "s" } })).toBe("ok");
  });

  it("admits forty DescribeImages a second", async () => {
    await begin();
    expect((await times(41, () => cvm("DescribeImages"))).filter((code) => code === "ok")).toHaveLength(40);
  });

  it("Tencent Cloud does not count what it throttles, nor what it does not let in", async () => {
    await begin();
    await times(15, () => cvm("DescribeImageSharePermission", { key: { id: "emulator", secret: "wrong" } }));
    await times(15, () => cvm());
    now += 1000;
    expect(new Set(await times(10, () => cvm()))).toEqual(new Set(["ok"]));
  });
});

describe("SWAS", () => {
  const list = async (region = "cn-hangzhou") =>
    alicloud(emulator, "swas", "ListCustomImages", { RegionId: region }, { time: now });

  it("admits ten calls of an action a minute, for all regions together, and says when to come again", async () => {
    await begin();
    for (let index = 0; index < 10; index += 1) {
      expect((await list(index % 2 === 0 ? "cn-hangzhou" : "cn-beijing")).status).toBe(200);
    }
    now += 20_000;
    expect(await list()).toMatchObject({
      status: 400,
      headers: { "x-acs-retry-after": "40000" },
      json: { Code: "Throttling.User" },
    });
    now += 40_000;
    expect((await list()).status).toBe(200);
  });
});

describe("limits of one's own", () => {
  it("replace the documented ones, and can limit what has none", async () => {
    await begin({ rateLimits: { "volcengine-ecs/DescribeImages": { calls: 1, perMs: 5000 } } });
    expect(new Set(await times(20, () => cvm()))).toEqual(new Set(["ok"]));
    const describeImages = () => volcengine(emulator, "DescribeImages", {}, { time: now });
    expect((await describeImages()).status).toBe(200);
    expect(await describeImages()).toMatchObject({
      status: 429,
      headers: { "retry-after": "5" },
      json: { ResponseMetadata: { Error: { Code: "FlowLimitExceeded" } } },
    });
  });

  it("limits of one's own are refused when nothing would keep them", async () => {
    await expect(
      start({ rateLimits: { "volcengine-ecs/DescribeImage": { calls: 1, perMs: 5 } } }),
    ).rejects.toThrow("there is no volcengine-ecs/DescribeImage");
    await begin();
  });

  it("limits of one's own can be none at all, also at run time", async () => {
    await begin();
    await times(10, () => cvm());
    emulator.configure({ rateLimits: false });
    expect(new Set(await times(20, () => cvm()))).toEqual(new Set(["ok"]));
  });
});
