import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import { join } from "node:path";
import { findKeys } from "../../src/backends/alicloud/credentials";
import { alicloudSection } from "../../src/backends/alicloud/section";
import { ConfigurationError } from "../../src/core/errors";
import { readSettings } from "../../src/settings";

const environment = { ...process.env };
const find = (credentials: unknown) => findKeys({ credentials, endpoint: undefined });
let home = "";

beforeEach(async () => {
  for (const name of Object.keys(process.env))
    if (name.startsWith("ALIBABA_CLOUD_")) delete process.env[name];
  home = await mkdtemp(join(os.tmpdir(), "alicloud-"));
  jest.spyOn(os, "homedir").mockReturnValue(home);
  process.env.ALIBABA_CLOUD_ECS_METADATA_DISABLED = "true";
});

afterEach(async () => {
  jest.restoreAllMocks();
  process.env = { ...environment };
  await rm(home, { recursive: true });
});

const cliProfile = (profile: object) =>
  mkdir(join(home, ".aliyun")).then(() =>
    writeFile(
      join(home, ".aliyun", "config.json"),
      JSON.stringify({ current: "default", profiles: [{ name: "default", ...profile }] }),
    ),
  );

async function complaint(): Promise<string> {
  const error = await find(undefined).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ConfigurationError) return error.message;
  throw new Error(`expected a ConfigurationError, got ${String(error)}`);
}

describe("credentials of Alibaba Cloud", () => {
  it("come from the configuration before anything else", async () => {
    process.env.ALIBABA_CLOUD_ACCESS_KEY_ID = "other";
    const section = { accessKeyId: "id", accessKeySecret: "secret", securityToken: "token" };
    expect(await (await find(section)).current()).toEqual({ id: "id", secret: "secret", token: "token" });
  });

  it("come from the environment, also where the configuration names only a site", async () => {
    process.env.ALIBABA_CLOUD_ACCESS_KEY_ID = "id";
    process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET = "secret";
    process.env.ALIBABA_CLOUD_SECURITY_TOKEN = "token";
    const keys = await find({ site: "international" });
    expect(await keys.current()).toEqual({ id: "id", secret: "secret", token: "token" });
  });

  it("are complained about when the environment has half of them, instead of using somebody else's", async () => {
    await cliProfile({ mode: "AK", access_key_id: "id", access_key_secret: "secret" });
    process.env.ALIBABA_CLOUD_ACCESS_KEY_ID = "id";
    process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET = "";
    expect(await complaint()).toMatch(
      /ALIBABA_CLOUD_ACCESS_KEY_ID but ALIBABA_CLOUD_ACCESS_KEY_SECRET is missing or empty/,
    );
  });

  it("come from the command line's profile", async () => {
    await cliProfile({ mode: "AK", access_key_id: "id", access_key_secret: "secret" });
    expect(await (await find(undefined)).current()).toEqual({ id: "id", secret: "secret" });
  });

  it("come from the credentials file", async () => {
    await mkdir(join(home, ".alibabacloud"));
    await writeFile(
      join(home, ".alibabacloud", "credentials"),
      "[default]\ntype = access_key\naccess_key_id = id\naccess_key_secret = secret\n",
    );
    expect((await (await find(undefined)).current()).id).toBe("id");
  });

  it("name, when there are none, the configuration, the environment, and all that was tried", async () => {
    const message = await complaint();
    for (const part of [
      "image-share:alicloud.accessKeyId",
      "image-share:alicloud.accessKeySecret",
      "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET not set",
      "ALIBABA_CLOUD_ROLE_ARN",
      "~/.aliyun/config.json",
      "~/.alibabacloud/credentials",
      "role of the ECS instance: disabled by ALIBABA_CLOUD_ECS_METADATA_DISABLED",
      "ALIBABA_CLOUD_CREDENTIALS_URI not set",
    ]) {
      expect(message).toContain(part);
    }
  });

  it("are found on a second try after a first that failed, which the SDK's chain does not manage", async () => {
    await complaint();
    await cliProfile({ mode: "AK", access_key_id: "id", access_key_secret: "secret" });
    expect((await (await find(undefined)).current()).id).toBe("id");
  });

  it("stay out of the complaint about a file that cannot be read, which the SDK quotes in full", async () => {
    await mkdir(join(home, ".aliyun"));
    await writeFile(join(home, ".aliyun", "config.json"), '{"access_key_secret": "verysecret", broken');
    expect(await complaint()).not.toContain("verysecret");
  });

  it("do not count when they are empty", async () => {
    await cliProfile({ mode: "AK", access_key_id: "", access_key_secret: "" });
    expect(await complaint()).toContain("~/.aliyun/config.json");
  });

  it("of a role are asked for again when they are about to expire", async () => {
    let served = 0;
    const server = createServer((_request, response) => {
      served += 1;
      response.end(
        JSON.stringify({
          Code: "Success",
          AccessKeyId: `id-${served}`,
          AccessKeySecret: "secret",
          SecurityToken: "token",
          Expiration: new Date(Date.now() + (served === 1 ? 60_000 : 3_600_000)).toISOString(),
        }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      process.env.ALIBABA_CLOUD_CREDENTIALS_URI = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const keys = await find(undefined);
      expect((await keys.current()).id).toBe("id-2");
      expect((await keys.current()).id).toBe("id-2");
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe("image-share:alicloud", () => {
  const read = (section: object) =>
    readSettings({
      keys: [],
      get: (key) => (key === "image-share:alicloud" ? JSON.stringify(section) : undefined),
    });

  it.each([
    [{ accessKeyId: "id" }, /^image-share:alicloud\.accessKeySecret is missing$/],
    [{ securityToken: "token" }, /accessKeyId is missing; .*accessKeySecret is missing/],
    [{ accessKeyId: "", accessKeySecret: "secret" }, /accessKeyId must be a string that is not empty/],
    [{ accessKeyId: "id", accessKeySecret: "s", site: "mars" }, /site must be "china" or "international"/],
    [{ secretId: "id" }, /unknown key "secretId"/],
    [{}, /accessKeyId is missing/],
  ])("refuses %j", (section, message) => {
    expect(() => read(section)).toThrow(message);
  });

  it("takes a site alone", () => {
    expect(alicloudSection.parse({ site: "international" })).toEqual({ site: "international" });
  });
});
