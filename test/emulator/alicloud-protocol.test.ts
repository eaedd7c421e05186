import { createHmac } from "node:crypto";
import type { Emulator } from "../../src/emulator";
import { alicloud, type Options } from "./support/clients";
import { start } from "./support/start";
import { send } from "./support/wire";

const IMAGE = { service: "alicloud-ens", imageId: "m-1" } as const;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start();
  emulator.putImage(IMAGE);
});

const describeImage = (options: Options = {}) =>
  alicloud(emulator, "ens", "DescribeImageSharePermission", { ImageId: IMAGE.imageId }, options);

it("answers errors with a status, the vendor's five fields, and JSON", async () => {
  const reply = await alicloud(emulator, "ens", "DescribeImageSharePermission", {});
  expect(reply).toMatchObject({
    status: 400,
    headers: { "content-type": "application/json;charset=utf-8" },
    json: {
      RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
      HostId: "127.0.0.1",
      Code: "MissingParameter",
      Message: expect.stringContaining("ImageId"),
      Recommend: expect.stringContaining("https://"),
    },
  });
});

it.each([
  ["an unknown key", { key: { id: "nobody", secret: "x" } }, 404, "InvalidAccessKeyId.NotFound"],
  ["a wrong secret", { key: { id: "emulator", secret: "x" } }, 400, "SignatureDoesNotMatch"],
  [
    "a token with a permanent key",
    { key: { id: "emulator", secret: "emulator-secret", token: "t" } },
    400,
    "InvalidSecurityToken.MismatchWithAccessKey",
  ],
  ["a clock sixteen minutes behind", { time: Date.now() - 960_000 }, 400, "InvalidTimeStamp.Expired"],
  ["a clock sixteen minutes ahead", { time: Date.now() + 960_000 }, 400, "InvalidTimeStamp.Expired"],
])("refuses %s", async (_, options, status, code) => {
  expect(await describeImage(options)).toMatchObject({ status, json: { Code: code } });
});

it("says what it signed itself behind a colon, where an SDK looks for it", async () => {
  const { json } = await describeImage({ key: { id: "emulator", secret: "x" } });
  expect(json.Message).toMatch(/is:ACS3-HMAC-SHA256\n[0-9a-f]{64}, server canonicalRequest is: POST\n\/\n/);
});

it("takes each nonce once, for twice the clock window", async () => {
  let now = Date.now();
  const other = await start({ clock: { now: () => now } });
  other.putImage(IMAGE);
  const again = () =>
    alicloud(other, "ens", "DescribeImages", {}, { nonce: "nonce-1", time: now }).then(
      ({ json }) => json.Code,
    );
  expect(await again()).toBe(0);
  expect(await again()).toBe("SignatureNonceUsed");
  now += 29 * 60_000;
  expect(await again()).toBe("SignatureNonceUsed");
  now += 2 * 60_000;
  expect(await again()).toBe(0);
});

it("does not use up the nonce of a request that it does not let in", async () => {
  await describeImage({ nonce: "nonce-1", key: { id: "emulator", secret: "x" } });
  expect((await describeImage({ nonce: "nonce-1" })).status).toBe(200);
});

it("wants the token of a temporary key", async () => {
  const key = { id: "temporary", secret: "s", token: "right" };
  const other = await start({ credentials: [key] });
  other.putImage(IMAGE);
  const code = async (token?: string) => {
    const sent = { id: key.id, secret: key.secret, ...(token === undefined ? {} : { token }) };
    return (await alicloud(other, "ens", "DescribeImages", {}, { key: sent })).json.Code;
  };
  expect(await code("right")).toBe(0);
  expect(await code("wrong")).toBe("InvalidSecurityToken.MismatchWithAccessKey");
  expect(await code()).toBe("InvalidAccessKeyId.NotFound");
});

it("knows no other actions or versions", async () => {
  expect(await alicloud(emulator, "ens", "RunInstances", {})).toMatchObject({
    status: 404,
    json: { Code: "InvalidAction.NotFound" },
  });
});

it.each([
  ["no Authorization", {}, "IncompleteSignature"],
  ["another algorithm", { authorization: "ACS3-RSA-SHA256 Credential=a" }, "IncompleteSignature"],
  [
    "headers that must be signed and are not",
    { authorization: `ACS3-HMAC-SHA256 Credential=emulator,SignedHeaders=host,Signature=${"0".repeat(64)}` },
    "IncompleteSignature",
  ],
])("refuses %s", async (_, headers, code) => {
  const { status, body } = await send(emulator.port, {
    method: "POST",
    headers: { "x-acs-action": "DescribeImages", "x-acs-version": "2017-11-10", ...headers },
  });
  expect([status, JSON.parse(body).Code]).toEqual([400, code]);
});

it("answers ACS3 in XML only when that alone is accepted", async () => {
  const asked = async (accept: string) =>
    (await describeImage({ unsigned: { accept } })).headers["content-type"];
  expect(await asked("application/xml")).toBe("text/xml;charset=utf-8");
  expect(await asked("application/json, application/xml")).toBe("application/json;charset=utf-8");
  expect(await asked("*/*")).toBe("application/json;charset=utf-8");
});

it("refuses other methods", async () => {
  const { body } = await send(emulator.port, {
    method: "PUT",
    headers: { "x-acs-action": "DescribeImages" },
  });
  expect(JSON.parse(body).Code).toBe("UnsupportedHTTPMethod");
});

describe("the RPC signature", () => {
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

  function signed(changes: Record<string, string | undefined> = {}, algorithm: "sha1" | "sha256" = "sha1") {
    const all: Record<string, string | undefined> = {
      AccessKeyId: "emulator",
      Action: "DescribeSelfImages",
      Format: "JSON",
      ImageName: "it's (a) *test*!",
      SignatureMethod: algorithm === "sha1" ? "HMAC-SHA1" : "HMAC-SHA256",
      SignatureNonce: String(Math.random()),
      SignatureVersion: "1.0",
      Timestamp: `${new Date().toISOString().slice(0, 19)}Z`,
      Version: "2017-11-10",
      ...changes,
    };
    const parameters = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    const pairs = Object.keys(parameters)
      .sort()
      .map((name) => `${encode(name)}=${encode(parameters[name] ?? "")}`);
    const text = `GET&%2F&${encode(pairs.join("&"))}`;
    const signature = createHmac(algorithm, "emulator-secret&").update(text).digest("base64");
    return { path: `/?${pairs.join("&")}&Signature=${encode(signature)}` };
  }

  it("the RPC signature is taken in a query as well, with either digest and any characters", async () => {
    expect((await send(emulator.port, signed())).status).toBe(200);
    expect((await send(emulator.port, signed({}, "sha256"))).status).toBe(200);
  });

  it.each([
    [{ SignatureNonce: "" }, "MissingParameter"],
    [{ Timestamp: "" }, "MissingParameter"],
    [{ Timestamp: "2026-11-22 00:00:00" }, "InvalidTimeStamp.Format"],
    [{ Timestamp: "2020-11-22T00:00:00Z" }, "InvalidTimeStamp.Expired"],
    [{ SignatureMethod: "HMAC-MD5" }, "IncompleteSignature"],
    [{ SignatureVersion: "2.0" }, "IncompleteSignature"],
    [{ AccessKeyId: "nobody" }, "InvalidAccessKeyId.NotFound"],
    [{ Version: "2000-01-01" }, "InvalidAction.NotFound"],
  ])("the RPC signature with %j is refused with %s", async (changes, code) => {
    const { body } = await send(emulator.port, signed(changes));
    expect(JSON.parse(body).Code).toBe(code);
  });

  it.each([
    ["XML", { Format: "XML" }],
    ["XML, in any case of letters", { Format: "xml" }],
    ["XML for want of a format, as the vendor does", { Format: undefined }],
  ])("the RPC signature is answered in %s", async (_, format) => {
    emulator.putImage({ ...IMAGE, accounts: ["1122334455", "2233445566"] });
    const query = { Action: "DescribeImageSharePermission", ImageName: undefined, ImageId: "m-1", ...format };
    expect(await send(emulator.port, signed(query))).toMatchObject({
      status: 200,
      headers: { "content-type": "text/xml;charset=utf-8" },
      body: expect.stringMatching(
        /^<\?xml version="1.0" encoding="UTF-8"\?><DescribeImageSharePermissionResponse><RequestId>[0-9A-F-]{36}<\/RequestId><TotalCount>2<\/TotalCount>.*<Accounts><Account><AliyunUid>1122334455<\/AliyunUid><\/Account><Account><AliyunUid>2233445566<\/AliyunUid><\/Account><\/Accounts><\/DescribeImageSharePermissionResponse>$/,
      ),
    });
    expect(await send(emulator.port, signed({ ...query, ImageId: "<&\u0001>" }))).toMatchObject({
      status: 400,
      body: expect.stringContaining("</HostId><Code>ens.interface.error</Code><Message>"),
    });
  });

  it("the RPC signature is refused when it asks for a format that is neither JSON nor XML", async () => {
    const { status, body } = await send(emulator.port, signed({ Format: "YAML" }));
    expect([status, body]).toEqual([400, expect.stringContaining("<Code>InvalidParameter.Format</Code>")]);
  });

  it("never reaches the log, and neither does the key's secret", async () => {
    await send(emulator.port, signed());
    expect(emulator.calls()).toMatchObject([
      {
        action: "DescribeSelfImages",
        parameters: { ImageName: "it's (a) *test*!" },
        credentialId: "emulator",
      },
    ]);
    expect(JSON.stringify(emulator.calls())).not.toContain("ignature");
  });
});
