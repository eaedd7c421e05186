/** Which keys the commands use, and what they say of them: with a key of the owner and one of another account. */
import { type Emulator, startEmulator } from "../../../src/emulator";
import { useCleanEnvironment } from "../../integration/backends/support";
import { cli, useWorkspace } from "./support";

const machine = useCleanEnvironment(
  /^(ALIBABA_?CLOUD_|ALICLOUD_|TENCENTCLOUD|TCCLI_|TKE_|VOLC|HOME$|USERPROFILE$)/,
);
const workspace = useWorkspace();

const account = "1234567890123456";
const golden = { service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-bp1emulator" } as const;
const keyA = { id: "LTAI-of-the-owner-A", secret: "hidden-secret-A" };
const keyB = { id: "LTAI-of-another-B", secret: "hidden-secret-B" };

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({
    rateLimits: false,
    credentials: [
      { ...keyA, accounts: { alicloud: "199000000000000001" } },
      { ...keyB, accounts: { alicloud: "199000000000000002" } },
    ],
  });
});
afterAll(() => emulator.close());

beforeEach(() => {
  process.env.ALIBABA_CLOUD_ECS_METADATA_DISABLED = "true";
  emulator.reset();
  emulator.putImage({ ...golden, accounts: [account] });
});

const profile = (name: string, key: typeof keyA) => ({
  name,
  mode: "AK",
  access_key_id: key.id,
  access_key_secret: key.secret,
});

/** The profile by default is another account's. */
function writeProfiles(): void {
  const profiles = [profile("default", keyB), profile("owner", keyA)];
  machine.write(".aliyun/config.json", JSON.stringify({ current: "default", profiles }));
}

const commands = {
  show: (file: string) => {
    const { service, region, imageId } = golden;
    return ["show", "--config", file, "--service", service, "--region", region, "--image", imageId];
  },
  check: (file: string) => ["check", "--config", file],
  apply: (file: string) => ["apply", "--config", file, "--yes"],
  discover: (file: string) => [
    "discover",
    "--config",
    file,
    "--service",
    golden.service,
    "--region",
    golden.region,
  ],
} as const;

async function run(command: keyof typeof commands, config: Readonly<Record<string, unknown>> = {}) {
  const shares = [{ ...golden, accounts: [account], exclusive: true }];
  const file = workspace.file(`Pulumi.${command}.yaml`, {
    config: { "image-share:endpoint": emulator.url, "image-share:shares": shares, ...config },
  });
  const ended = await cli(commands[command](file));
  const output = `${ended.stdout}${ended.stderr}`;
  expect(output).not.toContain("hidden-secret");
  expect(output).not.toContain(keyA.id);
  expect(output).not.toContain(keyB.id);
  return { code: ended.code, output };
}

const everyCommand = Object.keys(commands) as (keyof typeof commands)[];
const used = () => new Set(emulator.calls().map(({ credentialId }) => credentialId));

describe("a place of credentials that was named", () => {
  it.each(everyCommand)("is what %s uses, whatever the machine holds besides", async (command) => {
    writeProfiles();
    Object.assign(process.env, { ALICLOUD_ACCESS_KEY: keyA.id, ALICLOUD_SECRET_KEY: keyA.secret });
    expect((await run(command)).code).toBe(0);
    expect(used()).toEqual(new Set([keyA.id]));
  });

  it.each(everyCommand)("ends %s when it is broken, without a call", async (command) => {
    writeProfiles();
    process.env.ALICLOUD_PROFILE = "gone";
    const { code, output } = await run(command);
    expect(code).toBe(1);
    expect(output).toContain('ALICLOUD_PROFILE names the profile "gone", which is not found in');
    expect(output).toContain("docs/errors.md#credentials");
    expect(emulator.calls()).toEqual([]);
  });

  it.each(everyCommand)(
    "is a profile of the vendor's command line for %s, by the configuration",
    async (command) => {
      writeProfiles();
      expect((await run(command, { "image-share:alicloud": { profile: "owner" } })).code).toBe(0);
      expect(used()).toEqual(new Set([keyA.id]));
    },
  );
});

describe("keys of another account", () => {
  beforeEach(writeProfiles);
  const keys = "~/.aliyun/config.json, profile default, key ID …er-B, of account 199000000000000002";

  it.each([
    ["show", 1],
    ["check", 2],
    ["apply", 1],
  ] as const)(
    "keys of another account are named by %s, with where they come from, when they see no image",
    async (command, code) => {
      const ended = await run(command);
      expect(ended.code).toBe(code);
      expect(ended.output.replaceAll(machine.home(), "~")).toContain(
        `Keys: ${keys}. See docs/errors.md#image-gone (image-share explain image-gone)`,
      );
      expect(emulator.accounts(golden)).toEqual([account]);
    },
  );
});

it("a key that is refused is named, with where it comes from, and its secret is not", async () => {
  Object.assign(process.env, { ALICLOUD_ACCESS_KEY: keyA.id, ALICLOUD_SECRET_KEY: "hidden-secret-wrong" });
  for (const command of everyCommand) {
    const { code, output } = await run(command);
    expect(code).toBe(1);
    expect(output).toContain("SignatureDoesNotMatch");
    expect(output).toContain("Keys: environment (ALICLOUD_ACCESS_KEY), key ID …er-A.");
    expect(output).toContain("docs/errors.md#auth");
  }
});

it("services of one cloud look for keys, and assume a role, once", async () => {
  const roleArn = "acs:ram::199000000000000001:role/deploy";
  const byRole = await startEmulator({ credentials: [{ ...keyA, user: "ci" }], roles: [{ arn: roleArn }] });
  try {
    byRole.putImage({ ...golden, accounts: [account] });
    byRole.putImage({ service: "alicloud-ens", imageId: "m-ens0001", accounts: [account] });
    const section = { accessKeyId: keyA.id, accessKeySecret: keyA.secret, roleArn };
    const shares = [golden, { service: "alicloud-ens", imageId: "m-ens0001" }];
    const ended = await run("check", {
      "image-share:endpoint": byRole.url,
      "image-share:alicloud": section,
      "image-share:shares": shares.map((image) => ({ ...image, accounts: [account] })),
    });
    expect(ended.code).toBe(0);
    expect(byRole.calls({ action: "AssumeRole" }).length).toBe(1);
    expect(byRole.calls({ action: "DescribeImageSharePermission" }).length).toBe(2);
  } finally {
    await byRole.close();
  }
});
