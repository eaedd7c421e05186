/** Keys for AWS that another machine gives: an instance's metadata, SSO, web identity. Each is a stand-in on loopback. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { findKeys } from "../../../src/backends/aws/credentials";
import { id, secret, token, useCredentials } from "./credentials-bench";

const bench = useCredentials(findKeys, /^(AWS_|HOME$|USERPROFILE$)/, { HOME: "~" });

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers by method and path; everything else is not found. */
async function standIn(answers: Readonly<Record<string, Answer>>): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const place = `${request.method} ${request.url?.replace(/\?.*/, "")}`;
    asked.push(place);
    const answer = answers[place];
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  server.unref();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const json =
  (body: unknown): Answer =>
  (_request, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
const text =
  (body: string, type = "text/plain"): Answer =>
  (_request, response) =>
    response.writeHead(200, { "content-type": type }).end(body);

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

describe("keys for AWS from the role of an instance", () => {
  const role = "/latest/meta-data/iam/security-credentials/";
  const given = () => ({
    Code: "Success",
    AccessKeyId: id("inst"),
    SecretAccessKey: secret("inst"),
    Token: token("inst"),
    Expiration: inAnHour(),
  });

  it("are found where there is nothing else, with a session token of the metadata service", async () => {
    const shown: unknown[] = [];
    const metadata = await standIn({
      "PUT /latest/api/token": text("session"),
      [`GET ${role}`]: text("builder"),
      [`GET ${role}builder`]: (request, response) => {
        shown.push(request.headers["x-aws-ec2-metadata-token"]);
        json(given())(request, response);
      },
    });
    const source = await bench.find({ env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: metadata.url } });
    expect(await source.current()).toEqual({ id: id("inst"), secret: secret("inst"), token: token("inst") });
    expect(source.describe()).toBe("instance role, key ID …inst");
    expect(shown).toEqual(["session"]);
  });

  it("are not asked for where a variable turns the metadata off", async () => {
    const metadata = await standIn({ "PUT /latest/api/token": text("session") });
    const env = { AWS_EC2_METADATA_SERVICE_ENDPOINT: metadata.url, AWS_EC2_METADATA_DISABLED: "true" };
    expect(await bench.refusal({ env })).toContain("no credentials for AWS");
    expect(metadata.asked).toEqual([]);
  });

  it("are no keys of an instance that has no role, and the message names the place", async () => {
    const metadata = await standIn({ "PUT /latest/api/token": text("session") });
    const env = { AWS_EC2_METADATA_SERVICE_ENDPOINT: metadata.url };
    expect(await bench.refusal({ env })).toContain("instance role: ");
  });
});

describe("keys for AWS from SSO", () => {
  const start = "https://example.awsapps.com/start";
  const config = `[sso-session work]\nsso_region = eu-central-1\nsso_start_url = ${start}\n
[profile deploy]\nsso_session = work\nsso_account_id = 000000000002\nsso_role_name = Sharing\n`;
  /** The SDK names the file of a login after its session. */
  const cache = `.aws/sso/cache/${createHash("sha1").update("work").digest("hex")}.json`;
  const login = (expiresAt: string) => ({ accessToken: token("login"), expiresAt, startUrl: start });

  it("are those of the account and role that a profile names, with the login of the command line", async () => {
    const shown: unknown[] = [];
    const sso = await standIn({
      "GET /federation/credentials": (request, response) => {
        const { searchParams } = new URL(request.url ?? "", "http://sso");
        shown.push([
          request.headers["x-amz-sso_bearer_token"],
          searchParams.get("account_id"),
          searchParams.get("role_name"),
        ]);
        json({
          roleCredentials: {
            accessKeyId: id("ssos"),
            secretAccessKey: secret("ssos"),
            sessionToken: token("ssos"),
            expiration: Date.now() + 3_600_000,
          },
        })(request, response);
      },
    });
    const source = await bench.find({
      env: { AWS_PROFILE: "deploy", AWS_ENDPOINT_URL_SSO: sso.url },
      files: { ".aws/config": config, [cache]: login(inAnHour()) },
    });
    expect(await source.current()).toEqual({ id: id("ssos"), secret: secret("ssos"), token: token("ssos") });
    expect(source.describe()).toBe("profile deploy (AWS_PROFILE), key ID …ssos");
    expect(shown).toEqual([[token("login"), "000000000002", "Sharing"]]);
  });

  it("are refused with a login that has expired, and the message says how to log in", async () => {
    const message = await bench.refusal({
      env: { AWS_PROFILE: "deploy" },
      files: { ".aws/config": config, [cache]: login(new Date(Date.now() - 1_000).toISOString()) },
    });
    expect(message).toContain("profile deploy (AWS_PROFILE): ");
    expect(message).toContain("aws sso login");
  });
});

describe("keys for AWS from web identity", () => {
  it("are those of the role, for the token in the file, and no key signs the request", async () => {
    const bodies: string[] = [];
    const sts = await standIn({
      "POST /": (request, response) => {
        expect(request.headers.authorization).toBeUndefined();
        request.setEncoding("utf8").on("data", (chunk: string) => bodies.push(chunk));
        request.on("end", () => {
          const answer = `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>${id("webi")}</AccessKeyId>
<SecretAccessKey>${secret("webi")}</SecretAccessKey><SessionToken>${token("webi")}</SessionToken>
<Expiration>${inAnHour()}</Expiration></Credentials></AssumeRoleWithWebIdentityResult>
</AssumeRoleWithWebIdentityResponse>`;
          text(answer, "text/xml")(request, response);
        });
      },
    });
    const source = await bench.find({
      env: {
        AWS_REGION: "eu-central-1",
        AWS_ENDPOINT_URL_STS: sts.url,
        AWS_ROLE_ARN: "arn:aws:iam::000000000002:role/deploy",
        AWS_WEB_IDENTITY_TOKEN_FILE: "~/token",
      },
      files: { token: token("oidc") },
    });
    expect(await source.current()).toEqual({ id: id("webi"), secret: secret("webi"), token: token("webi") });
    const asked = new URLSearchParams(bodies.join(""));
    expect(asked.get("WebIdentityToken")).toBe(token("oidc"));
    expect(asked.get("RoleArn")).toBe("arn:aws:iam::000000000002:role/deploy");
  });
});
