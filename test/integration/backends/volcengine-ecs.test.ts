import { agentFor } from "../../../src/backends/agent";
import { findService } from "../../../src/backends/registry";
import { Tunnel } from "../../../src/backends/tunnel";
import { VendorError } from "../../../src/core/errors";
import { start } from "../../emulator/support/start";
import { CALL_OPTIONS, SCOPE, startProxy, startVendor, useCleanEnvironment } from "./support";

useCleanEnvironment(/^(VOLC|HOME$|(https?|no|all)_proxy$)/i);

const target = { service: "volcengine-ecs", region: "cn-beijing", imageId: "image-ebgy1og99tfct0gw" };
const credentials = { accessKeyId: "id", secretKey: "the-secret", sessionToken: "the-token" };

async function open(endpoint?: URL, section: object = credentials) {
  const entry = findService("volcengine-ecs");
  if (entry === undefined) throw new Error("the registry has no volcengine-ecs");
  return entry.open({ credentials: section, endpoint });
}

async function describeWith(answer: object, status = 200) {
  const vendor = await startVendor({ status, body: JSON.stringify({ ResponseMetadata: {}, ...answer }) });
  const backend = await open(vendor.url);
  return backend.describe(target, SCOPE, undefined, CALL_OPTIONS);
}

describe("Volcengine's answers", () => {
  it("lose no digit of an account that is a number", async () => {
    const body =
      '{"ResponseMetadata":{},"Result":{"Accounts":[{"AccountId":9007199254740993}],"NextToken":""}}';
    const backend = await open((await startVendor({ body })).url);
    expect(await backend.describe(target, SCOPE, undefined, CALL_OPTIONS)).toEqual({
      accounts: ["9007199254740993"],
    });
  });

  it("mean nobody when the list is null and the count is 0, and nothing when there is no list at all", async () => {
    const nobody = await describeWith({ Result: { Accounts: null, TotalCount: 0 } });
    expect(nobody).toEqual({ accounts: [], total: 0 });
    for (const Result of [{}, null, { Accounts: null }, { Accounts: null, TotalCount: 3 }]) {
      await expect(describeWith({ Result })).rejects.toMatchObject({ meaning: "ambiguous" });
    }
  });

  it("Volcengine's answers are no success with an HTTP status that is none", async () => {
    const answer = describeWith({ Result: { Accounts: [] } }, 502);
    await expect(answer).rejects.toMatchObject({
      meaning: "ambiguous",
      message: expect.stringContaining("502"),
    });
  });

  it("Volcengine's answers are quoted without the secrets that they quote", async () => {
    const Message = "no match for x-security-token:the-token signed with the-secret";
    const ResponseMetadata = { RequestId: "R-1", Error: { Code: "SignatureDoesNotMatch", Message } };
    const error: unknown = await describeWith({ ResponseMetadata }, 401).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(VendorError);
    expect(error).toMatchObject({ meaning: "auth", requestId: "R-1" });
    expect(String(error)).toContain("no match for x-security-token:[secret] signed with [secret]");
  });
});

describe("a throttled call to Volcengine", () => {
  it("says how long to wait, where the answer does", async () => {
    const emulator = await start();
    const { id, secret } = emulator.credentials;
    const backend = await open(new URL(emulator.url), { accessKeyId: id, secretKey: secret });
    emulator.injectFault({ kind: "throttle", retryAfterMs: 3_000 });
    const limited = { meaning: "throttled", code: "FlowLimitExceeded", retryAfterMs: 3_000 };
    await expect(backend.describe(target, SCOPE, undefined, CALL_OPTIONS)).rejects.toMatchObject(limited);
    emulator.injectFault({ kind: "throttle" });
    const unlimited = { meaning: "throttled", retryAfterMs: undefined };
    await expect(backend.describe(target, SCOPE, undefined, CALL_OPTIONS)).rejects.toMatchObject(unlimited);
  });
});

describe("Volcengine's hosts", () => {
  it.each([
    ["cn-beijing", "open.volcengineapi.com"],
    ["ap-southeast-1", "open.volcengineapi.com"],
    ["ap-southeast-2", "ecs.ap-southeast-2.volcengineapi.com"],
    ["cn-shanghai-autodriving", "ecs.cn-shanghai-autodriving.volcengineapi.com"],
  ])(
    "Volcengine's hosts for %s is %s, also by way of an endpoint, and the region is signed",
    async (region, host) => {
      const vendor = await startVendor({ body: '{"ResponseMetadata":{},"Result":{"Accounts":[]}}' });
      await (await open(vendor.url)).describe({ ...target, region }, SCOPE, undefined, CALL_OPTIONS);
      const headers = vendor.requests[0]?.headers;
      expect(headers?.host).toBe(host);
      expect(headers?.authorization).toMatch(
        new RegExp(`^HMAC-SHA256 Credential=id/\\d{8}/${region}/ecs/request`),
      );
      expect(headers?.["x-security-token"]).toBe("the-token");
    },
  );
});

describe("the proxy of the environment", () => {
  it("carries requests to Volcengine in a tunnel", async () => {
    const proxy = await startProxy();
    process.env.HTTPS_PROXY = proxy.url;
    const backend = await open();
    await expect(backend.describe(target, SCOPE, undefined, CALL_OPTIONS)).rejects.toMatchObject({
      name: "VendorError",
    });
    expect(proxy.tunnels).toEqual(["open.volcengineapi.com:443"]);
  });

  it("the proxy of the environment has no say in where an endpoint is reached, nor has the SDK's own", async () => {
    const proxy = await startProxy();
    process.env.HTTP_PROXY = proxy.url;
    process.env.VOLC_PROXY_PORT = new URL(proxy.url).port;
    const vendor = await startVendor({ body: '{"ResponseMetadata":{},"Result":{"Accounts":[]}}' });
    await (await open(vendor.url)).describe(target, SCOPE, undefined, CALL_OPTIONS);
    expect(vendor.requests).toHaveLength(1);
    expect(proxy.tunnels).toEqual([]);
  });

  it("the proxy of the environment is left out for the hosts that NO_PROXY names", () => {
    process.env.HTTPS_PROXY = "http://127.0.0.1:1";
    expect(agentFor("open.volcengineapi.com", undefined)).toBeInstanceOf(Tunnel);
    process.env.NO_PROXY = "localhost,.volcengineapi.com";
    // No further: the next step would be the vendor's own address.
    expect(agentFor("open.volcengineapi.com", undefined)).not.toBeInstanceOf(Tunnel);
  });
});
