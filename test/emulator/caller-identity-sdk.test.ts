/** The vendors' own SDKs, unchanged, asking the emulator whose keys they hold, and for the keys of a role. */
import { Agent } from "node:http";
import { connect } from "node:net";
import { RAMRoleARNCredentialsProvider, StaticAKCredentialsProvider } from "@alicloud/credentials";
import AlicloudClient, { Config, OpenApiRequest, Params } from "@alicloud/openapi-client";
import Service from "@volcengine/openapi/lib/base/service";
import { StsService } from "@volcengine/openapi/lib/services/sts";
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
    "the caller's identity is answered to Tencent Cloud's SDK with %s, by address and by host name",
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

  it("the caller's identity is answered to Alibaba Cloud's SDK", async () => {
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

  it("the caller's identity is answered to Volcengine's SDK", async () => {
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

describe("keys of a role", () => {
  const user = { id: "userKey", secret: "user-secret", user: "ci" };
  const roles = [
    { arn: "acs:ram::199000000000000002:role/deploy" },
    { arn: "qcs::cam::uin/100099990002:roleName/deploy" },
    { arn: "trn:iam::2199990002:role/deploy" },
  ];

  beforeEach(async () => {
    emulator = await start({ credentials: [user], roles });
  });

  it.each(["TC3-HMAC-SHA256", "HmacSHA1"] as const)(
    "keys of a role are given to Tencent Cloud's SDK with %s, and work",
    async (signMethod) => {
      const httpProfile = { endpoint: `127.0.0.1:${emulator.port}`, protocol: "http://" };
      const client = (credential: object) =>
        new TencentSts({
          credential: credential as { secretId: string; secretKey: string },
          region: "ap-guangzhou",
          profile: { signMethod, httpProfile },
        });
      const given = await client({ secretId: user.id, secretKey: user.secret }).AssumeRole({
        RoleArn: "qcs::cam::uin/100099990002:roleName/deploy",
        RoleSessionName: "ci",
        DurationSeconds: 900,
      });
      const { TmpSecretId: secretId, TmpSecretKey: secretKey, Token: token } = given.Credentials ?? {};
      const identity = await client({ secretId, secretKey, token }).request("GetCallerIdentity", {});
      expect(identity).toMatchObject({ AccountId: "100099990002" });
    },
  );

  it("keys of a role are given to Volcengine's SDK, and work", async () => {
    const place = {
      host: `127.0.0.1:${emulator.port}`,
      protocol: "http:",
      region: "cn-beijing",
      serviceName: "sts",
      defaultVersion: "2018-01-01",
    } as const;
    const sts = new StsService({ ...place, accessKeyId: user.id, secretKey: user.secret });
    const { Result } = await sts.AssumeRole({
      RoleTrn: "trn:iam::2199990002:role/deploy",
      RoleSessionName: "ci",
    });
    const {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretKey,
      SessionToken: sessionToken,
    } = Result?.Credentials ?? {};
    const keys = { accessKeyId, secretKey, sessionToken } as { accessKeyId: string; secretKey: string };
    const role = new Service({ ...place, ...keys });
    const answer = await role.fetchOpenAPI({ Action: "GetCallerIdentity", method: "GET", query: {} });
    expect(answer).toMatchObject({ Result: { AccountId: 2199990002 } });
  });

  it("keys of a role are given to Alibaba Cloud's SDK, which signs RPC with HMAC-SHA1, and work", async () => {
    const provider = RAMRoleARNCredentialsProvider.builder()
      .withCredentialsProvider(
        StaticAKCredentialsProvider.builder()
          .withAccessKeyId(user.id)
          .withAccessKeySecret(user.secret)
          .build(),
      )
      .withRoleArn("acs:ram::199000000000000002:role/deploy")
      .withRoleSessionName("ci")
      .build();
    // The SDK knows https only: what it sends is sent here as it is, but to the emulator.
    const { doRequest } = provider as unknown as {
      doRequest: (request: { toRequestURL(): string }) => unknown;
    };
    Object.assign(provider, {
      doRequest: (request: { toRequestURL(): string }) => {
        const query = new URL(request.toRequestURL()).search;
        return doRequest(Object.assign(request, { toRequestURL: () => `${emulator.url}/${query}` }));
      },
    });
    const { accessKeyId, accessKeySecret, securityToken } = await provider.getCredentials();
    expect(accessKeyId).toMatch(/^STS\./);
    expect([accessKeySecret, securityToken].every((part) => part !== "")).toBe(true);
  });
});
