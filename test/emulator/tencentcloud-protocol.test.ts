import type { Emulator } from "../../src/emulator";
import { type Options, tencent } from "./support/clients";
import { start } from "./support/start";
import { send } from "./support/wire";

const IMAGE = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start({ rateLimits: false });
  emulator.putImage(IMAGE);
});

async function describe_(parameters: unknown = { ImageId: IMAGE.imageId }, options: Options = {}) {
  return (await tencent(emulator, "DescribeImageSharePermission", parameters, options)).json.Response;
}

describe("the protocol", () => {
  it("answers errors with HTTP 200 and a content type without charset", async () => {
    const reply = await tencent(emulator, "DescribeImageSharePermission", { ImageId: "img-00000000" });
    expect(reply).toMatchObject({ status: 200, headers: { "content-type": "application/json" } });
    expect(reply.json).toEqual({
      Response: {
        Error: { Code: "InvalidImageId.NotFound", Message: expect.any(String) },
        RequestId: expect.any(String),
      },
    });
  });

  it.each([
    ["an unknown key", { key: { id: "nobody", secret: "x" } }, "AuthFailure.SecretIdNotFound"],
    ["a wrong secret", { key: { id: "emulator", secret: "x" } }, "AuthFailure.SignatureFailure"],
    [
      "a token with a permanent key",
      { key: { id: "emulator", secret: "emulator-secret", token: "t" } },
      "AuthFailure.TokenFailure",
    ],
    ["a clock 301 seconds behind", { time: Date.now() - 301_000 }, "AuthFailure.SignatureExpire"],
    ["a clock 302 seconds ahead", { time: Date.now() + 302_000 }, "AuthFailure.SignatureExpire"],
    ["no region", { region: "" }, "MissingParameter"],
    ["a malformed region", { region: "Guangzhou" }, "UnsupportedRegion"],
  ])("refuses %s", async (_, options, code) => {
    expect((await describe_({ ImageId: IMAGE.imageId }, options)).Error.Code).toBe(code);
  });

  it("lets in a clock that is nearly five minutes off", async () => {
    const response = await describe_({ ImageId: IMAGE.imageId }, { time: Date.now() - 295_000 });
    expect(response).not.toHaveProperty("Error");
  });

  it("checks the token of a temporary key, although no signature covers it", async () => {
    const key = { id: "temporary", secret: "s", token: "right" };
    const other = await start({ credentials: [key] });
    other.putImage(IMAGE);
    const code = async (token?: string) => {
      const sent = { key: { id: key.id, secret: key.secret, ...(token === undefined ? {} : { token }) } };
      const { json } = await tencent(other, "DescribeImageSharePermission", { ImageId: IMAGE.imageId }, sent);
      return json.Response.Error?.Code;
    };
    expect(await code("right")).toBeUndefined();
    expect(await code("wrong")).toBe("AuthFailure.TokenFailure");
    expect(await code()).toBe("AuthFailure.TokenFailure");
  });

  it("knows no other actions", async () => {
    const { json } = await tencent(emulator, "TerminateInstances", {});
    expect(json.Response.Error.Code).toBe("InvalidAction");
  });

  it.each([
    ["no Authorization", {}, "MissingParameter"],
    ["another scheme", { authorization: "Basic abc" }, "AuthFailure.InvalidAuthorization"],
    [
      "a host that is not signed",
      {
        authorization: `TC3-HMAC-SHA256 Credential=emulator/2024-10-22/cvm/tc3_request, SignedHeaders=content-type, Signature=${"0".repeat(64)}`,
      },
      "AuthFailure.InvalidAuthorization",
    ],
  ])("refuses %s", async (_, headers, code) => {
    const { body } = await send(emulator.port, {
      method: "POST",
      headers: { "x-tc-action": "DescribeImages", "content-type": "application/json", ...headers },
    });
    expect(JSON.parse(body).Response.Error.Code).toBe(code);
  });

  it("refuses other methods and content types", async () => {
    const authorization = `TC3-HMAC-SHA256 Credential=emulator/2024-10-22/cvm/tc3_request, SignedHeaders=content-type;host, Signature=${"0".repeat(64)}`;
    for (const [method, type] of [
      ["PUT", "application/json"],
      ["POST", "text/plain"],
      ["GET", "application/json"],
    ] as const) {
      const headers = { "x-tc-action": "DescribeImages", "content-type": type, authorization };
      const { body } = await send(emulator.port, { method, headers });
      expect(JSON.parse(body).Response.Error.Code).toBe("UnsupportedProtocol");
    }
  });
});
