import { ConfigurationError } from "../src/core/errors";
import { readSettings, sectionFor } from "../src/settings";

const settings = (config: Record<string, unknown>) =>
  readSettings({
    keys: Object.keys(config).map((key) => `image-share:${key}`),
    get: (key) => {
      const value = config[key.replace("image-share:", "")];
      return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
    },
  });

const keys = { secretId: "id", secretKey: "secret-value" };

describe("readSettings", () => {
  it("takes everything, and needs nothing", () => {
    expect(settings({})).toMatchObject({ endpoint: undefined, liveDiff: true, profiles: {} });
    const all = settings({
      endpoint: "http://127.0.0.1:7070",
      liveDiff: "false",
      tencentcloud: keys,
      profiles: { prod: { tencentcloud: { ...keys, token: "t" } } },
    });
    expect(all.endpoint?.port).toBe("7070");
    expect(all.liveDiff).toBe(false);
    expect(sectionFor(all, "tencentcloud", undefined)).toEqual(keys);
    expect(sectionFor(all, "tencentcloud", "prod")).toEqual({ ...keys, token: "t" });
    expect(sectionFor(settings({}), "tencentcloud", undefined)).toBeUndefined();
  });

  it.each([
    [{ endpoint: "127.0.0.1:7070" }, /^image-share:endpoint must be an address/],
    [{ endpoint: "http://127.0.0.1:7070/path" }, /^image-share:endpoint/],
    [{ endpoint: "ftp://host" }, /^image-share:endpoint/],
    [{ endpoint: "http://user:secret-value@host" }, /^image-share:endpoint/],
    [{ liveDiff: "yes" }, /^image-share:liveDiff must be true or false$/],
    [{ tencentcloud: { secretId: "id" } }, /^image-share:tencentcloud\.secretKey is missing$/],
    [
      { tencentcloud: { ...keys, secretKey: "" } },
      /^image-share:tencentcloud\.secretKey must be a string that is not empty$/,
    ],
    [
      { tencentcloud: { ...keys, secretID: "x" } },
      /^image-share:tencentcloud has the unknown key "secretID"$/,
    ],
    [{ tencentcloud: "secret-value" }, /^image-share:tencentcloud must be an object/],
    [
      { profiles: { prod: { tencentcloud: { secretId: "id" } } } },
      /^image-share:profiles\.prod\.tencentcloud\.secretKey is missing$/,
    ],
    [
      { endpont: "http://127.0.0.1:7070" },
      /^image-share:endpont is not a key of image-share: did you mean image-share:endpoint\?$/,
    ],
    [{ budgets: { "aws-ec2": {} } }, /^image-share:budgets has the unknown key "aws-ec2"$/],
    [
      { budgets: { "tencentcloud-cvm": { DescribeImages: { calls: 0, perMs: 1000 } } } },
      /^image-share:budgets\.tencentcloud-cvm\.DescribeImages\.calls must be a whole number, 1 or more$/,
    ],
    [
      { budgets: { "tencentcloud-cvm": { DescribeImages: { calls: 1 } } } },
      /^image-share:budgets\.tencentcloud-cvm\.DescribeImages\.perMs is missing$/,
    ],
    [{ profiles: { prod: { aws: {} } } }, /^image-share:profiles\.prod has the unknown key "aws"$/],
  ])("refuses %j, naming the key and never a value", (config, expected) => {
    const read = () => settings(config);
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(expected);
    expect(read).not.toThrow(/secret-value/);
  });
});

describe("sectionFor", () => {
  it("names the profiles that there are when one is missing", () => {
    const known = settings({ profiles: { prod: {}, test: { tencentcloud: keys } } });
    expect(() => sectionFor(known, "tencentcloud", "live")).toThrow(
      'credentials names the profile "live", and image-share:profiles has "prod", "test"',
    );
    expect(() => sectionFor(known, "tencentcloud", "prod")).toThrow(
      'the profile "prod" has no section for tencentcloud: set image-share:profiles.prod.tencentcloud',
    );
  });
});
