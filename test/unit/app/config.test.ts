import { parseConfig, sectionFor } from "../../../src/app/config";
import { ConfigurationError } from "../../../src/core/errors";

const settings = (config: Record<string, unknown>, environment: Record<string, string> = {}) =>
  parseConfig(
    {
      keys: Object.keys(config).map((key) => `image-share:${key}`),
      get: (key) => {
        const value = config[key.replace("image-share:", "")];
        return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
      },
    },
    environment,
  );

const keys = { secretId: "id", secretKey: "secret-value" };

describe("readSettings", () => {
  it("takes everything, and needs nothing", () => {
    expect(settings({})).toMatchObject({
      endpoint: undefined,
      liveDiff: true,
      strictPreview: false,
      profiles: {},
    });
    const all = settings({
      endpoint: "http://127.0.0.1:7070",
      liveDiff: "false",
      strictPreview: "true",
      tencentcloud: keys,
      profiles: { prod: { tencentcloud: { ...keys, token: "t" } } },
    });
    expect(all.endpoint?.url.port).toBe("7070");
    expect([all.liveDiff, all.strictPreview]).toEqual([false, true]);
    expect(sectionFor(all, "tencentcloud", undefined)).toEqual(keys);
    expect(sectionFor(all, "tencentcloud", "prod")).toEqual({ ...keys, token: "t" });
    expect(sectionFor(settings({}), "tencentcloud", undefined)).toBeUndefined();
  });

  it("takes what Pulumi stored as a number or a truth value where a text is meant", () => {
    const role = {
      roleArn: "acs:ram::1234567890123456:role/deploy",
      externalId: 12_345,
      roleSessionName: 2026,
    };
    const { accountNames, clouds } = settings({
      accountNames: { "100000000001": 360, "100000000002": true, "100000000003": 1.5 },
      alicloud: { accessKeyId: 1234, accessKeySecret: 5678, ...role },
    });
    expect(accountNames).toEqual({ "100000000001": "360", "100000000002": "true", "100000000003": "1.5" });
    expect(clouds.alicloud).toEqual({
      accessKeyId: "1234",
      accessKeySecret: "5678",
      ...role,
      externalId: "12345",
      roleSessionName: "2026",
    });
  });

  it.each([
    [{ endpoint: "127.0.0.1:7070" }, /^image-share:endpoint must be an address/],
    [{ endpoint: "http://127.0.0.1:7070/path" }, /^image-share:endpoint/],
    [
      { endpoint: '"http://127.0.0.1:7070"' },
      /^image-share:endpoint must be an address .*\. The quotes are part of the value: leave them out/,
    ],
    [
      { tencent: keys },
      /^image-share:tencent is not a key of image-share: did you mean image-share:tencentcloud\?$/,
    ],
    [{ aliyun: { accessKeyId: "x" } }, /did you mean image-share:alicloud\?$/],
    [{ volc: { accessKeyId: "x" } }, /did you mean image-share:volcengine\?$/],
    [
      { profiles: { prod: { alicloud: { accesKeyId: "secret-value" } } } },
      /^image-share:profiles\.prod\.alicloud has the unknown key "accesKeyId": did you mean accessKeyId\?/,
    ],
    [{ endpoint: "ftp://host" }, /^image-share:endpoint/],
    [{ endpoint: "http://user:secret-value@host" }, /^image-share:endpoint/],
    [
      { tencentcloud: { endpoint: "127.0.0.1:7070" } },
      /^image-share:tencentcloud\.endpoint must be an address without a path, such as "http:\/\/127\.0\.0\.1:7070"; remove it to reach the vendors$/,
    ],
    [{ alicloud: { endpoint: 7070 } }, /^image-share:alicloud\.endpoint must be an address/],
    [
      { profiles: { prod: { volcengine: { endpoint: "http://user:secret-value@host" } } } },
      /^image-share:profiles\.prod\.volcengine\.endpoint must be an address/,
    ],
    [{ moveEndpoint: "1" }, /^image-share:moveEndpoint must be true or false$/],
    [{ moveEndpont: "true" }, /did you mean image-share:moveEndpoint\?$/],
    [{ liveDiff: "yes" }, /^image-share:liveDiff must be true or false$/],
    [{ strictPreview: "1" }, /^image-share:strictPreview must be true or false$/],
    [{ tencentcloud: { secretId: "id" } }, /^image-share:tencentcloud\.secretKey is missing$/],
    [
      { tencentcloud: { ...keys, secretKey: "" } },
      /^image-share:tencentcloud\.secretKey must be a string that is not empty$/,
    ],
    [
      { tencentcloud: { ...keys, secretID: "x" } },
      /^image-share:tencentcloud has the unknown key "secretID": did you mean secretId\?$/,
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
    [
      { rateLimits: { "azure-gallery": {} } },
      /^image-share:rateLimits has the unknown key "azure-gallery": write one of .*tencentcloud-cvm/,
    ],
    [
      { rateLimits: { "tencentcloud-cvm": { DescribeImages: { calls: 0, perMs: 1000 } } } },
      /^image-share:rateLimits\.tencentcloud-cvm\.DescribeImages\.calls must be a whole number, 1 or more$/,
    ],
    [
      { rateLimits: { "tencentcloud-cvm": { DescribeImages: { calls: 1 } } } },
      /^image-share:rateLimits\.tencentcloud-cvm\.DescribeImages\.perMs is missing$/,
    ],
    [
      { rateLimits: { "alicloud-ecs": { DescribeImage: { calls: 1, perMs: 1000 } } } },
      /^image-share:rateLimits\.alicloud-ecs\.DescribeImage is not an action that is called for alicloud-ecs: did you mean DescribeImages\?$/,
    ],
    [
      { rateLimits: { "alicloud-ens": { DescribeImages: { calls: 1, perMs: 1000 } } } },
      /is not an action that is called for alicloud-ens: write one of DescribeImageSharePermission, ModifyImageSharePermission, DescribeSelfImages$/,
    ],
    [
      { accountNames: { "100000000001": 2 ** 60 } },
      /^image-share:accountNames\.100000000001 is a number that lost digits: write it with --type string, or in quotes$/,
    ],
    [
      { limits: { "volcengine-esc": 80 } },
      /^image-share:limits has the unknown key "volcengine-esc": did you mean volcengine-ecs\?$/,
    ],
    [
      { limits: { "volcengine-ecs": "80" } },
      /^image-share:limits\.volcengine-ecs must be a whole number, 1 or more$/,
    ],
    [
      { limits: { "volcengine-ecs": 0 } },
      /^image-share:limits\.volcengine-ecs must be a whole number, 1 or more$/,
    ],
    [{ limits: 80 }, /^image-share:limits must be an object/],
    [
      { limit: { "volcengine-ecs": 80 } },
      /^image-share:limit is not a key of image-share: did you mean image-share:limits\?$/,
    ],
    [{ maxRemovals: "-1" }, /^image-share:maxRemovals must be a whole number, 0 or more$/],
    [{ maxRemovals: "secret-value" }, /^image-share:maxRemovals must be a whole number, 0 or more$/],
    [{ maxRemoval: "1" }, /did you mean image-share:maxRemovals\?$/],
    [
      { profiles: { prod: { azure: {} } } },
      /^image-share:profiles\.prod has the unknown key "azure": write one of alicloud, aws, byteplus, openstack, outscale, tencentcloud, volcengine$/,
    ],
  ])("refuses %j, naming the key and never a value", (config, expected) => {
    const read = () => settings(config);
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(expected);
    expect(read).not.toThrow(/secret-value/);
  });
});

describe("how many accounts one run may take access from", () => {
  it("how many accounts one run may take access from is not bounded where nobody says so", () => {
    expect(settings({})).toMatchObject({ runBound: undefined, removalsOverride: undefined, limits: {} });
  });

  it("how many accounts one run may take access from is what the configuration says", () => {
    const bound = { most: 0, name: "image-share:maxRemovals" };
    expect(settings({ maxRemovals: "0" })).toMatchObject({ runBound: bound, removalsOverride: undefined });
    // As `pulumi config set` writes it, and as a share file has it.
    expect(settings({ maxRemovals: 12 }).runBound?.most).toBe(12);
  });

  it("how many accounts one run may take access from is what the environment says for this one run, in place of that", () => {
    const bound = { most: 7, name: "IMAGE_SHARE_MAX_REMOVALS" };
    for (const config of [{}, { maxRemovals: "9" }, { maxRemovals: "0" }]) {
      const read = settings(config, { IMAGE_SHARE_MAX_REMOVALS: "7" });
      expect(read).toMatchObject({ runBound: bound, removalsOverride: 7 });
    }
  });

  it("how many accounts one run may take access from is not touched by a variable that a pipeline has left empty", () => {
    const read = settings({ maxRemovals: "9" }, { IMAGE_SHARE_MAX_REMOVALS: "" });
    expect(read).toMatchObject({ runBound: { most: 9 }, removalsOverride: undefined });
  });

  it.each(["many", "-1", "1.5", "1e3", " 5", "9007199254740993"])(
    "how many accounts one run may take access from is never %j, and the refusal names the variable",
    (text) => {
      const read = () => settings({}, { IMAGE_SHARE_MAX_REMOVALS: text });
      expect(read).toThrow(ConfigurationError);
      expect(read).toThrow(/^IMAGE_SHARE_MAX_REMOVALS must be a whole number, 0 or more$/);
    },
  );
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
