/** Tencent Cloud's older signatures: everything among the parameters. */
import { createHmac } from "node:crypto";
import type { Emulator } from "../../src/emulator";
import { start } from "./support/start";
import { send } from "./support/wire";

const IMAGE = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start();
  emulator.putImage(IMAGE);
});

interface Signing {
  readonly method?: "GET" | "POST";
  readonly algorithm?: "sha1" | "sha256";
  readonly host?: string;
  readonly secret?: string;
}

async function call(changes: Record<string, string> = {}, signing: Signing = {}) {
  const { method = "GET", algorithm = "sha1", secret = "emulator-secret" } = signing;
  const host = signing.host ?? `127.0.0.1:${emulator.port}`;
  const parameters: Record<string, string> = {
    Action: "ModifyImageSharePermission",
    "AccountIds.0": "1038493875",
    "AccountIds.1": "100000000002",
    ImageId: IMAGE.imageId,
    Nonce: "11886",
    Permission: "SHARE",
    Region: IMAGE.region,
    SecretId: "emulator",
    SignatureMethod: algorithm === "sha1" ? "HmacSHA1" : "HmacSHA256",
    Timestamp: String(Math.floor(Date.now() / 1000)),
    Version: "2017-03-12",
    ...changes,
  };
  const pairs = Object.keys(parameters)
    .sort()
    .map((name) => `${name}=${parameters[name]}`)
    .join("&");
  const Signature = createHmac(algorithm, secret).update(`${method}${host}/?${pairs}`).digest("base64");
  const query = new URLSearchParams({ ...parameters, Signature }).toString();
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const { body } = await send(
    emulator.port,
    method === "GET" ? { path: `/?${query}` } : { method, headers: form, body: query },
  );
  return JSON.parse(body).Response.Error?.Code ?? "ok";
}

it.each<[string, Signing]>([
  ["a GET with HmacSHA1", {}],
  ["a GET with HmacSHA256", { algorithm: "sha256" }],
  ["a form with HmacSHA1", { method: "POST" }],
  ["a form with HmacSHA256", { method: "POST", algorithm: "sha256" }],
  ["a host without its port", { host: "127.0.0.1" }],
])("accepts %s", async (_, signing) => {
  expect(await call({}, signing)).toBe("ok");
  expect(emulator.accounts(IMAGE)).toEqual(["1038493875", "100000000002"]);
});

it("keeps everything that belongs to signing out of the log", async () => {
  await call();
  expect(emulator.calls()).toMatchObject([
    {
      parameters: {
        AccountIds: ["1038493875", "100000000002"],
        ImageId: IMAGE.imageId,
        Permission: "SHARE",
      },
      credentialId: "emulator",
    },
  ]);
  expect(Object.keys(emulator.calls()[0]?.parameters ?? {})).toHaveLength(3);
});

it.each<[string, Record<string, string>, Signing, string]>([
  ["a wrong secret", {}, { secret: "x" }, "AuthFailure.SignatureFailure"],
  ["another host", {}, { host: "cvm.tencentcloudapi.com" }, "AuthFailure.SignatureFailure"],
  ["an unknown key", { SecretId: "nobody" }, {}, "AuthFailure.SecretIdNotFound"],
  ["an old timestamp", { Timestamp: "1465185768" }, {}, "AuthFailure.SignatureExpire"],
  ["a timestamp in words", { Timestamp: "now" }, {}, "InvalidParameterValue"],
  ["no timestamp", { Timestamp: "" }, {}, "MissingParameter"],
  ["no nonce", { Nonce: "" }, {}, "MissingParameter"],
  ["a nonce that is no number", { Nonce: "x" }, {}, "InvalidParameterValue"],
  ["another method", { SignatureMethod: "HmacMD5" }, {}, "InvalidParameterValue"],
  ["a token with a permanent key", { Token: "t" }, {}, "AuthFailure.TokenFailure"],
  ["no region", { Region: "" }, {}, "MissingParameter"],
  ["another version", { Version: "2017-03-11" }, {}, "NoSuchVersion"],
  ["no action", { Action: "" }, {}, "MissingParameter"],
  ["a gap in a list", { "AccountIds.3": "100000000003" }, {}, "InvalidParameter"],
  ["a limit that is no integer", { Limit: "x", Action: "DescribeImages" }, {}, "InvalidParameter"],
])("refuses %s", async (_, changes, signing, code) => {
  expect(await call(changes, signing)).toBe(code);
  expect(emulator.accounts(IMAGE)).toEqual([]);
});
