import { settings } from "./settings";
import { alice, bob, cli, credential, image, useWorkspace, writes } from "./support";

const workspace = useWorkspace();
const golden = image("golden");
const share = { ...golden, accounts: [alice] };
const secret = "v1:AAABBBCCC:secret-in-cipher";

const environment = { ...process.env };
afterEach(() => {
  process.env = { ...environment };
});

beforeEach(() => {
  workspace.emulator.putImage({ ...golden, accounts: [alice] });
});

/** The same without the prefix, as a share file has it. */
function plain(config: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.split(":")[1], value]));
}

/** As `pulumi config --json` prints it. */
function printed(config: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === "string"
      ? { value, secret: false }
      : { value: JSON.stringify(value), objectValue: value, secret: true },
  ]);
  return Object.fromEntries(entries);
}

describe("a file is read", () => {
  const found = { code: 0, stdout: "1 image: 1 as listed\n", stderr: "" };
  const all = () => ({ ...settings(workspace.emulator), "image-share:shares": [share] });

  it.each([
    [
      "a stack's file",
      () => ({ encryptionsalt: "v1:x", config: { ...all(), "other:key": { secure: secret } } }),
    ],
    ["what pulumi config prints", () => printed(all())],
    ["a share file", () => plain(all())],
    [
      "a list that is a text",
      () => ({ config: { ...all(), "image-share:shares": JSON.stringify([share]) } }),
    ],
  ])("a file is read as %s", async (_, contents) => {
    expect(await cli(["check", "--config", workspace.file("any", contents())])).toEqual(found);
    expect(await cli(["check", "--config", "-"], { stdin: JSON.stringify(contents()) })).toEqual(found);
  });

  it("a file is read as a list alone, with credentials from the environment", async () => {
    process.env.TENCENTCLOUD_SECRET_ID = credential.id;
    process.env.TENCENTCLOUD_SECRET_KEY = credential.secret;
    const run = await cli([
      "check",
      "--config",
      workspace.file("list.json", [share]),
      "--endpoint",
      workspace.emulator.url,
    ]);
    expect(run).toEqual(found);
  });

  it("a file is read as YAML with comments, and JSON with tabs", async () => {
    const yaml = [
      "config:",
      ...Object.entries(settings(workspace.emulator)).map(
        ([key, value]) => `  ${key}: ${JSON.stringify(value)}`,
      ),
      "  image-share:shares: # ours",
      "    - service: tencentcloud-cvm",
      "      region: ap-guangzhou",
      `      imageId: ${golden.imageId}`,
      `      accounts: [${alice}]`,
    ].join("\n");
    expect(await cli(["check", "--config", workspace.file("x.yaml", yaml)])).toEqual(found);
    const tabs = JSON.stringify(plain(all()), undefined, "\t");
    expect(await cli(["check", "--config", workspace.file("x.json", tabs)])).toEqual(found);
  });
});

describe("an encrypted value", () => {
  it("an encrypted value of a cloud leaves the keys to the environment, and is named", async () => {
    process.env.TENCENTCLOUD_SECRET_ID = credential.id;
    process.env.TENCENTCLOUD_SECRET_KEY = credential.secret;
    const section = { secretId: "AKIDfile", secretKey: { secure: secret } };
    const run = await cli([
      "check",
      "--config",
      workspace.stack([share], { "image-share:tencentcloud": section }),
    ]);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain(
      "image-share:tencentcloud.secretKey is encrypted, and only Pulumi can read it",
    );
    expect(run.stderr).toContain('"pulumi config --json --show-secrets"');
    expect(run.stderr).not.toContain(secret);
  });

  it("an encrypted value of several clouds is one note, not one for each", async () => {
    const section = { accessKeyId: "AKIDfile", accessKeySecret: { secure: secret } };
    const run = await cli([
      "check",
      "--config",
      workspace.stack([share], {
        "image-share:alicloud": section,
        "image-share:volcengine": { accessKeyId: "AKIDfile", secretKey: { secure: secret } },
      }),
    ]);
    expect(run.stderr).toContain(
      "image-share:alicloud.accessKeySecret and image-share:volcengine.secretKey are encrypted, and only Pulumi can read them: ",
    );
    expect(run.stderr.match(/Taking the keys/g)).toHaveLength(1);
  });

  it.each([
    ["image-share:shares[0].accounts[0]", [{ ...golden, accounts: [{ secure: secret }] }], {}],
    ["image-share:endpoint", [share], { "image-share:endpoint": { secure: secret } }],
    [
      "image-share:profiles.p.tencentcloud.secretKey",
      [{ ...share, credentials: "p" }],
      { "image-share:profiles": { p: { tencentcloud: { secretId: "x", secretKey: { secure: secret } } } } },
    ],
  ])("elsewhere (%s) ends it, with the way out", async (path, shares, more) => {
    const run = await cli(["check", "--config", workspace.stack(shares, more)]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(`${path} is encrypted, and only Pulumi can read it`);
    expect(run.stderr).toContain("See docs/errors.md#share-file (image-share explain share-file)\n");
    expect(run.stderr).not.toContain(secret);
  });

  it("an encrypted value of a profile that nobody names does no harm", async () => {
    const profiles = { p: { tencentcloud: { secretId: "x", secretKey: { secure: secret } } } };
    const run = await cli([
      "check",
      "--config",
      workspace.stack([share], { "image-share:profiles": profiles }),
    ]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
  });

  it("an encrypted value that pulumi config left out is one as well", async () => {
    const contents = { ...printed(settings(workspace.emulator)), "image-share:shares": { secret: true } };
    const run = await cli(["check", "--config", "-"], { stdin: JSON.stringify(contents) });
    expect(run.stderr).toContain("standard input: image-share:shares is encrypted");
  });
});

describe("a file is refused", () => {
  const invalid = "config: {image-share:tencentcloud: {secretKey: hunter2hunter2}\n  shares: [";
  it.each<[string, unknown, string]>([
    ["that is no YAML", invalid, "is not YAML or JSON: "],
    ["with aliases without end", "a: &a [*a]\nb: [*a, *c]", "is not YAML or JSON: "],
    ["of another kind", { hello: 1 }, "is neither stack configuration"],
    ["that is empty", "", "is neither stack configuration"],
    [
      "of a stack whose program lists the shares",
      { config: { "images:customers": ["100000000001"] } },
      "has no image-share:shares, the list that this command goes by: it does not see what a program shares",
    ],
    ["with no share", { shares: [] }, "must be a list of at least one share"],
    ["with a share that is none", { shares: [7] }, "image-share:shares[0] must be an object"],
    ["with a misspelled key", { endpont: "x", shares: [share] }, "did you mean image-share:endpoint?"],
    [
      "with wrong settings",
      { tencentcloud: { secretId: 7 }, shares: [share] },
      "image-share:tencentcloud.secretKey is missing",
    ],
    [
      "without an image",
      { shares: [{ ...share, imageId: undefined }] },
      "image-share:shares[0]: imageId must be",
    ],
    ["without a service", { shares: [{ accounts: [] }] }, "image-share:shares[0]: service must be one of"],
    [
      "with two mistakes",
      {
        shares: [
          { ...share, x: 1 },
          { ...share, imageId: "a" },
        ],
      },
      "shares[1]: imageId must be",
    ],
    [
      "with large numbers",
      `{"shares":[{"service":"alicloud-ens","imageId":"m-ens000001","accounts":[900719925474099313]}]}`,
      "write the account ID in quotes, or with --type string",
    ],
  ])("%s", async (_, contents, message) => {
    const run = await cli(["apply", "--yes", "--config", workspace.file("bad", contents)]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(message);
    expect(run.stderr).toMatch(/See docs\/errors\.md#([\w-]+) \(image-share explain \1\)\n$/);
    expect(run.stderr).not.toContain("hunter2");
    expect(writes(workspace.emulator)).toEqual([]);
  });

  it("a file is refused that lists an image twice, unless both shares only add", async () => {
    const twice = [share, { ...golden, accounts: [bob], exclusive: false }];
    const run = await cli(["apply", "--yes", "--config", workspace.stack(twice)]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("image-share:shares[0] and image-share:shares[1] share this image");
    expect(run.stderr).toContain("docs/errors.md#two-resources");
    const adding = twice.map((entry) => ({ ...entry, exclusive: false }));
    expect((await cli(["apply", "--yes", "--config", workspace.stack(adding)])).code).toBe(0);
    expect(workspace.emulator.accounts(golden)).toEqual([alice, bob]);
  });

  it("a file is refused that is not there, as JSON too", async () => {
    const run = await cli(["check", "--json", "--config", workspace.path("nowhere.yaml")]);
    expect(run).toMatchObject({ code: 1, stderr: "" });
    expect(JSON.parse(run.stdout)).toEqual({
      error: { message: expect.stringContaining("cannot be read (ENOENT)"), topic: "share-file" },
    });
  });
});
