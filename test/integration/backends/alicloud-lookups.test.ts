/** Whatever the SDK of Alibaba Cloud asks for keys, it asks by our HTTP. */
import {
  CLIProfileCredentialsProvider,
  type CredentialsProvider,
  ECSRAMRoleCredentialsProvider,
  OIDCRoleArnCredentialsProvider,
  URICredentialsProvider,
} from "@alicloud/credentials";
import { findKeys } from "../../../src/backends/alicloud/credentials";
import { throughOurHttp } from "../../../src/backends/alicloud/sdk-http";
import { type Circumstances, useCredentials } from "./credentials-bench";
import { startProxy, startVendor } from "./support";

const bench = useCredentials(findKeys, /^(ALIBABA|ALICLOUD_|HOME$|USERPROFILE$|(https?|no|all)_proxy$)/i);

const profile = (mode: string, members: object) => ({
  ".aliyun/config.json": { current: "default", profiles: [{ name: "default", mode, ...members }] },
});

const oidc = {
  ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/deploy",
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1:oidc-provider/x",
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: "~/token",
};

describe("keys of Alibaba Cloud are asked for through the proxy of the environment", () => {
  it.each<[string, Circumstances, string]>([
    ["the OIDC role of a pod", { env: oidc, files: { token: "t" } }, "sts.aliyuncs.com:443"],
    [
      "an address",
      { env: { ALIBABA_CLOUD_CREDENTIALS_URI: "https://keys.example/path" } },
      "keys.example:443",
    ],
    [
      "a profile that logs in by CloudSSO",
      {
        files: profile("CloudSSO", {
          cloud_sso_sign_in_url: "https://signin.example/start",
          cloud_sso_account_id: "1",
          cloud_sso_access_config: "ac-1",
          access_token: "t",
          cloud_sso_access_token_expire: 4_000_000_000,
        }),
      },
      "signin.example:443",
    ],
    [
      "a profile that logs in by OAuth",
      { files: profile("OAuth", { oauth_site_type: "CN", oauth_refresh_token: "t" }) },
      "oauth.aliyun.com:443",
    ],
  ])(
    "keys of Alibaba Cloud are asked for through the proxy of the environment for %s",
    async (_what, { env, ...circumstances }, address) => {
      const proxy = await startProxy();
      const message = await bench.refusal({ ...circumstances, env: { ...env, HTTPS_PROXY: proxy.url } });
      expect(message).toMatch(/The proxy 127\.0\.0\.1:\d+ \(HTTPS_PROXY\) answered 503 Service Unavailable/);
      expect(proxy.tunnels).toEqual([address]);
    },
  );

  it("but not at a plain address beside the machine", async () => {
    const proxy = await startProxy();
    const body = JSON.stringify({
      AccessKeyId: "KEY01234567890001",
      AccessKeySecret: "s",
      SecurityToken: "t",
      Expiration: "2100-01-01T00:00:00Z",
    });
    const { url, requests } = await startVendor({ body });
    const env = { ALIBABA_CLOUD_CREDENTIALS_URI: `${url.href}keys?a=b`, HTTPS_PROXY: proxy.url };
    expect((await bench.find({ env })).describe()).toContain("key ID …0001");
    expect(requests.map((request) => [request.url, request.headers["user-agent"]])).toEqual([
      ["/keys?a=b", "pulumi-image-share"],
    ]);
    expect(proxy.tunnels).toEqual([]);
  });
});

describe("the SDK's providers of keys", () => {
  const made: Readonly<Record<string, () => CredentialsProvider>> = {
    "of an instance": () => ECSRAMRoleCredentialsProvider.builder().build(),
    "of a pod": () =>
      OIDCRoleArnCredentialsProvider.builder()
        .withRoleArn("r")
        .withOIDCProviderArn("p")
        .withOIDCTokenFilePath("f")
        .build(),
    "of an address": () => URICredentialsProvider.builder().withCredentialsURI("http://127.0.0.1").build(),
  };

  it.each(Object.entries(made))("%s still send by the member that is replaced", (_what, build) => {
    const original = build();
    const replaced = throughOurHttp(build());
    expect(original).toHaveProperty("doRequest", expect.any(Function));
    expect(Object.entries(replaced).find(([name]) => name === "doRequest")?.[1]).not.toBe(
      Object.entries(original).find(([name]) => name === "doRequest")?.[1],
    );
  });

  it("the SDK's providers of keys of a profile still make others by the member that is replaced", () => {
    expect(CLIProfileCredentialsProvider.prototype).toHaveProperty("getCredentialsProvider");
  });
});
