/** The vendors' own SDKs, unchanged, asking the emulator whose keys they hold. */
import { Agent } from "node:http";
import { connect } from "node:net";
import AlicloudClient, { Config, OpenApiRequest, Params } from "@alicloud/openapi-client";
import Service from "@volcengine/openapi/lib/base/service";
import { Client as TencentSts } from "tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client";
import type { Emulator } from "../../src/emulator";
import { start } from "./support/start";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start();
});

/** Dials the emulator whatever the URL says, so that the host name, and with it the signature, stays the real one. */
function dialling(port: number): Agent {
  return Object.assign(new Agent(), { createConnection: () => connect(port, "127.0.0.1") });
}

describe("the caller's identity", () => {
  it.each(["TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256"] as const)(
    "is answered to Tencent Cloud's SDK with %s, by address and by host name",
    async (signMethod) => {
      const ways = [
        { endpoint: `127.0.0.1:${emulator.port}`, protocol: "http://" },
        { protocol: "http://", agent: dialling(emulator.port) },
      ];
      for (const httpProfile of ways) {
        const sts = new TencentSts({
          credential: { secretId: "emulator", secretKey: "emulator-secret" },
          region: "ap-guangzhou",
          profile: { signMethod, httpProfile },
        });
        expect(await sts.request("GetCallerIdentity", {})).toMatchObject({ AccountId: "100099990001" });
      }
    },
  );

  it("is answered to Alibaba Cloud's SDK", async () => {
    const client = new AlicloudClient(
      new Config({
        accessKeyId: "emulator",
        accessKeySecret: "emulator-secret",
        endpoint: `127.0.0.1:${emulator.port}`,
        protocol: "HTTP",
      }),
    );
    const api = new Params({
      action: "GetCallerIdentity",
      version: "2015-04-01",
      protocol: "HTTP",
      pathname: "/",
      method: "POST",
      authType: "AK",
      style: "RPC",
      reqBodyType: "formData",
      bodyType: "json",
    });
    // What the SDK wants here is a class of a package that it keeps to itself.
    const runtime = {} as Parameters<typeof client.callApi>[2];
    const { body } = await client.callApi(api, new OpenApiRequest({}), runtime);
    expect(body).toMatchObject({ AccountId: "199000000000000001" });
  });

  it("is answered to Volcengine's SDK", async () => {
    const sts = new Service({
      serviceName: "sts",
      defaultVersion: "2018-01-01",
      region: "cn-beijing",
      host: `127.0.0.1:${emulator.port}`,
      protocol: "http:",
      accessKeyId: "emulator",
      secretKey: "emulator-secret",
    });
    const answer = await sts.fetchOpenAPI({ Action: "GetCallerIdentity", method: "GET", query: {} });
    expect(answer).toMatchObject({ Result: { AccountId: 2199990001 } });
  });
});
