import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ECSRAMRoleCredentialsProvider, OIDCRoleArnCredentialsProvider } from "@alicloud/credentials";
import { parseConfig } from "../../../src/app/config";
import { alicloudConfig } from "../../../src/backends/alicloud/config";
import { findKeys } from "../../../src/backends/alicloud/credentials";
import { type Circumstances, id, secret, token, useCredentials } from "./credentials-bench";

const bench = useCredentials(findKeys, /^(ALIBABA_?CLOUD_|ALICLOUD_|HOME$|USERPROFILE$)/, {
  ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
});

const CLI = ".aliyun/config.json";
const INI = ".alibabacloud/credentials";

const profile = (name: string, more: object = {}) => ({
  name,
  mode: "AK",
  access_key_id: id(name),
  access_key_secret: secret(name),
  ...more,
});
const cli = (...profiles: object[]) => ({ current: "default", profiles });
const ini = (name: string) =>
  `# comment\n[${name}]\ntype = access_key\naccess_key_id = ${id(name)}\naccess_key_secret="${secret(name)}"\n`;

const own = (name: string) => ({
  ALIBABA_CLOUD_ACCESS_KEY_ID: id(name),
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret(name),
});
const terraform = (name: string) => ({ ALICLOUD_ACCESS_KEY: id(name), ALICLOUD_SECRET_KEY: secret(name) });

/** Keys of another account, wherever the search would come to if it went on. */
const others = { [CLI]: cli(profile("default")), [INI]: ini("default") };

const oidc = {
  ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/deploy",
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1:oidc-provider/x",
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: "./no-such-token",
};

describe("keys for Alibaba Cloud are found", () => {
  it.each<[string, Circumstances, string, string]>([
    [
      "in the configuration before anything else",
      { section: { accessKeyId: id("conf"), accessKeySecret: secret("conf") }, env: own("else") },
      "conf",
      "image-share:alicloud, key ID …conf",
    ],
    [
      "in the vendor's variables",
      { env: own("vari") },
      "vari",
      "environment (ALIBABA_CLOUD_ACCESS_KEY_ID), key ID …vari",
    ],
    [
      "in the variables where the configuration names only a site",
      { env: own("vari"), section: { site: "international" } },
      "vari",
      "environment (ALIBABA_CLOUD_ACCESS_KEY_ID), key ID …vari",
    ],
    [
      "in Terraform's variables",
      { env: terraform("terr") },
      "terr",
      "environment (ALICLOUD_ACCESS_KEY), key ID …terr",
    ],
    [
      "under the name without an underscore",
      { env: { ALIBABACLOUD_ACCESS_KEY_ID: id("none"), ALIBABACLOUD_ACCESS_KEY_SECRET: secret("none") } },
      "none",
      "environment (ALIBABACLOUD_ACCESS_KEY_ID), key ID …none",
    ],
    [
      "under the command line's short name",
      { env: { ALICLOUD_ACCESS_KEY_ID: id("shor"), ALICLOUD_ACCESS_KEY_SECRET: secret("shor") } },
      "shor",
      "environment (ALICLOUD_ACCESS_KEY_ID), key ID …shor",
    ],
    [
      "in the vendor's variables, and Terraform's that say something else are named",
      { env: { ...own("vari"), ...terraform("terr") } },
      "vari",
      "environment (ALIBABA_CLOUD_ACCESS_KEY_ID; ALICLOUD_ACCESS_KEY differs and is not used), key ID …vari",
    ],
    [
      "in the vendor's variables, and other places that variables name are said to be left out",
      { env: { ...own("vari"), ALICLOUD_PROFILE: "prod", ALIBABA_CLOUD_CREDENTIALS_URI: "x" } },
      "vari",
      "environment (ALIBABA_CLOUD_ACCESS_KEY_ID; ALICLOUD_PROFILE and ALIBABA_CLOUD_CREDENTIALS_URI are not used), key ID …vari",
    ],
    [
      "in the vendor's variables, and nothing is said of Terraform's that say the same",
      { env: { ...own("same"), ...terraform("same") } },
      "same",
      "environment (ALIBABA_CLOUD_ACCESS_KEY_ID), key ID …same",
    ],
    [
      "in the current profile",
      { files: { [CLI]: cli(profile("default")) } },
      "default",
      "~/.aliyun/config.json, profile default, key ID …ault",
    ],
    [
      "in the profile that the configuration names",
      {
        files: { [CLI]: cli(profile("default"), profile("prod")) },
        section: { profile: "prod" },
        env: own("else"),
      },
      "prod",
      "~/.aliyun/config.json, profile prod (image-share:alicloud.profile), key ID …prod",
    ],
    ...["ALIBABA_CLOUD_PROFILE", "ALIBABACLOUD_PROFILE", "ALICLOUD_PROFILE"].map(
      (name): [string, Circumstances, string, string] => [
        `in the profile that ${name} names`,
        { files: { [CLI]: cli(profile("default"), profile("prod")) }, env: { [name]: "prod" } },
        "prod",
        `~/.aliyun/config.json, profile prod (${name}), key ID …prod`,
      ],
    ),
    [
      "in the vendor's profile, and Terraform's is said to be left out",
      {
        files: { [CLI]: cli(profile("prod"), profile("else")) },
        env: { ALIBABA_CLOUD_PROFILE: "prod", ALICLOUD_PROFILE: "else" },
      },
      "prod",
      "~/.aliyun/config.json, profile prod (ALIBABA_CLOUD_PROFILE; ALICLOUD_PROFILE differs and is not used), key ID …prod",
    ],
    [
      "in the SDKs' file, where the named profile is not in the command line's",
      {
        files: { [CLI]: cli(profile("default")), [INI]: ini("prod") },
        env: { ALIBABA_CLOUD_PROFILE: "prod" },
      },
      "prod",
      "~/.alibabacloud/credentials, profile prod (ALIBABA_CLOUD_PROFILE), key ID …prod",
    ],
    [
      "in the file that the SDKs' variable names",
      {
        files: { "keys.ini": ini("default"), ...others },
        env: { ALIBABA_CLOUD_CREDENTIALS_FILE: "~/keys.ini" },
      },
      "default",
      "~/keys.ini (ALIBABA_CLOUD_CREDENTIALS_FILE), profile default, key ID …ault",
    ],
    [
      "in the file that Terraform's variable names, which is of the command line's format",
      {
        files: { "keys.json": cli(profile("prod")), ...others },
        env: { ALICLOUD_SHARED_CREDENTIALS_FILE: "~/keys.json", ALICLOUD_PROFILE: "prod" },
      },
      "prod",
      "~/keys.json (ALICLOUD_SHARED_CREDENTIALS_FILE), profile prod (ALICLOUD_PROFILE), key ID …prod",
    ],
    [
      "in the SDKs' file",
      { files: { [INI]: ini("default") } },
      "default",
      "~/.alibabacloud/credentials, profile default, key ID …ault",
    ],
    [
      "in the SDKs' file where the command line's is switched off",
      {
        files: { [CLI]: "broken", [INI]: ini("default") },
        env: { ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true" },
      },
      "default",
      "~/.alibabacloud/credentials, profile default, key ID …ault",
    ],
  ])("%s", async (_where, circumstances, name, described) => {
    const source = await bench.find(circumstances);
    expect(await source.current()).toEqual({ id: id(name), secret: secret(name) });
    expect(source.describe()).toBe(described);
  });

  it.each<[string, Circumstances]>([
    [
      "the configuration",
      { section: { accessKeyId: id("temp"), accessKeySecret: secret("temp"), securityToken: token("temp") } },
    ],
    ["the vendor's variables", { env: { ...own("temp"), ALIBABA_CLOUD_SECURITY_TOKEN: token("temp") } }],
    ["Terraform's variables", { env: { ...terraform("temp"), ALICLOUD_SECURITY_TOKEN: token("temp") } }],
    [
      "a profile",
      {
        files: {
          [CLI]: cli(profile("temp", { name: "default", mode: "StsToken", sts_token: token("temp") })),
        },
      },
    ],
    [
      "a section",
      {
        files: {
          [INI]: ini("default")
            .replace("access_key\n", `sts\nsecurity_token=${token("temp")}\n`)
            .replaceAll("default-", "temp-")
            .replaceAll("9default", "9temp"),
        },
      },
    ],
  ])(
    "keys for Alibaba Cloud are found with the token that stands beside them in %s",
    async (_where, circumstances) => {
      const found = await (await bench.find(circumstances)).current();
      expect(found).toEqual({ id: id("temp"), secret: secret("temp"), token: token("temp") });
    },
  );

  it("keys for Alibaba Cloud are found at the address that a variable names, and asked for again when they are about to expire", async () => {
    let served = 0;
    const server = createServer((_request, response) => {
      served += 1;
      response.end(
        JSON.stringify({
          Code: "Success",
          AccessKeyId: id(`000${served}`),
          AccessKeySecret: secret("uri"),
          SecurityToken: token("uri"),
          Expiration: new Date(Date.now() + (served === 1 ? 60_000 : 3_600_000)).toISOString(),
        }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${secret("path")}`;
      // Given to the process in so many words: before files that happen to be there, and before the machine's role.
      const source = await bench.find({ env: { ALIBABA_CLOUD_CREDENTIALS_URI: address }, files: others });
      expect(source.describe()).toBe("address in ALIBABA_CLOUD_CREDENTIALS_URI, key ID …0001");
      expect((await source.current()).id).toBe(id("0002"));
      expect((await source.current()).id).toBe(id("0002"));
      expect(source.describe()).toBe("address in ALIBABA_CLOUD_CREDENTIALS_URI, key ID …0002");
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  const session = (name: string) => ({
    accessKeyId: id(name),
    accessKeySecret: secret(name),
    securityToken: token(name),
    providerName: "test",
  });

  it.each<[string, Circumstances, string]>([
    ["the role of the ECS instance last", {}, "role of the ECS instance"],
    [
      "a named role of the instance before files that happen to be there",
      { env: { ALIBABA_CLOUD_ECS_METADATA: "deploy" }, files: others },
      "role deploy of the ECS instance (ALIBABA_CLOUD_ECS_METADATA)",
    ],
    [
      "a role of the instance under Terraform's name",
      { env: { ALICLOUD_ECS_ROLE_NAME: "deploy" } },
      "role deploy of the ECS instance (ALICLOUD_ECS_ROLE_NAME)",
    ],
    [
      "the role of the instance that a profile names",
      { files: { [CLI]: cli({ name: "default", mode: "EcsRamRole", ram_role_name: "deploy" }) } },
      "~/.aliyun/config.json, profile default",
    ],
  ])("keys for Alibaba Cloud are found with %s", async (_which, { env = {}, ...circumstances }, place) => {
    jest.spyOn(ECSRAMRoleCredentialsProvider.prototype, "getCredentials").mockResolvedValue(session("inst"));
    const source = await bench.find({
      ...circumstances,
      env: { ALIBABA_CLOUD_ECS_METADATA_DISABLED: undefined, ...env },
    });
    expect(await source.current()).toEqual({ id: id("inst"), secret: secret("inst"), token: token("inst") });
    expect(source.describe()).toBe(`${place}, key ID …inst`);
  });

  it.each([
    ["ALIBABA_CLOUD_ROLE_ARN", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "ALIBABA_CLOUD_OIDC_TOKEN_FILE"],
    ["ALIBABACLOUD_ROLE_ARN", "ALIBABACLOUD_OIDC_PROVIDER_ARN", "ALIBABACLOUD_OIDC_TOKEN_FILE"],
  ])("keys for Alibaba Cloud are found with the OIDC role of %s before all files", async (...names) => {
    jest.spyOn(OIDCRoleArnCredentialsProvider.prototype, "getCredentials").mockResolvedValue(session("oidc"));
    const env = Object.fromEntries(names.map((name) => [name, "x"]));
    const source = await bench.find({ env, files: others });
    expect((await source.current()).id).toBe(id("oidc"));
    expect(source.describe()).toBe(`OIDC role of the pod (${names.join(", ")}), key ID …oidc`);
  });

  it("keys for Alibaba Cloud are found in a file with a mark of Windows before the text, and with members outside of all sections", async () => {
    const marked = { [INI]: `\uFEFFregion = x\n${ini("default")}` };
    expect((await (await bench.find({ files: marked })).current()).id).toBe(id("default"));
  });

  it("keys for Alibaba Cloud are found on a second try after a first that failed, which the SDK's chain does not manage", async () => {
    await bench.refusal({});
    const source = await bench.find({ files: { [CLI]: cli(profile("default")) } });
    expect((await source.current()).id).toBe(id("default"));
  });
});

describe("the search for keys of Alibaba Cloud ends, with other keys on the machine, at", () => {
  it.each<[string, Circumstances, string]>([
    [
      "half of the vendor's pair",
      { env: { ALIBABA_CLOUD_ACCESS_KEY_ID: id("half"), ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" } },
      "the environment has ALIBABA_CLOUD_ACCESS_KEY_ID but ALIBABA_CLOUD_ACCESS_KEY_SECRET is missing or empty",
    ],
    [
      "half of Terraform's pair",
      { env: { ALICLOUD_SECRET_KEY: secret("half") } },
      "the environment has ALICLOUD_SECRET_KEY but ALICLOUD_ACCESS_KEY is missing or empty",
    ],
    [
      "half of one pair and half of another",
      { env: { ALICLOUD_ACCESS_KEY: id("half"), ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret("half") } },
      "the environment has ALIBABA_CLOUD_ACCESS_KEY_SECRET but ALIBABA_CLOUD_ACCESS_KEY_ID is missing or empty",
    ],
    [
      "half of Terraform's pair beside the vendor's",
      { env: { ...own("vari"), ALICLOUD_ACCESS_KEY: id("half") } },
      "the environment has ALICLOUD_ACCESS_KEY but ALICLOUD_SECRET_KEY is missing or empty",
    ],
    [
      "a token alone",
      { env: { ALICLOUD_SECURITY_TOKEN: token("lone") } },
      "the environment has ALICLOUD_SECURITY_TOKEN but ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY are missing or empty",
    ],
    [
      "a token under another tool's name than its keys",
      { env: { ...own("vari"), ALICLOUD_SECURITY_TOKEN: token("lone") } },
      "the environment has ALICLOUD_SECURITY_TOKEN but ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY are missing or empty " +
        "(the token of ALIBABA_CLOUD_ACCESS_KEY_ID is read from ALIBABA_CLOUD_SECURITY_TOKEN)",
    ],
    [
      "variables that a pipeline has no value for",
      { env: { ALIBABA_CLOUD_ACCESS_KEY_ID: "", ALIBABA_CLOUD_ACCESS_KEY_SECRET: " " } },
      "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET are set and empty: give a value, or unset",
    ],
    [
      "an OIDC role whose token file is not there",
      { env: oidc },
      "OIDC role of the pod (ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN, ALIBABA_CLOUD_OIDC_TOKEN_FILE): ENOENT",
    ],
    [
      "a part of an OIDC role",
      { env: { ...oidc, ALIBABA_CLOUD_OIDC_PROVIDER_ARN: undefined } },
      "the environment has ALIBABA_CLOUD_ROLE_ARN and ALIBABA_CLOUD_OIDC_TOKEN_FILE but ALIBABA_CLOUD_OIDC_PROVIDER_ARN " +
        "missing or empty",
    ],
    [
      "a role without keys in the environment",
      { env: { ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/deploy" } },
      "the environment has ALIBABA_CLOUD_ROLE_ARN but ALIBABA_CLOUD_OIDC_PROVIDER_ARN and ALIBABA_CLOUD_OIDC_TOKEN_FILE " +
        "missing or empty",
    ],
    ...["ALIBABA_CLOUD_PROFILE", "ALIBABACLOUD_PROFILE", "ALICLOUD_PROFILE"].map(
      (name): [string, Circumstances, string] => [
        `a profile that ${name} names and no file has`,
        { env: { [name]: "prod" } },
        `${name} names the profile "prod", which is not found in ~/.aliyun/config.json and ~/.alibabacloud/credentials`,
      ],
    ),
    [
      "a profile that the configuration names and no file has",
      { section: { profile: "prod" } },
      'image-share:alicloud.profile names the profile "prod", which is not found in ~/.aliyun/config.json and',
    ],
    [
      "a named profile where the command line's file is switched off",
      { env: { ALIBABA_CLOUD_PROFILE: "prod", ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true" } },
      "not found in ~/.alibabacloud/credentials (ALIBABA_CLOUD_CLI_PROFILE_DISABLED leaves ~/.aliyun/config.json out)",
    ],
    ...["ALIBABA_CLOUD_CREDENTIALS_FILE", "ALICLOUD_SHARED_CREDENTIALS_FILE"].flatMap(
      (name): [string, Circumstances, string][] => [
        [
          `a file that ${name} names and is not there`,
          { env: { [name]: "~/none" } },
          `~/none (${name}) is not found`,
        ],
        [
          `a file that ${name} names and is of no format`,
          { env: { [name]: "~/broken" }, files: { ...others, broken: `no keys, ${secret("file")}` } },
          `~/broken (${name}) is not the INI file that the tools of Alibaba Cloud write`,
        ],
        [
          `a profile that is not in the file that ${name} names`,
          { env: { [name]: "~/keys", ALICLOUD_PROFILE: "prod" }, files: { ...others, keys: ini("else") } },
          `ALICLOUD_PROFILE names the profile "prod", which is not found in ~/keys (${name})`,
        ],
      ],
    ),
    ...["ALIBABA_CLOUD_CREDENTIALS_URI", "ALICLOUD_CREDENTIALS_URI"].map(
      (name): [string, Circumstances, string] => [
        `an address that ${name} names and nobody answers at`,
        { env: { [name]: `http://127.0.0.1:1/${secret("path")}` } },
        `address in ${name}: `,
      ],
    ),
    [
      "a role of the instance that was named, where the instance may not be asked",
      { env: { ALIBABA_CLOUD_ECS_METADATA: "deploy" } },
      "ALIBABA_CLOUD_ECS_METADATA names a role, and ALIBABA_CLOUD_ECS_METADATA_DISABLED is true",
    ],
    [
      "a way to log in that other tools know",
      { env: { ALIBABA_CLOUD_BEARER_TOKEN: token("bearer") } },
      "ALIBABA_CLOUD_BEARER_TOKEN is set, and is not read here",
    ],
    [
      "a file of the command line that is no JSON",
      { files: { [CLI]: `{"access_key_secret": "${secret("file")}", broken` } },
      "~/.aliyun/config.json is not the JSON that the tools of Alibaba Cloud write",
    ],
    ["an empty file of the command line", { files: { [CLI]: "" } }, "~/.aliyun/config.json is not the JSON"],
    [
      "a current profile that is missing",
      { files: { [CLI]: { current: "gone", profiles: [profile("default")] } } },
      '~/.aliyun/config.json has no profile "gone", which is its current one: name another with ALIBABA_CLOUD_PROFILE',
    ],
    [
      "a current profile with half a pair",
      { files: { [CLI]: cli(profile("default", { access_key_secret: "" })) } },
      "~/.aliyun/config.json, profile default has no access_key_secret, or an empty one",
    ],
    [
      "a current profile without the token of its mode",
      { files: { [CLI]: cli(profile("default", { mode: "StsToken" })) } },
      "~/.aliyun/config.json, profile default has no sts_token, or an empty one",
    ],
    [
      "a mode that is not understood",
      { files: { [CLI]: cli(profile("default", { mode: "RsaKeyPair" })) } },
      '~/.aliyun/config.json, profile default logs in by "RsaKeyPair", which is not understood here',
    ],
    [
      "a profile that is its own source",
      {
        files: { [CLI]: cli(profile("default", { mode: "ChainableRamRoleArn", source_profile: "default" })) },
      },
      "~/.aliyun/config.json, profile default has itself as its source_profile",
    ],
    [
      "a source profile that is missing",
      { files: { [CLI]: cli(profile("default", { mode: "ChainableRamRoleArn", source_profile: "gone" })) } },
      '~/.aliyun/config.json, profile default has the source_profile "gone", which is not found',
    ],
    [
      "a profile with a role that is none",
      { files: { [CLI]: cli(profile("default", { mode: "RamRoleArn", ram_role_arn: secret("arn") })) } },
      "~/.aliyun/config.json, profile default has a ram_role_arn that is not the ARN of a role",
    ],
    [
      "a profile with an OIDC token file that is not there",
      {
        files: {
          [CLI]: cli(
            profile("default", {
              mode: "OIDC",
              oidc_token_file: "./no",
              oidc_provider_arn: "p",
              ram_role_arn: "r",
            }),
          ),
        },
      },
      "~/.aliyun/config.json, profile default: ENOENT",
    ],
    [
      "a login that only the vendor's own file can have",
      {
        files: { "keys.json": cli(profile("default", { mode: "CloudSSO" })) },
        env: { ALICLOUD_SHARED_CREDENTIALS_FILE: "~/keys.json" },
      },
      "logs in by CloudSSO, which works in ~/.aliyun/config.json only",
    ],
    [
      "an SDKs' file of no format",
      {
        files: { [INI]: `nonsense ${secret("file")}` },
        env: { ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "TRUE" },
      },
      "~/.alibabacloud/credentials is not the INI file that the tools of Alibaba Cloud write",
    ],
    [
      "an SDKs' file without its default section",
      { files: { [INI]: ini("prod") }, env: { ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true" } },
      '~/.alibabacloud/credentials has no profile "default", which is its current one',
    ],
    [
      "an SDKs' file with a type that is not understood",
      {
        files: { [INI]: ini("default").replace("= access_key", "= rsa_key_pair") },
        env: { ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true" },
      },
      '~/.alibabacloud/credentials, profile default has the type "rsa_key_pair", which is not understood here',
    ],
  ])("%s", async (_where, circumstances, reason) => {
    const files = { ...others, ...circumstances.files };
    const message = await bench.refusal({ ...circumstances, files });
    expect(message).toContain(reason);
    expect(message).toContain("No other place is tried: correct it, or set image-share:alicloud");
  });

  it("a directory in the place of a file", async () => {
    const message = await bench.refusal({ files: { [`${CLI}/below`]: "x", [INI]: ini("default") } });
    expect(message).toContain("~/.aliyun/config.json cannot be read: EISDIR");
  });

  it("no place that only is not there: then it names all of them, and what to set", async () => {
    const message = await bench.refusal({});
    for (const part of [
      "no credentials for Alibaba Cloud. Set image-share:alicloud.accessKeyId and image-share:alicloud.accessKeySecret",
      "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET",
      "ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY",
      "ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN, ALIBABA_CLOUD_OIDC_TOKEN_FILE not set",
      "named profile: no variable names a profile or its file",
      "ALIBABA_CLOUD_CREDENTIALS_URI: not set",
      "~/.aliyun/config.json: no such file",
      "~/.alibabacloud/credentials: no such file",
      "role of the ECS instance: disabled by ALIBABA_CLOUD_ECS_METADATA_DISABLED",
    ]) {
      expect(message).toContain(part);
    }
  });
});

describe("image-share:alicloud", () => {
  const read = (section: object) =>
    parseConfig({
      keys: [],
      get: (key) => (key === "image-share:alicloud" ? JSON.stringify(section) : undefined),
    });
  const keys = { accessKeyId: "id", accessKeySecret: "s" };
  const roleArn = "acs:ram::1234567890123456:role/deploy";

  it.each([
    [{ accessKeyId: "id" }, /^image-share:alicloud\.accessKeySecret is missing$/],
    [{ securityToken: "token" }, /accessKeyId is missing; .*accessKeySecret is missing/],
    [{ accessKeyId: "", accessKeySecret: "secret" }, /accessKeyId must be a string that is not empty/],
    [{ ...keys, site: "mars" }, /site must be "china" or "international"/],
    [{ secretId: "id" }, /unknown key "secretId"/],
    [{}, /accessKeyId is missing/],
    [{ ...keys, profile: "prod" }, /accessKeyId cannot stand beside profile, which holds the keys/],
    [
      { ...keys, roleArn: "deploy" },
      /roleArn must be the ARN of a role, such as "acs:ram::1234567890123456:role\/deploy"/,
    ],
    [{ ...keys, roleSessionName: "ci" }, /roleSessionName has a meaning with roleArn only/],
    [{ ...keys, externalId: "x" }, /externalId has a meaning with roleArn only/],
    [{ roleArn, durationSeconds: 60 }, /durationSeconds must be a whole number of seconds from 900 to 43200/],
    [{ roleArn, durationSeconds: "3600" }, /durationSeconds must be a whole number of seconds/],
    [{ roleArn, roleSessionName: "c i" }, /roleSessionName must be 2 to 32 letters, digits/],
  ])("refuses %j", (section, message) => {
    expect(() => read(section)).toThrow(message);
  });

  it.each([
    { site: "international" },
    { profile: "prod" },
    { roleArn },
    { profile: "prod", roleArn, roleSessionName: "ci", externalId: "x", durationSeconds: 900 },
    { ...keys, securityToken: "t", roleArn },
  ])("takes %j", (section) => {
    expect(alicloudConfig.parse(section)).toEqual(section);
  });
});
