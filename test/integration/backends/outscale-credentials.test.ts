import { parseConfig } from "../../../src/app/config";
import { findKeys } from "../../../src/backends/outscale/credentials";
import { type Circumstances, id, secret, useCredentials } from "./credentials-bench";

const bench = useCredentials(findKeys, /^(OSC_|OUTSCALE_|AWS_|HOME$|USERPROFILE$)/);

const FILE = ".osc/config.json";
const profile = (name: string) => ({ access_key: id(name), secret_key: secret(name), region: "eu-west-2" });
const files = { [FILE]: { default: profile("defa"), work: profile("work") } };
const pairs = [
  ["OSC_ACCESS_KEY", "OSC_SECRET_KEY"],
  ["OUTSCALE_ACCESSKEYID", "OUTSCALE_SECRETKEYID"],
] as const;

describe("keys for OUTSCALE are found", () => {
  it.each<[string, Circumstances, string, string]>([
    [
      "in the configuration before anything else",
      { section: { accessKey: id("conf"), secretKey: secret("conf") }, env: { OSC_ACCESS_KEY: id("else") } },
      "conf",
      "image-share:outscale, key ID …conf",
    ],
    ...pairs.map(([idName, secretName]): [string, Circumstances, string, string] => [
      `in ${idName}`,
      { env: { [idName]: id("vari"), [secretName]: secret("vari") }, files },
      "vari",
      `environment (${idName}), key ID …vari`,
    ]),
    [
      "in the profile that OSC_PROFILE names",
      { files, env: { OSC_PROFILE: "work" } },
      "work",
      "~/.osc/config.json, profile work (OSC_PROFILE), key ID …work",
    ],
    [
      "in the profile that the configuration names",
      { files, section: { profile: "work" } },
      "work",
      "~/.osc/config.json, profile work (image-share:outscale.profile), key ID …work",
    ],
    [
      "in the file that a variable names",
      { files: { "osc.json": files[FILE] }, env: { OSC_CONFIG_FILE: "~/osc.json" } },
      "defa",
      "~/osc.json (OSC_CONFIG_FILE), profile default, key ID …defa",
    ],
    ["in the default profile last", { files }, "defa", "~/.osc/config.json, profile default, key ID …defa"],
  ])("%s", async (_where, circumstances, name, described) => {
    const source = await bench.find(circumstances);
    expect(await source.current()).toMatchObject({ id: id(name), secret: secret(name) });
    expect(source.describe()).toBe(described);
  });
});

describe("the search for keys of OUTSCALE ends, with other keys on the machine, at", () => {
  it.each<[string, Circumstances, string]>([
    ["a login", { env: { OSC_LOGIN: "x" } }, "OSC_LOGIN is set, and is not read here"],
    [
      "half a pair",
      { env: { OSC_ACCESS_KEY: id("half") } },
      "the environment has OSC_ACCESS_KEY but OSC_SECRET_KEY is missing or empty",
    ],
    [
      "a profile that is not there",
      { env: { OSC_PROFILE: "gone" } },
      '~/.osc/config.json has no profile "gone", which OSC_PROFILE names',
    ],
    [
      "a profile without a secret",
      { files: { [FILE]: { default: { access_key: id("half") } } } },
      "~/.osc/config.json, profile default has no secret_key, or an empty one",
    ],
    ["a file that is no JSON", { files: { [FILE]: "{" } }, "~/.osc/config.json is not the JSON"],
    ["an empty variable", { env: { OSC_ACCESS_KEY: "", OSC_SECRET_KEY: "" } }, "set and empty"],
  ])("%s", async (_where, circumstances, reason) => {
    const message = await bench.refusal({ ...circumstances, files: { ...files, ...circumstances.files } });
    expect(message).toContain(reason);
    expect(message).toContain("No other place is tried: correct it, or set image-share:outscale");
  });

  it("nothing of AWS, which is another cloud", async () => {
    const env = { AWS_ACCESS_KEY_ID: id("amaz"), AWS_SECRET_ACCESS_KEY: secret("amaz") };
    expect(await bench.refusal({ env })).toContain(
      "no credentials for 3DS OUTSCALE. Set image-share:outscale.accessKey and image-share:outscale.secretKey",
    );
  });
});

it("image-share:outscale holds keys or a profile, and neither a token nor a role", () => {
  const read = (section: object) =>
    parseConfig({
      keys: [],
      get: (key) => (key === "image-share:outscale" ? JSON.stringify(section) : undefined),
    }).clouds.outscale;
  expect(read({ profile: "prod" })).toEqual({ profile: "prod" });
  expect(() => read({ accessKey: "id" })).toThrow(/^image-share:outscale\.secretKey is missing$/);
  expect(() => read({ accessKey: "id", secretKey: "s", roleArn: "x" })).toThrow(/roleArn/);
});
