/**
 * Keys that the environment names, with those of another account in files of the machine: the named ones are used, or
 * every command fails with the name of what is broken.
 */
import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Emulator, startEmulator } from "../../src/emulator";
import { repository } from "../e2e/harness/installation";
import { Stack } from "../e2e/harness/stack";

jest.setTimeout(120_000);

const account = "1234567890123456";
const golden = { service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-bp1emulator" } as const;
const withoutInstance = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };

let emulator: Emulator;
let stack: Stack;

beforeAll(async () => {
  emulator = await startEmulator({
    rateLimits: false,
    credentials: [
      { id: "keyA", secret: "sA", accounts: { alicloud: "199000000000000001" } },
      { id: "keyB", secret: "sB", accounts: { alicloud: "199000000000000002" } },
    ],
  });
  emulator.putImage(golden);
  stack = await Stack.create(emulator);
  stack.setConfig({ "image-share:tencentcloud": null });
  stack.setShares([{ name: "golden", args: { ...golden, accounts: [account] } }]);
});

afterAll(async () => {
  stack.dispose();
  await emulator.close();
});

function inHome(path: string, text: string): void {
  const file = join(stack.folder, "home", path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** `image-share show` in this environment. */
function show(env: Readonly<Record<string, string>>): Promise<{ code: number | null; output: string }> {
  const { service, region, imageId } = golden;
  const where = ["--service", service, "--region", region, "--image", imageId, "--endpoint", emulator.url];
  const cli = join(repository, "dist/cli/main.js");
  const home = { HOME: join(stack.folder, "home"), PATH: process.env.PATH ?? "" };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cli, "show", ...where],
      { env: { ...home, ...env } },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` });
      },
    );
  });
}

const keysUsed = () => new Set(emulator.calls().map(({ credentialId }) => credentialId));

describe("with another account's keys in ~/.aliyun/config.json", () => {
  beforeAll(() => {
    const profile = { name: "default", mode: "AK", access_key_id: "keyB", access_key_secret: "sB" };
    inHome(".aliyun/config.json", JSON.stringify({ current: "default", profiles: [profile] }));
  });
  afterAll(() => rmSync(join(stack.folder, "home/.aliyun"), { recursive: true }));

  it.each([
    ["ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY"],
    ["ALIBABACLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_SECRET"],
  ])("%s is used: share, show, and refresh without a change", async (id, secret) => {
    const env = { ...withoutInstance, [id]: "keyA", [secret]: "sA" };
    stack.setEnvironment(env);
    await stack.up();
    expect(keysUsed()).toEqual(new Set(["keyA"]));
    emulator.clearCalls();
    const shown = await show(env);
    expect(shown.code).toBe(0);
    expect(shown.output).toContain(account);
    expect(shown.output).toContain(`keys: environment (${id}), key ID …A`);
    const refreshed = await stack.refresh();
    expect(refreshed.resources).toEqual(["2 unchanged"]);
    expect(keysUsed()).toEqual(new Set(["keyA"]));
  });
});

describe("with another account's keys in ~/.alibabacloud/credentials, and an OIDC role that is broken", () => {
  const oidc = {
    ...withoutInstance,
    ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/deploy",
    ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1:oidc-provider/x",
    ALIBABA_CLOUD_OIDC_TOKEN_FILE: "./no-such-token",
  };
  const refusal =
    /OIDC role of the pod \(.*ALIBABA_CLOUD_OIDC_TOKEN_FILE\): ENOENT.*No other place is tried.*#credentials/;

  beforeAll(async () => {
    const section = "[default]\ntype = access_key\naccess_key_id = keyB\naccess_key_secret = sB\n";
    inHome(".alibabacloud/credentials", section);
    stack.setEnvironment({
      ...withoutInstance,
      ALIBABA_CLOUD_ACCESS_KEY_ID: "keyA",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "sA",
    });
    await stack.up();
  });

  it.each(["preview", "refresh", "up", "destroy"] as const)(
    "a %s fails and names the variable, without a call, a dropped share or an end that is called done",
    async (command) => {
      stack.setEnvironment(oidc);
      const run = await stack.failing(command);
      expect(run.output).toMatch(refusal);
      expect(run.output).not.toMatch(/dropped|deleted|will fail|replace/);
      expect(emulator.calls()).toEqual([]);
      expect(emulator.accounts(golden)).toEqual([account]);
      expect((await stack.state()).golden?.outputs.accounts).toEqual([account]);
    },
  );

  it("image-share show fails and names the variable, without a call", async () => {
    emulator.clearCalls();
    const shown = await show(oidc);
    expect(shown.code).toBe(1);
    expect(shown.output).toMatch(refusal);
    expect(emulator.calls()).toEqual([]);
  });
});
