/** Stack configuration that nobody meant: settings, or an error that names the key and keeps the value to itself. */
import fc from "fast-check";
import { serviceNames } from "../../src/backends/registry";
import { ConfigurationError } from "../../src/core/errors";
import { handle } from "../../src/provider";
import { readSettings, sectionFor } from "../../src/settings";
import { holdsFor, PATIENCE_MS } from "./runs";
import { hostileJson, hostileText, SECRET, unprintable } from "./values";

const keys = [
  "endpoint",
  "liveDiff",
  "alicloud",
  "tencentcloud",
  "volcengine",
  "profiles",
  "budgets",
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

const budget = fc.record({ calls: hostileJson, perMs: hostileJson }, { requiredKeys: [] });

const meant: fc.Arbitrary<unknown> = fc.oneof(
  section,
  fc.dictionary(name, fc.dictionary(fc.constantFrom(...clouds, "constructor"), section), {
    maxKeys: 3,
  }),
  fc.dictionary(fc.constantFrom(...serviceNames, "__proto__"), fc.dictionary(name, budget, { maxKeys: 2 })),
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

/** Some keys set, and others whose names only look like them. */
const configuration: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .record({
    known: fc.array(fc.tuple(fc.constantFrom(...keys), text), { maxLength: 4 }),
    others: fc.array(fc.tuple(hostileText, text), { maxLength: 2 }),
  })
  .map(({ known, others }) =>
    Object.fromEntries([...known, ...others].map(([key, value]) => [`image-share:${key}`, value])),
  );

function expectDiscreet(message: string): void {
  expect(message).toMatch(/image-share|credentials|profile/);
  expect(message).not.toContain(SECRET);
  expect(message.length).toBeLessThan(5_000);
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

it(
  "is read, or refused with the name of the key and without its value",
  async () => {
    await holdsFor(
      fc.asyncProperty(configuration, hostileText, async (config, profile) => {
        const refusal = refusalOf(() => {
          const settings = readSettings({ keys: Object.keys(config), get: (key) => config[key] });
          for (const cloud of clouds) sectionFor(settings, cloud, undefined);
          sectionFor(settings, "alicloud", profile);
        });
        if (refusal !== undefined) expectDiscreet(refusal);
      }),
      300,
    );
  },
  PATIENCE_MS,
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
          for (const { reason } of failures) {
            expectDiscreet(reason);
            expect(reason).not.toMatch(unprintable);
          }
        },
      ),
      80,
    );
  },
  PATIENCE_MS,
);
