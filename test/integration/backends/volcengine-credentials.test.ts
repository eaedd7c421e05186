import { parseConfig } from "../../../src/app/config";
import { volcengineConfig } from "../../../src/backends/volcengine/config";
import { findKeys } from "../../../src/backends/volcengine/credentials";
import { type Circumstances, id, secret, token, useCredentials } from "./credentials-bench";

const bench = useCredentials(findKeys, /^(VOLC|HOME$|USERPROFILE$)/);

const CLI = ".volcengine/config.json";
const OLDER = ".volc/config";

const pairs = [
  ["VOLCENGINE_ACCESS_KEY", "VOLCENGINE_SECRET_KEY", "VOLCENGINE_SESSION_TOKEN"],
  ["VOLC_ACCESSKEY", "VOLC_SECRETKEY", "VOLC_SESSIONTOKEN"],
  ["VOLCSTACK_ACCESS_KEY_ID", "VOLCSTACK_SECRET_ACCESS_KEY", "VOLCSTACK_SESSION_TOKEN"],
  ["VOLCSTACK_ACCESS_KEY", "VOLCSTACK_SECRET_KEY", "VOLCSTACK_SESSION_TOKEN"],
] as const;

const own = (name: string) => ({ VOLCENGINE_ACCESS_KEY: id(name), VOLCENGINE_SECRET_KEY: secret(name) });
const profile = (name: string, more: object = {}) => ({
  name,
  mode: "ak",
  "access-key": id(name),
  "secret-key": secret(name),
  ...more,
});
const cli = (profiles: object, current = "work") => ({ current, profiles });

/** Keys of another account, wherever the search would come to if it went on. */
const others = {
  [CLI]: cli({ work: profile("work") }),
  [OLDER]: { VOLC_ACCESSKEY: id("olde"), VOLC_SECRETKEY: secret("olde") },
};

describe("keys for Volcengine are found", () => {
  it.each<[string, Circumstances, string, string]>([
    [
      "in the configuration before anything else",
      { section: { accessKeyId: id("conf"), secretKey: secret("conf") }, env: own("else") },
      "conf",
      "image-share:volcengine, key ID …conf",
    ],
    ...pairs.map(([idName, secretName]): [string, Circumstances, string, string] => [
      `in ${idName} as it is now, not as it was when the SDK was loaded`,
      { env: { [idName]: id("vari"), [secretName]: secret("vari") }, files: others },
      "vari",
      `environment (${idName}), key ID …vari`,
    ]),
    [
      "in the vendor's variables, and those that say something else are named",
      { env: { ...own("vari"), VOLC_ACCESSKEY: id("else"), VOLC_SECRETKEY: secret("else") } },
      "vari",
      "environment (VOLCENGINE_ACCESS_KEY; VOLC_ACCESSKEY differs and is not used), key ID …vari",
    ],
    [
      "in the vendor's variables, and other ways that variables name are said to be left out",
      { env: { ...own("vari"), VOLCENGINE_PROFILE: "prod", VOLCENGINE_OIDC_TOKEN_FILE: "x" } },
      "vari",
      "environment (VOLCENGINE_ACCESS_KEY; VOLCENGINE_PROFILE and VOLCENGINE_OIDC_TOKEN_FILE are not used), key ID …vari",
    ],
    [
      "in the current profile of the command line",
      { files: others },
      "work",
      "~/.volcengine/config.json, profile work, key ID …work",
    ],
    [
      "in the profile that the configuration names",
      {
        files: { [CLI]: cli({ work: profile("work"), play: profile("play") }) },
        section: { profile: "play" },
      },
      "play",
      "~/.volcengine/config.json, profile play (image-share:volcengine.profile), key ID …play",
    ],
    ...["VOLCENGINE_PROFILE", "VOLCSTACK_PROFILE"].map((name): [string, Circumstances, string, string] => [
      `in the profile that ${name} names`,
      { files: { [CLI]: cli({ work: profile("work"), play: profile("play") }) }, env: { [name]: "play" } },
      "play",
      `~/.volcengine/config.json, profile play (${name}), key ID …play`,
    ]),
    [
      "in the file that a variable names",
      {
        files: { ...others, "ve.json": cli({ work: profile("file") }) },
        env: { VOLCENGINE_CLI_CONFIG_FILE: "~/ve.json" },
      },
      "file",
      "~/ve.json (VOLCENGINE_CLI_CONFIG_FILE), profile work, key ID …file",
    ],
    [
      "in the older SDKs' file last",
      { files: { [OLDER]: others[OLDER] } },
      "olde",
      "~/.volc/config, key ID …olde",
    ],
  ])("%s", async (_where, circumstances, name, described) => {
    const source = await bench.find(circumstances);
    expect(await source.current()).toEqual({ id: id(name), secret: secret(name) });
    expect(source.describe()).toBe(described);
  });

  it.each<[string, Circumstances]>([
    [
      "the configuration",
      { section: { accessKeyId: id("temp"), secretKey: secret("temp"), sessionToken: token("temp") } },
    ],
    ...pairs.map(([idName, secretName, tokenName]): [string, Circumstances] => [
      tokenName,
      { env: { [idName]: id("temp"), [secretName]: secret("temp"), [tokenName]: token("temp") } },
    ]),
    ...[
      { mode: "ststoken" },
      { mode: "StsToken", "sts-expiration": 4_000_000_000 },
      { mode: "sso", "sts-expiration": "4000000000" },
      { mode: "console-login" },
    ].map((more): [string, Circumstances] => [
      `a profile with ${JSON.stringify(more)}`,
      { files: { [CLI]: cli({ work: profile("temp", { ...more, "session-token": token("temp") }) }) } },
    ]),
  ])("keys for Volcengine are found with their token in %s", async (_where, circumstances) => {
    const found = await (await bench.find(circumstances)).current();
    expect(found).toEqual({ id: id("temp"), secret: secret("temp"), token: token("temp") });
  });
});

describe("the search for keys of Volcengine ends, with other keys on the machine, at", () => {
  it.each<[string, Circumstances, string]>([
    ...pairs.flatMap(([idName, secretName, tokenName]): [string, Circumstances, string][] => [
      [
        `${idName} alone`,
        { env: { [idName]: id("half") } },
        `the environment has ${idName} but ${secretName} is missing or empty`,
      ],
      [
        `${secretName} alone`,
        { env: { [secretName]: secret("half") } },
        `the environment has ${secretName} but ${idName} is missing or empty`,
      ],
      [
        `${idName} and ${secretName} empty`,
        { env: { [idName]: "", [secretName]: "" } },
        `${idName} and ${secretName} are set and empty`,
      ],
      [
        `${tokenName} alone`,
        { env: { [tokenName]: token("lone") } },
        `the environment has ${tokenName} but VOLC`,
      ],
    ]),
    [
      "half from one generation of names and half from the other",
      { env: { VOLCENGINE_ACCESS_KEY: id("new1"), VOLC_SECRETKEY: secret("old1") } },
      "the environment has VOLCENGINE_ACCESS_KEY but VOLCENGINE_SECRET_KEY is missing or empty",
    ],
    [
      "a token under another generation's name than its keys",
      { env: { ...own("vari"), VOLC_SESSIONTOKEN: token("lone") } },
      "(the token of VOLCENGINE_ACCESS_KEY is read from VOLCENGINE_SESSION_TOKEN)",
    ],
    ...[
      "VOLCENGINE_OIDC_ROLE_TRN",
      "VOLCENGINE_OIDC_TOKEN_FILE",
      "VOLCENGINE_ASSUME_ROLE_WITH_OIDC_TRN",
      "VOLCENGINE_SAML_ROLE_TRN",
      "VOLCENGINE_ECS_METADATA",
      "VOLCSTACK_CONTAINER_CREDENTIALS_FULL_URI",
    ].map((name): [string, Circumstances, string] => [
      `${name}, which other tools read`,
      { env: { [name]: "x" } },
      `${name} is set, and is not read here`,
    ]),
    ...["VOLCENGINE_PROFILE", "VOLCSTACK_PROFILE"].flatMap((name): [string, Circumstances, string][] => [
      [
        `a profile that ${name} names and the file has not`,
        { env: { [name]: "play" } },
        `~/.volcengine/config.json has no profile "play", which ${name} names`,
      ],
      [
        `a profile that ${name} names, in a file that is not there`,
        { env: { [name]: "play", VOLCENGINE_CLI_CONFIG_FILE: "~/none.json" } },
        `${name} names the profile "play", and ~/none.json (VOLCENGINE_CLI_CONFIG_FILE) is not found`,
      ],
    ]),
    [
      "a profile that the configuration names and the file has not",
      { section: { profile: "play" } },
      '~/.volcengine/config.json has no profile "play", which image-share:volcengine.profile names',
    ],
    [
      "a file that a variable names and that is not there",
      { env: { VOLCENGINE_CLI_CONFIG_FILE: "~/none.json" } },
      "~/none.json (VOLCENGINE_CLI_CONFIG_FILE) is not found",
    ],
    [
      "a file of the command line that is no JSON",
      { files: { [CLI]: `{"secret-key": "${secret("file")}"` } },
      "~/.volcengine/config.json is not the JSON that the tools of Volcengine write",
    ],
    [
      "a current profile that is missing",
      { files: { [CLI]: cli({ work: profile("work") }, "gone") } },
      '~/.volcengine/config.json has no profile "gone", which is its current one',
    ],
    [
      "a current profile with half a pair",
      { files: { [CLI]: cli({ work: profile("half", { "secret-key": "" }) }) } },
      "~/.volcengine/config.json, profile work has no secret-key, or an empty one",
    ],
    ...["oidc", "ecsrole", "mars"].map((mode): [string, Circumstances, string] => [
      `a current profile that logs in by ${mode}`,
      { files: { [CLI]: cli({ work: profile("mode", { mode }) }) } },
      `~/.volcengine/config.json, profile work logs in by ${mode}, which is not understood here`,
    ]),
    ...["sso", "console-login"].map((mode): [string, Circumstances, string] => [
      `a current profile whose login by ${mode} is kept elsewhere`,
      { files: { [CLI]: cli({ work: { mode } }) } },
      `~/.volcengine/config.json, profile work logs in by ${mode}, which is not understood here`,
    ]),
    ...["ststoken", "sso", "console-login"].map((mode): [string, Circumstances, string] => [
      `a current profile whose login by ${mode} has expired`,
      {
        files: {
          [CLI]: cli({
            work: profile("old1", { mode, "session-token": token("old1"), "sts-expiration": 1_000_000_000 }),
          }),
        },
      },
      "the temporary keys of ~/.volcengine/config.json, profile work have expired: log in with ve again",
    ]),
    [
      "a current profile with a role that is none",
      { files: { [CLI]: cli({ work: profile("role", { mode: "RamRoleArn", "role-name": "deploy" }) }) } },
      "~/.volcengine/config.json, profile work has no role-trn that is the TRN of a role",
    ],
  ])("%s", async (_where, circumstances, reason) => {
    const files = { ...others, ...circumstances.files };
    const message = await bench.refusal({ ...circumstances, files });
    expect(message).toContain(reason);
    expect(message).toContain("No other place is tried: correct it, or set image-share:volcengine");
  });

  it.each([
    [
      "no JSON",
      `VOLC_SECRETKEY=${secret("file")}`,
      "~/.volc/config is not the JSON that the tools of Volcengine write",
    ],
    ["half a pair", { VOLC_ACCESSKEY: id("half") }, "~/.volc/config has no VOLC_SECRETKEY, or an empty one"],
  ])("an older SDKs' file with %s", async (_what, content, reason) => {
    expect(await bench.refusal({ files: { [OLDER]: content } })).toContain(reason);
  });

  it("no place that only is not there: then it names all of them, and what to set", async () => {
    const message = await bench.refusal({});
    for (const part of [
      "no credentials for Volcengine. Set image-share:volcengine.accessKeyId and image-share:volcengine.secretKey",
      "VOLCENGINE_ACCESS_KEY and VOLCENGINE_SECRET_KEY, VOLC_ACCESSKEY and VOLC_SECRETKEY",
      "named profile: no variable names a profile or its file",
      "~/.volcengine/config.json: no such file",
      "~/.volc/config: no such file",
    ]) {
      expect(message).toContain(part);
    }
  });

  it("nothing of BytePlus, which is another cloud", async () => {
    const env = { BYTEPLUS_ACCESS_KEY: id("byte"), BYTEPLUS_SECRET_KEY: secret("byte") };
    expect(await bench.refusal({ env })).toContain("no credentials for Volcengine");
  });
});

describe("image-share:volcengine", () => {
  const read = (section: object) =>
    parseConfig({
      keys: [],
      get: (key) => (key === "image-share:volcengine" ? JSON.stringify(section) : undefined),
    });
  const keys = { accessKeyId: "id", secretKey: "s" };
  const roleArn = "trn:iam::2100051234:role/deploy";

  it.each([
    [{ accessKeyId: "id" }, /^image-share:volcengine\.secretKey is missing$/],
    [{}, /accessKeyId is missing/],
    [{ ...keys, profile: "prod" }, /accessKeyId cannot stand beside profile/],
    [
      { ...keys, roleArn: "deploy" },
      /roleArn must be the ARN of a role, such as "trn:iam::2100051234:role\/deploy"/,
    ],
    [{ ...keys, roleArn, externalId: "x" }, /unknown key "externalId"/],
  ])("refuses %j", (section, message) => {
    expect(() => read(section)).toThrow(message);
  });

  it.each([
    { profile: "prod" },
    { roleArn },
    { ...keys, roleArn, roleSessionName: "ci", durationSeconds: 3600 },
  ])("takes %j", (section) => {
    expect(volcengineConfig.parse(section)).toEqual(section);
  });
});
