import { inspect } from "node:util";
import { agentFor } from "../../../src/backends/agent";
import { findService } from "../../../src/backends/registry";
import { connect } from "../../../src/backends/tencentcloud/client";
import { Tunnel } from "../../../src/backends/tunnel";
import { VendorError } from "../../../src/core/errors";
import { CALL_OPTIONS, SCOPE, startProxy, startVendor, useCleanEnvironment } from "./support";

useCleanEnvironment(/^(TENCENTCLOUD|HOME$|(https?|no|all)_proxy$)/i);

const target = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" };
const credentials = { secretId: "id", secretKey: "the-secret" };
const nobody = '{"Response":{"SharePermissionSet":[],"RequestId":"R-1"}}';

async function open(endpoint?: URL, section: object = credentials) {
  const entry = findService("tencentcloud-cvm");
  if (entry === undefined) throw new Error("the registry has no tencentcloud-cvm");
  return entry.open({ credentials: section, endpoint });
}

describe("Tencent Cloud's answers", () => {
  it("lose no digit of an account that is a number", async () => {
    const body = '{"Response":{"SharePermissionSet":[{"AccountId":9007199254740993}],"RequestId":"R-1"}}';
    const backend = await open((await startVendor({ body })).url);
    expect((await backend.describe(target, SCOPE, undefined, CALL_OPTIONS)).accounts).toEqual([
      "9007199254740993",
    ]);
  });

  it("mean nothing without a list of accounts", async () => {
    for (const set of ["", ',"SharePermissionSet":null', ',"SharePermissionSet":[{}]']) {
      const backend = await open((await startVendor({ body: `{"Response":{"RequestId":"R-1"${set}}}` })).url);
      const answer = backend.describe(target, SCOPE, undefined, CALL_OPTIONS);
      await expect(answer).rejects.toMatchObject({ meaning: "ambiguous" });
    }
  });
});

describe("Tencent Cloud's refusals", () => {
  const refusal = (Code: string, Message: string) =>
    JSON.stringify({ Response: { Error: { Code, Message }, RequestId: "R-1" } });

  const failureOf = async (answer: { status?: number; body: string }, section: object = credentials) => {
    const backend = await open((await startVendor(answer)).url, section);
    const error: unknown = await backend
      .write(target, { add: ["100000000001"], remove: [] }, CALL_OPTIONS)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(VendorError);
    return error as VendorError;
  };

  it.each([
    [200, "permanent"],
    [500, "ambiguous"],
    [502, "ambiguous"],
    [429, "throttled"],
  ])(
    "Tencent Cloud's refusals with a code that is on no page mean what HTTP %i says",
    async (status, meaning) => {
      const failure = await failureOf({ status, body: refusal("Gateway.Unheard", "Something broke.") });
      expect(failure).toMatchObject({ meaning, code: "Gateway.Unheard", requestId: "R-1" });
    },
  );

  it("Tencent Cloud's refusals with a code that is known mean what it says, whatever the status", async () => {
    const failure = await failureOf({ status: 500, body: refusal("OverQuota", "Full.") });
    expect(failure.meaning).toBe("quota");
  });

  it("Tencent Cloud's refusals are quoted without the secrets that they quote, in causes too", async () => {
    const section = {
      secretId: "AKID00000001abcd",
      secretKey: "AKID00000001abcd-secret",
      token: "the-token",
    };
    const message = "AKID00000001abcd signed x-tc-token:the-token with AKID00000001abcd-secret";
    const failure = await failureOf({ body: refusal("AuthFailure.SignatureFailure", message) }, section);
    expect(failure.message).toBe("…abcd signed x-tc-token:[secret] with [secret]");
    expect(inspect(failure, { depth: 12, showHidden: true })).not.toMatch(/-secret|the-token|AKID/);
  });
});

it("Tencent Cloud was sent nothing when a role's keys cannot be renewed", async () => {
  const keys = {
    current: () => Promise.reject(new Error("the role is gone")),
    describe: () => "role of the CVM instance",
  };
  const vendor = await startVendor({ body: nobody });
  const call = connect({ endpoint: vendor.url, keys }, { version: "2017-03-12", errors: {} });
  const { region } = target;
  const request = { host: "cvm.tencentcloudapi.com", region, action: "DescribeImages", parameters: {} };
  await expect(call(request, CALL_OPTIONS)).rejects.toMatchObject({
    meaning: "not-sent",
    message: "no keys from role of the CVM instance: the role is gone",
  });
  expect(vendor.requests).toEqual([]);
});

describe("Tencent Cloud's hosts", () => {
  it.each([
    ["ap-guangzhou", "cvm.tencentcloudapi.com"],
    ["na-siliconvalley", "cvm.tencentcloudapi.com"],
    ["ap-shanghai-fsi", "cvm.ap-shanghai-fsi.tencentcloudapi.com"],
    ["ap-shenzhen-fsi", "cvm.ap-shenzhen-fsi.tencentcloudapi.com"],
  ])("Tencent Cloud's hosts for %s is %s, also by way of an endpoint", async (region, host) => {
    const vendor = await startVendor({ body: nobody });
    await (await open(vendor.url)).describe({ ...target, region }, SCOPE, undefined, CALL_OPTIONS);
    const headers = vendor.requests[0]?.headers;
    expect(headers).toMatchObject({ host, "x-tc-region": region });
    expect(headers?.authorization).toMatch(/^TC3-HMAC-SHA256 Credential=id\/[\d-]+\/cvm\/tc3_request/);
  });
});

describe("the proxy of the environment", () => {
  it("carries requests to Tencent Cloud in a tunnel", async () => {
    const proxy = await startProxy();
    process.env.HTTPS_PROXY = proxy.url;
    const answer = (await open()).describe(target, SCOPE, undefined, CALL_OPTIONS);
    await expect(answer).rejects.toMatchObject({ name: "VendorError" });
    expect(proxy.tunnels).toEqual(["cvm.tencentcloudapi.com:443"]);
  });

  it("the proxy of the environment has no say in where an endpoint is reached", async () => {
    const proxy = await startProxy();
    Object.assign(process.env, { HTTP_PROXY: proxy.url, http_proxy: proxy.url });
    const vendor = await startVendor({ body: nobody });
    await (await open(vendor.url)).describe(target, SCOPE, undefined, CALL_OPTIONS);
    expect(vendor.requests).toHaveLength(1);
    expect(proxy.tunnels).toEqual([]);
  });

  it("the proxy of the environment is left out for the hosts that NO_PROXY names", () => {
    process.env.HTTPS_PROXY = "http://127.0.0.1:1";
    expect(agentFor("cvm.tencentcloudapi.com", undefined)).toBeInstanceOf(Tunnel);
    process.env.NO_PROXY = "localhost,cvm.tencentcloudapi.com";
    // No further: the next step would be the vendor's own address.
    expect(agentFor("cvm.tencentcloudapi.com", undefined)).not.toBeInstanceOf(Tunnel);
  });
});
