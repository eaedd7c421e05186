/** The JSON Schemas of the share file and of stack configuration, in the language server that editors run. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { accountsOf, clouds, everySubject } from "../../support/services";
import { LanguageServer } from "./language-server";

const shareFile = resolve("schemas/share-file.schema.json");
const stack = resolve("schemas/stack-configuration.schema.json");

let server: LanguageServer;
beforeAll(async () => {
  server = await LanguageServer.start();
});
afterAll(() => server.close());

it("the published files are what the tables and zod say now", () => {
  const script =
    'import("./scripts/json-schemas/files.mts").then(({ fileText, schemaFiles }) => process.stdout.write(JSON.stringify(' +
    "Object.fromEntries(Object.entries(schemaFiles).map(([name, make]) => [name, fileText(make)])))))";
  const made = JSON.parse(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }));
  for (const [name, text] of Object.entries(made)) {
    expect(readFileSync(resolve("schemas", name), "utf8")).toBe(text);
  }
});

it.each(everySubject)(
  "a share of $target.service is accepted, in a stack and in a share file",
  async (subject) => {
    const accounts = accountsOf(clouds[subject.cloud], 1, 3);
    const share = JSON.stringify({ ...subject.target, accounts });
    expect(await server.problems(shareFile, `shares:\n  - ${share}\n`)).toEqual([]);
    expect(await server.problems(shareFile, `- ${share}\n`)).toEqual([]);
    const config = `config:\n  aws:region: eu-central-1\n  image-share:shares:\n    - ${share}\n`;
    expect(await server.problems(stack, config)).toEqual([]);
  },
);

it("keys in clear and encrypted ones, profiles, names and limits are accepted", async () => {
  const yaml = [
    "encryptionsalt: v1:x",
    "config:",
    "  image-share:tencentcloud: { secretId: AKID, secretKey: { secure: v1:abc } }",
    "  image-share:aws: { secure: v1:abc }",
    "  image-share:profiles: { partner: { alicloud: { profile: other } } }",
    '  image-share:accountNames: { "100000000001": acme }',
    "  image-share:limits: { volcengine-ecs: 80 }",
    "  image-share:rateLimits: { tencentcloud-cvm: { DescribeImageSharePermission: { calls: 5, perMs: 1000 } } }",
    '  image-share:strictPreview: "true"',
    "  image-share:maxRemovals: 20",
    "",
  ].join("\n");
  expect(await server.problems(stack, yaml)).toEqual([]);
});

it.each<[string, string, RegExp]>([
  ["a misspelled key", "config:\n  image-share:acountNames: {}\n", /^2: .*acountNames is not allowed/],
  [
    "a misspelled argument",
    shares("accounts: ['100000000001']", "exclusiv: true"),
    /exclusiv is not allowed/,
  ],
  [
    "an unknown service",
    "config:\n  image-share:shares: [{ service: gcp, imageId: x }]\n",
    /Value is not accepted.*alicloud-ens/s,
  ],
  ["an account of another cloud", shares("accounts: ['1234']"), /must be the ID of a root account/],
  [
    "an image of another cloud",
    shares("accounts: ['100000000001']").replace("img-6pb6lrmy", "ami-1"),
    /must be the ID of a custom image/,
  ],
  [
    "an argument of another service",
    shares("accounts: ['100000000001']", "shareToEcs: true"),
    /shareToEcs is not allowed/,
  ],
  ["no accounts", shares("exclusive: true"), /Missing property "accounts"/],
  ["a number of removals that is none", "config:\n  image-share:maxRemovals: many\n", /^2: /],
  [
    "a misspelled member of the keys",
    "config:\n  image-share:tencentcloud: { secretid: x }\n",
    /secretid is not allowed/,
  ],
])("%s is underlined with a reason", async (_what, yaml, message) => {
  expect((await server.problems(stack, yaml)).join("\n")).toMatch(message);
});

it("keys and services are offered while typing", async () => {
  expect(await server.completions(stack, "config:\n  ")).toContain("image-share:knownAccountsOnly");
  expect(await server.completions(shareFile, "shares:\n  - service: ")).toContain("tencentcloud-cvm");
});

function shares(...lines: readonly string[]): string {
  const share = ["service: tencentcloud-cvm", "region: ap-guangzhou", "imageId: img-6pb6lrmy", ...lines];
  return `config:\n  image-share:shares:\n    - ${share.join("\n      ")}\n`;
}
