import { parseConfig } from "../../../src/app/config";
import type { Session } from "../../../src/backends/credentials/session-keys";
import { tencentcloudConfig } from "../../../src/backends/tencentcloud/config";
import { findKeys } from "../../../src/backends/tencentcloud/credentials";
import { type Circumstances, id, secret, token, useCredentials } from "./credentials-bench";

const bench = useCredentials(findKeys, /^(TENCENTCLOUD|TCCLI_|TKE_|HOME$|USERPROFILE$)/);

const INI = ".tencentcloud/credentials";
const CLI = ".tccli/default.credential";
const PROD = ".tccli/prod.credential";

const own = (name: string) => ({
  TENCENTCLOUD_SECRET_ID: id(name),
  TENCENTCLOUD_SECRET_KEY: secret(name),
});
const ini = (name: string) => `[default]\nsecret_id = ${id(name)}\nsecret_key = ${secret(name)}\n`;
const credential = (name: string, more: object = {}) => ({
  secretId: id(name),
  secretKey: secret(name),
  ...more,
});

/** Keys of another account, wherever the search would come to if it went on. */
const others = { [INI]: ini("ini1"), [CLI]: credential("cli1") };

const oidc = {
  TKE_REGION: "ap-guangzhou",
  TKE_PROVIDER_ID: "OIDC",
  TKE_WEB_IDENTITY_TOKEN_FILE: "./no-such-token",
  TKE_ROLE_ARN: "qcs::cam::uin/1:roleName/deploy",
};

/** Nobody waits for a metadata service that is not there. */
const instance = jest.fn<Promise<Session>, [role: string | undefined]>();
jest.mock("../../../src/backends/tencentcloud/instance-role", () => ({
  openInstanceSession: (role: string | undefined) => instance(role),
}));
beforeEach(() => {
  instance.mockReset().mockRejectedValue(new Error("no role"));
});

describe("keys for Tencent Cloud are found", () => {
  it.each<[string, Circumstances, string, string]>([
    [
      "in the configuration before anything else",
      { section: { secretId: id("conf"), secretKey: secret("conf") }, env: own("else") },
      "conf",
      "image-share:tencentcloud, key ID …conf",
    ],
    [
      "in the vendor's variables",
      { env: own("vari") },
      "vari",
      "environment (TENCENTCLOUD_SECRET_ID), key ID …vari",
    ],
    [
      "in the variables of the vendor's functions",
      { env: { TENCENTCLOUD_SECRETID: id("func"), TENCENTCLOUD_SECRETKEY: secret("func") } },
      "func",
      "environment (TENCENTCLOUD_SECRETID), key ID …func",
    ],
    [
      "in the vendor's variables, and those that say something else are named",
      { env: { ...own("vari"), TENCENTCLOUD_SECRETID: id("func"), TENCENTCLOUD_SECRETKEY: secret("func") } },
      "vari",
      "environment (TENCENTCLOUD_SECRET_ID; TENCENTCLOUD_SECRETID differs and is not used), key ID …vari",
    ],
    [
      "in the vendor's variables, and a profile that a variable names is said to be left out",
      { env: { ...own("vari"), TENCENTCLOUD_PROFILE: "prod" } },
      "vari",
      "environment (TENCENTCLOUD_SECRET_ID; TENCENTCLOUD_PROFILE is not used), key ID …vari",
    ],
    [
      "in the profile that the configuration names",
      { files: { ...others, [PROD]: credential("prod") }, section: { profile: "prod" } },
      "prod",
      "~/.tccli/prod.credential (image-share:tencentcloud.profile), key ID …prod",
    ],
    ...["TCCLI_PROFILE", "TENCENTCLOUD_PROFILE"].map((name): [string, Circumstances, string, string] => [
      `in the profile that ${name} names`,
      { files: { ...others, [PROD]: credential("prod") }, env: { [name]: "prod" } },
      "prod",
      `~/.tccli/prod.credential (${name}), key ID …prod`,
    ]),
    [
      "in the folder that a variable names",
      {
        files: { ...others, "keys/default.credential": credential("fold") },
        env: { TENCENTCLOUD_SHARED_CREDENTIALS_DIR: "~/keys" },
      },
      "fold",
      "~/keys/default.credential (TENCENTCLOUD_SHARED_CREDENTIALS_DIR), key ID …fold",
    ],
    [
      "in the SDKs' file",
      { files: others },
      "ini1",
      "~/.tencentcloud/credentials, profile default, key ID …ini1",
    ],
    [
      "in the command line's file",
      { files: { [CLI]: credential("cli1") } },
      "cli1",
      "~/.tccli/default.credential, key ID …cli1",
    ],
  ])("%s", async (_where, circumstances, name, described) => {
    const source = await bench.find(circumstances);
    expect(await source.current()).toEqual({ id: id(name), secret: secret(name) });
    expect(source.describe()).toBe(described);
  });

  it.each<[string, Circumstances]>([
    [
      "in the configuration",
      { section: { secretId: id("temp"), secretKey: secret("temp"), token: token("temp") } },
    ],
    ...["TENCENTCLOUD_SESSION_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_TOKEN"].map(
      (name): [string, Circumstances] => [`as ${name}`, { env: { ...own("temp"), [name]: token("temp") } }],
    ),
    [
      "under all of its names",
      {
        env: {
          ...own("temp"),
          TENCENTCLOUD_SESSION_TOKEN: token("temp"),
          TENCENTCLOUD_SECURITY_TOKEN: token("temp"),
          TENCENTCLOUD_TOKEN: token("temp"),
        },
      },
    ],
    ["in the SDKs' file", { files: { [INI]: `${ini("temp")}token = ${token("temp")}\n` } }],
    ["in the command line's file", { files: { [CLI]: credential("temp", { token: token("temp") }) } }],
    ["in Packer's spelling", { files: { [CLI]: credential("temp", { securityToken: token("temp") }) } }],
    [
      "of a login that is good yet",
      { files: { [CLI]: credential("temp", { token: token("temp"), type: "oauth", expiresAt: 4e9 }) } },
    ],
  ])("keys for Tencent Cloud are found with their token %s", async (_where, circumstances) => {
    const found = await (await bench.find(circumstances)).current();
    expect(found).toEqual({ id: id("temp"), secret: secret("temp"), token: token("temp") });
  });

  const role = (expiresAt = Number.POSITIVE_INFINITY) => ({
    keys: { id: id("role"), secret: secret("role"), token: token("role") },
    expiresAt,
  });

  it.each<[string, Circumstances, string]>([
    ["the instance's role last", {}, "role of the CVM instance"],
    [
      "a named role before files that happen to be there",
      { env: { TENCENTCLOUD_CAM_ROLE_NAME: "deploy" }, files: others },
      "role deploy of the CVM instance (TENCENTCLOUD_CAM_ROLE_NAME)",
    ],
    [
      "the instance's role where a profile says so",
      { files: { [CLI]: { type: "cvm-role" } } },
      "role of the CVM instance (~/.tccli/default.credential)",
    ],
  ])("keys for Tencent Cloud are found with %s", async (_which, circumstances, place) => {
    instance.mockResolvedValue(role());
    const source = await bench.find(circumstances);
    expect(await source.current()).toEqual({ id: id("role"), secret: secret("role"), token: token("role") });
    expect(source.describe()).toBe(`${place}, key ID …role`);
  });

  it("again after the instance once did not answer", async () => {
    instance.mockResolvedValueOnce(role(0));
    const source = await bench.find({});
    await expect(source.current()).rejects.toThrow("no role");
    instance.mockResolvedValue(role());
    expect((await source.current()).id).toBe(id("role"));
  });
});

describe("the search for keys of Tencent Cloud ends, with other keys on the machine, at", () => {
  it.each<[string, Circumstances, string]>([
    [
      "half of a pair",
      { env: { TENCENTCLOUD_SECRET_ID: id("half") } },
      "the environment has TENCENTCLOUD_SECRET_ID but TENCENTCLOUD_SECRET_KEY is missing or empty",
    ],
    [
      "the other half",
      { env: { TENCENTCLOUD_SECRET_KEY: secret("half") } },
      "the environment has TENCENTCLOUD_SECRET_KEY but TENCENTCLOUD_SECRET_ID is missing or empty",
    ],
    ...["TENCENTCLOUD_SESSION_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_TOKEN"].map(
      (name): [string, Circumstances, string] => [
        `${name} alone`,
        { env: { [name]: token("lone") } },
        `the environment has ${name} but TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY are missing or empty`,
      ],
    ),
    [
      "two tokens of which one is another's",
      {
        env: { ...own("temp"), TENCENTCLOUD_TOKEN: token("one"), TENCENTCLOUD_SECURITY_TOKEN: token("two") },
      },
      "TENCENTCLOUD_SECURITY_TOKEN and TENCENTCLOUD_TOKEN hold different tokens: leave one of them",
    ],
    [
      "variables that a pipeline has no value for",
      { env: { TENCENTCLOUD_SECRET_ID: "", TENCENTCLOUD_SECRET_KEY: "" } },
      "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY are set and empty",
    ],
    [
      "an OIDC role whose token file is not there",
      { env: oidc },
      "OIDC role of the TKE pod (TKE_ROLE_ARN, TKE_WEB_IDENTITY_TOKEN_FILE, TKE_PROVIDER_ID): ENOENT",
    ],
    [
      "a part of an OIDC role",
      { env: { ...oidc, TKE_PROVIDER_ID: undefined, TKE_REGION: "" } },
      "the environment has TKE_ROLE_ARN and TKE_WEB_IDENTITY_TOKEN_FILE but TKE_PROVIDER_ID and TKE_REGION missing or empty",
    ],
    ...["TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE", "TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION"].map(
      (name): [string, Circumstances, string] => [
        `${name}, which Terraform reads`,
        { env: { [name]: "x" } },
        `${name} is set, and is not read here`,
      ],
    ),
    ...["TCCLI_PROFILE", "TENCENTCLOUD_PROFILE"].map((name): [string, Circumstances, string] => [
      `a profile that ${name} names and that is not there`,
      { env: { [name]: "prod" } },
      `${name} names the profile "prod", whose file ~/.tccli/prod.credential is not found`,
    ]),
    [
      "a profile that the configuration names and that is not there",
      { section: { profile: "prod" } },
      'image-share:tencentcloud.profile names the profile "prod", whose file ~/.tccli/prod.credential is not found',
    ],
    [
      "a profile whose name leads elsewhere",
      { env: { TCCLI_PROFILE: "../.tccli/default" } },
      "TCCLI_PROFILE must be the name of a profile",
    ],
    [
      "a folder that is not there",
      { env: { TENCENTCLOUD_SHARED_CREDENTIALS_DIR: "~/none" } },
      'TENCENTCLOUD_SHARED_CREDENTIALS_DIR names the profile "default", whose file ~/none/default.credential is not found',
    ],
    [
      "a role of the instance that was named",
      { env: { TENCENTCLOUD_CAM_ROLE_NAME: "deploy" } },
      "role deploy of the CVM instance (TENCENTCLOUD_CAM_ROLE_NAME): no role",
    ],
    [
      "an SDKs' file of no format",
      { files: { [INI]: `secret_key ${secret("file")}` } },
      "~/.tencentcloud/credentials is not the INI file that the tools of Tencent Cloud write",
    ],
    [
      "an SDKs' file without its default section",
      { files: { [INI]: ini("prod").replace("default", "prod") } },
      "~/.tencentcloud/credentials has no section [default]",
    ],
    [
      "an SDKs' file with half a pair",
      { files: { [INI]: `[default]\nsecret_id = ${id("half")}\n` } },
      "~/.tencentcloud/credentials, profile default has no secret_key, or an empty one",
    ],
  ])("%s", async (_where, circumstances, reason) => {
    const files = { ...others, ...circumstances.files };
    const message = await bench.refusal({ ...circumstances, files });
    expect(message).toContain(reason);
    expect(message).toContain("No other place is tried: correct it, or set image-share:tencentcloud");
  });

  it.each([
    ["no JSON", `{"secretKey": "${secret("file")}"`, "is not the JSON that the tools of Tencent Cloud write"],
    ["half a pair", { secretId: id("half") }, "has no secretKey, or an empty one"],
    [
      "a type that is not understood",
      credential("type", { type: "mars" }),
      'has the type "mars", which is not understood',
    ],
    [
      "a login that has expired",
      credential("old1", { type: "oauth", token: token("old1"), expiresAt: 1_000_000_000 }),
      "has expired: log in with tccli again",
    ],
    [
      "a role that is none",
      credential("role", { "role-arn": secret("arn") }),
      "has a role-arn that is not the ARN of a role",
    ],
  ])("a file of the command line with %s, before the instance's role", async (_what, content, reason) => {
    instance.mockResolvedValue({ keys: { id: id("role"), secret: secret("role") }, expiresAt: 4e12 });
    const message = await bench.refusal({ files: { [CLI]: content } });
    expect(message).toContain("~/.tccli/default.credential");
    expect(message).toContain(reason);
  });

  it("no place that only is not there: then it names all of them, and what to set", async () => {
    const message = await bench.refusal({});
    for (const part of [
      "no credentials for Tencent Cloud. Set image-share:tencentcloud.secretId and image-share:tencentcloud.secretKey",
      "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY",
      "TKE_ROLE_ARN, TKE_WEB_IDENTITY_TOKEN_FILE, TKE_PROVIDER_ID, TKE_REGION not set",
      "named profile: no variable names a profile or its folder",
      "~/.tencentcloud/credentials or /etc/tencentcloud/credentials: no such file",
      "~/.tccli/default.credential: no such file",
      "role of the CVM instance: no role",
    ]) {
      expect(message).toContain(part);
    }
  });
});

describe("image-share:tencentcloud", () => {
  const read = (section: object) =>
    parseConfig({
      keys: [],
      get: (key) => (key === "image-share:tencentcloud" ? JSON.stringify(section) : undefined),
    });
  const keys = { secretId: "id", secretKey: "s" };
  const roleArn = "qcs::cam::uin/100000000001:roleName/deploy";

  it.each([
    [{ secretId: "id" }, /^image-share:tencentcloud\.secretKey is missing$/],
    [{ token: "t" }, /secretId is missing; .*secretKey is missing/],
    [{}, /secretId is missing/],
    [{ ...keys, profile: "prod" }, /secretId cannot stand beside profile/],
    [
      { ...keys, roleArn: "acs:ram::1:role/deploy" },
      /roleArn must be the ARN of a role, such as "qcs::cam::uin\//,
    ],
    [{ accessKeyId: "id" }, /unknown key "accessKeyId"/],
  ])("refuses %j", (section, message) => {
    expect(() => read(section)).toThrow(message);
  });

  it.each([
    { profile: "prod" },
    { roleArn, externalId: "x" },
    { ...keys, token: "t", roleArn, durationSeconds: 7200 },
  ])("takes %j", (section) => {
    expect(tencentcloudConfig.parse(section)).toEqual(section);
  });
});
