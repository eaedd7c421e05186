import { agentFor } from "../../../src/backends/agent";
import type { HttpRequest } from "../../../src/backends/http";
import { openInstanceSession } from "../../../src/backends/tencentcloud/instance-role";
import { openPodSession } from "../../../src/backends/tencentcloud/pod-role";
import { Tunnel } from "../../../src/backends/tunnel";
import { startProxy, startVendor, useCleanEnvironment } from "./support";

const machine = useCleanEnvironment(/proxy/i);

describe("the role of a CVM instance", () => {
  const answer = {
    Code: "Success",
    TmpSecretId: "id",
    TmpSecretKey: "secret",
    Token: "token",
    ExpiredTime: 1_800_000_000,
  };
  const session = { keys: { id: "id", secret: "secret", token: "token" }, expiresAt: 1_800_000_000_000 };

  /** A metadata service with these answers, by the last part of the path; anything else is HTTP 404. */
  const metadata = (answers: Readonly<Record<string, string>>) => {
    const asked: string[] = [];
    const send = async ({ protocol, host, path }: HttpRequest) => {
      asked.push(`${protocol}//${host}${path}`);
      const body = answers[path.split("/").at(-1) ?? ""];
      return { status: body === undefined ? 404 : 200, headers: {}, body: body ?? "not found" };
    };
    return { asked, send };
  };
  const root = "http://metadata.tencentyun.com/latest/meta-data/cam/security-credentials/";

  it("the role of a CVM instance is asked for at the metadata service, and then for its keys", async () => {
    const { asked, send } = metadata({ "": "deploy\n", deploy: JSON.stringify(answer) });
    expect(await openInstanceSession(undefined, send)).toEqual(session);
    expect(asked).toEqual([root, `${root}deploy`]);
  });

  it("the role of a CVM instance is taken as it is named, and cannot lead elsewhere", async () => {
    const { asked, send } = metadata({ "..%2Fdeploy": JSON.stringify(answer) });
    expect(await openInstanceSession("../deploy", send)).toEqual(session);
    expect(asked).toEqual([`${root}..%2Fdeploy`]);
  });

  it.each([
    ["no role", {}, "the instance's metadata answered HTTP 404: no role is bound to it"],
    ["HTML", { "": "r", r: "<html>" }, "the instance gives no keys of the role r: no JSON with a Code"],
    ["a failure", { "": "r", r: '{"Code":"Failed"}' }, "the instance gives no keys of the role r: Failed"],
    [
      "no secret",
      { "": "r", r: JSON.stringify({ ...answer, TmpSecretKey: "" }) },
      "the keys there are empty",
    ],
    [
      "no end",
      { "": "r", r: JSON.stringify({ ...answer, ExpiredTime: null }) },
      "the keys there have no ExpiredTime",
    ],
  ])("the role of a CVM instance is refused when the service answers %s", async (_what, answers, message) => {
    const { send } = metadata(answers as Record<string, string>);
    await expect(openInstanceSession(undefined, send)).rejects.toThrow(message);
  });

  it("the role of a CVM instance is asked for without the environment's proxy, which does not know the machine", () => {
    process.env.HTTPS_PROXY = "http://127.0.0.1:1";
    expect(agentFor("metadata.tencentyun.com", undefined, "https:")).toBeInstanceOf(Tunnel);
    expect(agentFor("metadata.tencentyun.com", undefined, "http:")).not.toBeInstanceOf(Tunnel);
  });
});

describe("the role of a TKE pod", () => {
  const role = () => {
    machine.write("token", "the-token");
    return { arn: "r", provider: "OIDC", tokenFile: `${machine.home()}/token`, region: "ap-shanghai" };
  };

  it("the role of a TKE pod is had for the pod's token, without a signature", async () => {
    const Credentials = { TmpSecretId: "id", TmpSecretKey: "secret", Token: "token" };
    const vendor = await startVendor({
      body: JSON.stringify({ Response: { Credentials, ExpiredTime: 1_800_000_000, RequestId: "R-1" } }),
    });
    expect(await openPodSession(role(), vendor.url)).toEqual({
      keys: { id: "id", secret: "secret", token: "token" },
      expiresAt: 1_800_000_000_000,
    });
    expect(vendor.requests[0]?.headers).toMatchObject({
      authorization: "SKIP",
      host: "sts.tencentcloudapi.com",
      "x-tc-action": "AssumeRoleWithWebIdentity",
      "x-tc-region": "ap-shanghai",
    });
  });

  it("the role of a TKE pod is refused without quoting the token", async () => {
    const refusal = { Code: "InvalidParameter.WebIdentityTokenError", Message: "no good: the-token" };
    const Response = { Error: refusal, RequestId: "R-1" };
    const vendor = await startVendor({ body: JSON.stringify({ Response }) });
    await expect(openPodSession(role(), vendor.url)).rejects.toMatchObject({ message: "no good: [secret]" });
  });

  it("the role of a TKE pod is asked for at the vendor's token service, through the proxy of the environment", async () => {
    const proxy = await startProxy();
    process.env.HTTPS_PROXY = proxy.url;
    await expect(openPodSession(role())).rejects.toMatchObject({
      action: "AssumeRoleWithWebIdentity",
      meaning: "not-sent",
    });
    expect(proxy.tunnels).toEqual(["sts.tencentcloudapi.com:443"]);
  });
});
