/** The search is Volcengine's, with its tests; here are BytePlus's own names, and that neither reads the other's. */
import { parseConfig } from "../../../src/app/config";
import { findKeys } from "../../../src/backends/byteplus/credentials";
import { type Circumstances, id, secret, token, useCredentials } from "./credentials-bench";

const bench = useCredentials(findKeys, /^(BYTEPLUS|VOLC|HOME$|USERPROFILE$)/);

const CLI = ".byteplus/config.json";
const OLDER = ".byteplus/config";

const pairs = [
  ["BYTEPLUS_ACCESS_KEY", "BYTEPLUS_SECRET_KEY"],
  ["BYTEPLUS_ACCESSKEY", "BYTEPLUS_SECRETKEY"],
  ["BYTEPLUS_ACCESS_KEY_ID", "BYTEPLUS_SECRET_ACCESS_KEY"],
] as const;

const profile = (name: string) => ({ mode: "ak", "access-key": id(name), "secret-key": secret(name) });
const cli = { current: "work", profiles: { work: profile("work"), play: profile("play") } };
const others = { [CLI]: cli, [OLDER]: { ak: id("olde"), sk: secret("olde") } };

/** Volcengine's keys, wherever Volcengine's search would find some. */
const volcengines = {
  env: { VOLCENGINE_ACCESS_KEY: id("volc"), VOLCENGINE_SECRET_KEY: secret("volc") },
  files: { ".volcengine/config.json": { current: "w", profiles: { w: profile("volc") } } },
};

describe("keys for BytePlus are found", () => {
  it.each<[string, Circumstances, string, string]>([
    [
      "in the configuration before anything else",
      {
        section: { accessKeyId: id("conf"), secretKey: secret("conf") },
        env: { BYTEPLUS_ACCESS_KEY: id("else"), BYTEPLUS_SECRET_KEY: secret("else") },
      },
      "conf",
      "image-share:byteplus, key ID …conf",
    ],
    ...pairs.map(([idName, secretName]): [string, Circumstances, string, string] => [
      `in ${idName}`,
      { env: { [idName]: id("vari"), [secretName]: secret("vari") }, files: others },
      "vari",
      `environment (${idName}), key ID …vari`,
    ]),
    [
      "in the current profile of the command line",
      { files: others },
      "work",
      "~/.byteplus/config.json, profile work, key ID …work",
    ],
    [
      "in the profile that BYTEPLUS_PROFILE names",
      { files: others, env: { BYTEPLUS_PROFILE: "play" } },
      "play",
      "~/.byteplus/config.json, profile play (BYTEPLUS_PROFILE), key ID …play",
    ],
    [
      "in the file that a variable names",
      { files: { "bp.json": cli }, env: { BYTEPLUS_CLI_CONFIG_FILE: "~/bp.json" } },
      "work",
      "~/bp.json (BYTEPLUS_CLI_CONFIG_FILE), profile work, key ID …work",
    ],
    [
      "in the older SDKs' file last",
      { files: { [OLDER]: others[OLDER] } },
      "olde",
      "~/.byteplus/config, key ID …olde",
    ],
  ])("%s", async (_where, circumstances, name, described) => {
    const source = await bench.find(circumstances);
    expect(await source.current()).toEqual({ id: id(name), secret: secret(name) });
    expect(source.describe()).toBe(described);
  });

  it.each(pairs)("with their token in BYTEPLUS_SESSION_TOKEN, beside %s", async (idName, secretName) => {
    const env = { [idName]: id("temp"), [secretName]: secret("temp"), BYTEPLUS_SESSION_TOKEN: token("temp") };
    const found = await (await bench.find({ env })).current();
    expect(found).toEqual({ id: id("temp"), secret: secret("temp"), token: token("temp") });
  });
});

describe("the search for keys of BytePlus ends, with other keys on the machine, at", () => {
  it.each<[string, Circumstances, string]>([
    ...["BYTEPLUS_OIDC_ROLE_TRN", "BYTEPLUS_OIDC_TOKEN_FILE", "BYTEPLUS_ECS_METADATA"].map(
      (name): [string, Circumstances, string] => [
        `${name}, which other tools read`,
        { env: { [name]: "x" } },
        `${name} is set, and is not read here`,
      ],
    ),
    ...pairs.map(([idName, secretName]): [string, Circumstances, string] => [
      `${idName} alone`,
      { env: { [idName]: id("half") } },
      `the environment has ${idName} but ${secretName} is missing or empty`,
    ]),
    [
      "a profile that is not there",
      { env: { BYTEPLUS_PROFILE: "gone" } },
      '~/.byteplus/config.json has no profile "gone", which BYTEPLUS_PROFILE names',
    ],
    [
      "a current profile that logs in by ecsrole",
      { files: { [CLI]: { current: "w", profiles: { w: { mode: "ecsrole" } } } } },
      "~/.byteplus/config.json, profile w logs in by ecsrole, which is not understood here",
    ],
    [
      "a file of the command line that is no JSON",
      { files: { [CLI]: "{" } },
      "~/.byteplus/config.json is not the JSON that the tools of BytePlus write",
    ],
    [
      "a login that has expired",
      {
        files: {
          [CLI]: {
            current: "w",
            profiles: {
              w: { ...profile("old1"), mode: "sso", "session-token": token("old1"), "sts-expiration": 1e9 },
            },
          },
        },
      },
      "the temporary keys of ~/.byteplus/config.json, profile w have expired: log in with bp again",
    ],
  ])("%s", async (_where, circumstances, reason) => {
    const message = await bench.refusal({ ...circumstances, files: { ...others, ...circumstances.files } });
    expect(message).toContain(reason);
    expect(message).toContain("No other place is tried: correct it, or set image-share:byteplus");
  });

  it("nothing of Volcengine, which is another cloud", async () => {
    expect(await bench.refusal(volcengines)).toContain(
      "no credentials for BytePlus. Set image-share:byteplus.accessKeyId and image-share:byteplus.secretKey",
    );
  });
});

it("image-share:byteplus holds keys, a profile or a role, as image-share:volcengine does", () => {
  const read = (section: object) =>
    parseConfig({
      keys: [],
      get: (key) => (key === "image-share:byteplus" ? JSON.stringify(section) : undefined),
    }).clouds.byteplus;
  expect(read({ profile: "prod" })).toEqual({ profile: "prod" });
  expect(() => read({ accessKeyId: "id" })).toThrow(/^image-share:byteplus\.secretKey is missing$/);
});
