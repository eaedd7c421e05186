/** Stack configuration that nobody meant: settings, or an error that names the key and keeps the value to itself. */
import fc from "fast-check";
import { type Config, parseConfig, sectionFor } from "../../../src/app/config";
import { ConfigurationError } from "../../../src/core/errors";
import { serviceNames } from "../../../src/core/services";
import { handle } from "../../../src/provider/dynamic/handle";
import { holdsFor, TEST_TIMEOUT_MS } from "./runs";
import { hostileJson, hostileText, SECRET, unprintable } from "./values";

/** All but `approved`: the path of a file has to be repeated. */
const keys = [
  "endpoint",
  "liveDiff",
  "strictPreview",
  "maxRemovals",
  "limits",
  "alicloud",
  "tencentcloud",
  "volcengine",
  "profiles",
  "rateLimits",
  "limits",
  "maxRemovals",
  "shares",
  "accountNames",
] as const;

const clouds = ["alicloud", "tencentcloud", "volcengine"] as const;

const sectionKeys = ["accessKeyId", "accessKeySecret", "secretKey", "secretId", "token", "site", "__proto__"];

/** A name may be repeated in a message: what is secret is values. */
const name = hostileText.filter((text) => text !== SECRET);

/** Nearly a cloud's section. */
const section = fc.dictionary(
  fc.oneof(fc.constantFrom(...sectionKeys), name),
  fc.oneof(hostileJson, fc.constant(SECRET)),
  { maxKeys: 4 },
);

const figure = fc.oneof(hostileJson, fc.constantFrom(1, 1_000, 0, -1, 1.5, "1"));

const rateLimit = fc.record({ calls: figure, perMs: figure }, { requiredKeys: [] });

const rateLimits = fc.dictionary(
  fc.constantFrom(...serviceNames, "__proto__"),
  fc.dictionary(fc.oneof(name, fc.constantFrom("DescribeImages", "ModifyImageSharePermission")), rateLimit, {
    maxKeys: 2,
  }),
);

const meant: fc.Arbitrary<unknown> = fc.oneof(
  section,
  fc.dictionary(name, fc.dictionary(fc.constantFrom(...clouds, "constructor"), section), {
    maxKeys: 3,
  }),
  rateLimits,
  fc.dictionary(fc.constantFrom(...serviceNames, "__proto__"), hostileJson, { maxKeys: 3 }),
  fc.dictionary(name, hostileText, { maxKeys: 3 }),
);

const text: fc.Arbitrary<string> = fc.oneof(
  hostileText,
  hostileJson.map((value) => JSON.stringify(value)).filter((json) => !json.includes(`"${SECRET}":`)),
  meant.map((value) => JSON.stringify(value)),
  fc.constantFrom(
    `https://user:${SECRET}@example.com`,
    `http://${SECRET}`,
    `${SECRET}://x`,
    `{"secretKey":"${SECRET}"`,
  ),
);

/** Nearly what its key takes. */
const fitting = fc.oneof(
  fc.tuple(fc.constant("rateLimits"), rateLimits),
  fc.tuple(fc.constantFrom(...clouds), section),
  fc.tuple(
    fc.constant("accountNames"),
    fc.dictionary(name, fc.oneof(hostileText, hostileJson), { maxKeys: 3 }),
  ),
);

/** Some keys set, and others whose names only look like them. */
const configuration: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .record({
    known: fc.array(
      fc.oneof(
        fc.tuple(fc.constantFrom<string>(...keys), text),
        fitting.map(([key, value]) => [key, JSON.stringify(value)] as const),
      ),
      { maxLength: 4 },
    ),
    others: fc.array(fc.tuple(hostileText, text), { maxLength: 2 }),
  })
  .map(({ known, others }) =>
    Object.fromEntries([...known, ...others].map(([key, value]) => [`image-share:${key}`, value])),
  );

const said: string[] = [];

beforeEach(() => {
  jest.spyOn(console, "log").mockImplementation((text: string) => void said.push(...text.split("\n")));
});

afterEach(() => {
  said.length = 0;
  jest.restoreAllMocks();
});

function expectDiscreet(message: string): void {
  expect(message).toMatch(/image-share|IMAGE_SHARE_MAX_REMOVALS|credentials|profile/);
  expect(message).not.toContain(SECRET);
  expect(message.length).toBeLessThan(5_000);
}

/** What was read, beside what was written: only what can be used as it stands has got through. */
function expectUsable(settings: Config, config: Readonly<Record<string, string>>): void {
  const written = (key: string) => config[`image-share:${key}`];
  const { endpoint, clouds: read, profiles, accountNames, rateLimits } = settings;
  expect(endpoint === undefined).toBe(written("endpoint") === undefined);
  if (endpoint !== undefined) {
    const plain = { pathname: "/", search: "", hash: "", username: "", password: "" };
    expect(endpoint).toMatchObject({ source: "image-share:endpoint", url: plain });
    expect(["http:", "https:"]).toContain(endpoint.url.protocol);
  }
  expect(written("liveDiff") ?? "true").toBe(String(settings.liveDiff));
  expect(written("strictPreview") ?? "false").toBe(String(settings.strictPreview));
  const most = settings.runBound?.most;
  expect(Number(written("maxRemovals") ?? Number.NaN)).toBe(most ?? Number.NaN);
  const sections = [read, ...Object.values(profiles)].flatMap((all) => Object.values(all));
  for (const one of sections.filter((given) => given !== undefined)) expectTexts(one);
  expectTexts(accountNames);
  const figures = Object.values(rateLimits)
    .flatMap((actions) => Object.values(actions ?? {}))
    .flatMap(({ calls, perMs }) => [calls, perMs]);
  const whole = [...figures, ...Object.values(settings.limits)];
  expect(whole.filter((number) => !(Number.isSafeInteger(number) && Number(number) > 0))).toEqual([]);
  for (const cloud of clouds) expect(read[cloud] === undefined).toBe(written(cloud) === undefined);
}

function expectTexts(values: object): void {
  expect(Object.values(values).filter((value) => typeof value !== "string" || value === "")).toEqual([]);
}

/** What an attempt was refused with, if it was. */
function refusalOf(attempt: () => unknown): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
}

const settingsIn = (config: Readonly<Record<string, string>>) =>
  parseConfig({ keys: Object.keys(config), get: (key) => config[key] });

const rateLimitOf = (calls: unknown) => ({ "tencentcloud-cvm": { DescribeImages: { calls, perMs: 1_000 } } });

it("is read where it is good, so that the properties below speak of more than refusals", () => {
  const alicloud = { accessKeyId: "id", accessKeySecret: SECRET };
  const good = {
    "image-share:endpoint": "http://127.0.0.1:7070",
    "image-share:liveDiff": "false",
    "image-share:strictPreview": "true",
    "image-share:maxRemovals": "3",
    "image-share:limits": JSON.stringify({ "volcengine-ecs": 80 }),
    "image-share:alicloud": JSON.stringify(alicloud),
    "image-share:profiles": JSON.stringify({ p: { alicloud } }),
    "image-share:accountNames": JSON.stringify({ "1234567890123456": "acme" }),
    "image-share:rateLimits": JSON.stringify(rateLimitOf(5)),
    "other:key": SECRET,
  };
  const settings = settingsIn(good);
  expectUsable(settings, good);
  expect(sectionFor(settings, "alicloud", undefined)).toEqual(alicloud);
  expect(sectionFor(settings, "alicloud", "p")).toEqual(alicloud);
  for (const profile of ["q", "constructor", "__proto__", ""]) {
    expect(refusalOf(() => sectionFor(settings, "alicloud", profile))).toContain("credentials names");
  }
});

/** Values that are nearly right, as a stack's file would hold them. */
const nearMisses: Readonly<Record<string, readonly unknown[]>> = {
  endpoint: [`http://user:${SECRET}@h`, "http://h/path", "http://h?a", "ftp://h", "h:7070", "", "http://"],
  liveDiff: ["yes", "TRUE", "", "0"],
  strictPreview: ["yes", "TRUE", "", "0"],
  maxRemovals: ["-1", "1.5", "all", "", "1e3", "99999999999999999999"],
  limits: [...[0, -1, 1.5, "1", null].map((limit) => ({ "tencentcloud-cvm": limit })), { fakeService: 1 }, 7],
  alicloud: [{ accessKeyId: "id" }, { accessKeyId: "id", accessKeySecret: "" }, [], 7, { site: "moon" }],
  profiles: [{ p: { aws: {} } }, { p: { alicloud: 7 } }, [], 7],
  accountNames: [{ 1: "" }, { 1: 2 ** 60 }, { 1: null }, [1]],
  rateLimits: [...[0, -1, 1.5, "1", null].map(rateLimitOf), { fakeService: {} }, 7],
};

it.each(Object.entries(nearMisses))("%s is refused by its key where it is nearly right", (key, values) => {
  for (const value of values) {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const refusal = refusalOf(() => settingsIn({ [`image-share:${key}`]: text })) ?? "taken";
    expect({ text, refusal }).toEqual({ text, refusal: expect.stringContaining(`image-share:${key}`) });
    expectDiscreet(refusal);
  }
});

it(
  "is read, or refused with the name of the key and without its value",
  async () => {
    await holdsFor(
      fc.asyncProperty(text, async (most) => {
        const environment = { IMAGE_SHARE_MAX_REMOVALS: most };
        const refusal = refusalOf(() => parseConfig({ keys: [], get: () => undefined }, environment));
        if (refusal !== undefined) expectDiscreet(refusal);
      }),
      100,
    );
    await holdsFor(
      fc.asyncProperty(configuration, hostileText, async (config, profile) => {
        const refusal = refusalOf(() => {
          const settings = settingsIn(config);
          expectUsable(settings, config);
          for (const cloud of clouds)
            expect(sectionFor(settings, cloud, undefined)).toBe(settings.clouds[cloud]);
          expect(sectionFor(settings, "alicloud", profile)).toBe(settings.profiles[profile]?.alicloud);
        });
        if (refusal !== undefined) expectDiscreet(refusal);
      }),
      300,
    );
  },
  TEST_TIMEOUT_MS,
);

it(
  "never lets a check crash",
  async () => {
    const args = {
      service: "tencentcloud-cvm",
      region: "ap-guangzhou",
      imageId: "img-6pb6lrmy",
      accounts: ["100000000001"],
    };
    const keyed = { "image-share:tencentcloud": JSON.stringify({ secretId: "id", secretKey: SECRET }) };
    await holdsFor(
      fc.asyncProperty(
        configuration,
        fc.option(fc.constantFrom("__proto__", "constructor", "toString", "p"), { nil: undefined }),
        async (given, credentials) => {
          const config: Readonly<Record<string, string>> = {
            ...keyed,
            ...given,
            "image-share:liveDiff": given["image-share:liveDiff"] ?? "false",
          };
          const own = { rawConfig: config, get: (key: string) => config[key] };
          const checked = await handle("check", own, [{}, { ...args, credentials }]);
          const { failures } = checked as { failures: readonly { readonly reason: string }[] };
          const refusal = refusalOf(() => sectionFor(settingsIn(config), "tencentcloud", credentials));
          if (refusal !== undefined) expect(failures).not.toEqual([]);
          for (const { reason } of failures) {
            expectDiscreet(reason);
            expect(reason).not.toMatch(unprintable);
          }
          for (const line of said.splice(0)) {
            expect(line).not.toContain(SECRET);
            expect(line).not.toMatch(unprintable);
          }
        },
      ),
      80,
    );
  },
  TEST_TIMEOUT_MS,
);
