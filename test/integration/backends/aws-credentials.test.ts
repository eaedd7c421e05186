/** Where keys for AWS are found, place by place, with the vendor's own providers behind the places that name one. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { findKeys } from "../../../src/backends/aws/credentials";
import { findService } from "../../../src/backends/registry";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { id, secret, token, useCredentials } from "./credentials-bench";
import { CALL_OPTIONS } from "./support";

const bench = useCredentials(findKeys, /^(AWS_|HOME$|USERPROFILE$)/, {
  AWS_EC2_METADATA_DISABLED: "true",
  // The SDK asks the variable for the home directory.
  HOME: "~",
});

const keysNamed = (name: string) => ({ AWS_ACCESS_KEY_ID: id(name), AWS_SECRET_ACCESS_KEY: secret(name) });
const profile = (name: string, key: string, more = "") =>
  `[${name}]\naws_access_key_id = ${id(key)}\naws_secret_access_key = ${secret(key)}\n${more}\n`;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Metadata of a container. */
async function startMetadata(answer: () => unknown): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? ""}`);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  server.unref();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/creds`, asked };
}

describe("keys for AWS", () => {
  it("keys for AWS are those of the configuration, before all that is found elsewhere", async () => {
    const section = { accessKeyId: id("own"), secretAccessKey: secret("own"), sessionToken: token("own") };
    const source = await bench.find({ section, env: keysNamed("envv") });
    expect(await source.current()).toEqual({ id: id("own"), secret: secret("own"), token: token("own") });
    expect(source.describe()).toBe("image-share:aws, key ID …9own");
  });

  it("keys for AWS are found in the environment, before a profile that a variable names", async () => {
    const env = { ...keysNamed("envv"), AWS_SESSION_TOKEN: token("envv"), AWS_PROFILE: "other" };
    const source = await bench.find({ env, files: { ".aws/credentials": profile("other", "prof") } });
    expect(await source.current()).toEqual({ id: id("envv"), secret: secret("envv"), token: token("envv") });
    expect(source.describe()).toBe("environment (AWS_ACCESS_KEY_ID; AWS_PROFILE is not used), key ID …envv");
  });

  it("keys for AWS are found in the profile that a variable, or the configuration, names", async () => {
    const files = { ".aws/credentials": profile("default", "dflt") + profile("other", "prof") };
    const named = await bench.find({ env: { AWS_PROFILE: "other" }, files });
    expect((await named.current()).id).toBe(id("prof"));
    expect(named.describe()).toBe("profile other (AWS_PROFILE), key ID …prof");
    const configured = await bench.find({ section: { profile: "other" }, files });
    expect(configured.describe()).toBe("profile other (image-share:aws.profile), key ID …prof");
  });

  it("keys for AWS are found in the default profile, also in a file that a variable names", async () => {
    const usual = await bench.find({ files: { ".aws/credentials": profile("default", "dflt") } });
    expect(usual.describe()).toBe("profile default, key ID …dflt");
    const env = { AWS_SHARED_CREDENTIALS_FILE: "~/keys" };
    const elsewhere = await bench.find({ env, files: { keys: profile("default", "else") } });
    expect(elsewhere.describe()).toBe("profile default (AWS_SHARED_CREDENTIALS_FILE), key ID …else");
  });

  it("come from a process that a profile names", async () => {
    const answer = JSON.stringify({ Version: 1, AccessKeyId: id("proc"), SecretAccessKey: secret("proc") });
    const files = {
      ".aws/config": "[profile tool]\ncredential_process = cat ~~/answer.json\n",
      "answer.json": answer,
    };
    files[".aws/config"] = files[".aws/config"].replace("~~", bench.home());
    const source = await bench.find({ env: { AWS_PROFILE: "tool" }, files });
    expect((await source.current()).id).toBe(id("proc"));
  });

  it("come from a container's metadata, and are asked for again before they expire", async () => {
    let given = 0;
    const metadata = await startMetadata(() => {
      given += 1;
      return {
        AccessKeyId: id(`con${given}`),
        SecretAccessKey: secret("cont"),
        Token: token("cont"),
        Expiration: new Date(Date.now() + (given === 1 ? 500 : 3_600_000)).toISOString(),
      };
    });
    const env = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: metadata.url,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: "pass",
    };
    const source = await bench.find({ env });
    expect(source.describe()).toBe("container role (AWS_CONTAINER_CREDENTIALS_FULL_URI), key ID …con1");
    while ((await source.current()).id !== id("con2")) await delay(20);
    expect(metadata.asked).toEqual(["/creds pass", "/creds pass"]);
  });
});

describe("a role", () => {
  const user = { id: id("user"), secret: secret("user"), user: "ci", accounts: { aws: "000000000001" } };
  const role = "arn:aws:iam::000000000002:role/deploy";
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator({
      credentials: [user],
      roles: [{ arn: role, externalId: "image-share" }],
      rateLimits: false,
    });
    closing.push(() => emulator.close());
  });

  const callerOf = async (keys: Awaited<ReturnType<typeof bench.find>>) => {
    const backend = await findService("aws-ec2")?.open({
      credentials: undefined,
      endpoint: new URL(emulator.url),
      keys,
    });
    return backend?.callerAccount("eu-central-1", CALL_OPTIONS);
  };

  it("a role in the configuration is assumed with the keys beside it, as it is said", async () => {
    const section = {
      accessKeyId: user.id,
      secretAccessKey: user.secret,
      roleArn: role,
      externalId: "image-share",
      durationSeconds: 901,
    };
    const source = await bench.find({ section, endpoint: new URL(emulator.url) });
    expect(await callerOf(source)).toBe("000000000002");
    expect(source.describe()).toMatch(
      /^role \S+ \(image-share:aws.roleArn\), key ID …\w{4}, assumed with the keys of image-share:aws, key ID …user$/,
    );
    expect(emulator.calls({ action: "AssumeRole" }).map(({ parameters }) => parameters)).toEqual([
      {
        RoleArn: role,
        RoleSessionName: "pulumi-image-share",
        DurationSeconds: "901",
        ExternalId: "image-share",
      },
    ]);
  });

  it("a role in a profile is assumed with the keys of another, by way of the endpoint", async () => {
    const config = `[profile base]\naws_access_key_id = ${user.id}\naws_secret_access_key = ${user.secret}\n
[profile deploy]\nrole_arn = ${role}\nsource_profile = base\nexternal_id = image-share\nrole_session_name = night-run\n`;
    const source = await bench.find({
      env: { AWS_PROFILE: "deploy" },
      files: { ".aws/config": config },
      endpoint: new URL(emulator.url),
    });
    expect(await callerOf(source)).toBe("000000000002");
    expect(source.describe()).toMatch(/^profile deploy \(AWS_PROFILE\), key ID …\w{4}$/);
    expect(emulator.calls({ action: "AssumeRole" })).toMatchObject([
      { parameters: { RoleSessionName: "night-run", ExternalId: "image-share" }, outcome: { kind: "ok" } },
    ]);
  });

  it("a role in a profile that the vendor refuses is the end of the search, with the vendor's words", async () => {
    const config = `[profile base]\naws_access_key_id = ${user.id}\naws_secret_access_key = ${user.secret}\n
[profile deploy]\nrole_arn = ${role}\nsource_profile = base\n`;
    const message = await bench.refusal({
      env: { AWS_PROFILE: "deploy" },
      files: { ".aws/config": config, ".aws/credentials": profile("default", "dflt") },
      endpoint: new URL(emulator.url),
    });
    expect(message).toContain("profile deploy (AWS_PROFILE): AccessDenied: ");
  });
});

describe("the search ends with an error that names the place", () => {
  const files = { ".aws/credentials": profile("default", "dflt") };

  it.each<[string, Record<string, string>, string]>([
    ["half a pair", { AWS_ACCESS_KEY_ID: id("half") }, "AWS_SECRET_ACCESS_KEY is missing or empty"],
    ["a token alone", { AWS_SESSION_TOKEN: token("lone") }, "AWS_SESSION_TOKEN but AWS_ACCESS_KEY_ID"],
    ["a profile that is not there", { AWS_PROFILE: "none" }, "profile none (AWS_PROFILE): "],
    [
      "half of web identity",
      { AWS_ROLE_ARN: "arn:aws:iam::000000000002:role/x" },
      "AWS_WEB_IDENTITY_TOKEN_FILE missing",
    ],
    [
      "a token file that is not there",
      { AWS_ROLE_ARN: "arn:aws:iam::000000000002:role/x", AWS_WEB_IDENTITY_TOKEN_FILE: "/nowhere/token" },
      "web identity (AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN): ",
    ],
    [
      "keys that are set and empty",
      { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" },
      "are set and empty",
    ],
    [
      "a file that is not there",
      { AWS_SHARED_CREDENTIALS_FILE: "~/none" },
      "profile default (AWS_SHARED_CREDENTIALS_FILE): ",
    ],
  ])("the search ends with an error that names the place with %s", async (_what, env, message) => {
    expect(await bench.refusal({ env, files })).toContain(message);
  });

  it("the search ends with an error that names the place with a container that does not answer", async () => {
    const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:9/creds" };
    expect(await bench.refusal({ env })).toContain("container role (AWS_CONTAINER_CREDENTIALS_FULL_URI): ");
  });

  it("the search ends with an error that names the place where there are none, and names every place", async () => {
    const message = await bench.refusal({});
    expect(message).toContain(
      "no credentials for AWS. Set image-share:aws.accessKeyId and image-share:aws.secretAccessKey",
    );
    for (const place of [
      "environment",
      "named profile",
      "web identity",
      "default profile",
      "container role",
      "instance role",
    ]) {
      expect(message).toContain(`${place}: `);
    }
  });
});
