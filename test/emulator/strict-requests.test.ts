/** What a vendor's gateway refuses although the signature is right: loose headers, false hashes, other paths. */
import { createHash } from "node:crypto";
import type { Emulator } from "../../src/emulator";
import { alicloud, type Options, tencent, volcengine } from "./support/clients";
import { start } from "./support/start";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start();
});

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const FORM = { "content-type": "application/x-www-form-urlencoded" };

describe("ACS3", () => {
  const images = (options: Options) => alicloud(emulator, "ens", "DescribeImages", {}, options);

  it.each<[string, Options]>([
    ["a content type", { headers: FORM }],
    ["a vendor's header that no page names", { headers: { "x-acs-credentials-provider": "static_ak" } }],
    ["any other header, which need not be signed", { unsigned: { accept: "application/json" } }],
  ])("takes a request with %s", async (_, options) => {
    expect(await images(options)).toMatchObject({ status: 200, json: { Code: 0 } });
  });

  it.each<[string, Options]>([
    ["content-type", { unsigned: FORM }],
    ["x-acs-credentials-provider", { unsigned: { "x-acs-credentials-provider": "static_ak" } }],
    ["x-acs-security-token", { unsigned: { "x-acs-security-token": "t" } }],
  ])("refuses a request with an unsigned %s, and names it", async (name, options) => {
    expect(await images(options)).toMatchObject({
      status: 400,
      json: { Code: "IncompleteSignature", Message: expect.stringContaining(name) },
    });
  });

  it("refuses a signed hash that is not the body's", async () => {
    const reply = await images({ headers: { "x-acs-content-sha256": sha256("something else") } });
    expect(reply).toMatchObject({
      status: 400,
      json: { Code: "SignatureDoesNotMatch", Message: expect.stringContaining("x-acs-content-sha256") },
    });
  });
});

describe("Volcengine", () => {
  const images = (digest: string) =>
    volcengine(emulator, "DescribeImages", {}, { headers: { "x-content-sha256": digest } });

  it("takes a content hash that is the body's, and refuses any other", async () => {
    expect((await images(sha256(""))).status).toBe(200);
    expect(await images(sha256("something else"))).toMatchObject({
      status: 401,
      json: { ResponseMetadata: { Error: { Code: "SignatureDoesNotMatch" } } },
    });
  });
});

describe("a path other than /", () => {
  const path = "/v2/index.php";

  it("a path other than / has no API of Alibaba Cloud", async () => {
    expect(await alicloud(emulator, "ens", "DescribeImages", {}, { path })).toMatchObject({
      status: 404,
      json: { Code: "InvalidAction.NotFound" },
    });
  });

  it("a path other than / has no API of Volcengine", async () => {
    expect(await volcengine(emulator, "DescribeImages", {}, { path })).toMatchObject({
      status: 404,
      json: { ResponseMetadata: { Error: { Code: "InvalidActionOrVersion" } } },
    });
  });

  it("a path other than / has no API of Tencent Cloud", async () => {
    expect(await tencent(emulator, "DescribeImages", {}, { path })).toMatchObject({
      status: 200,
      json: { Response: { Error: { Code: "UnsupportedProtocol" } } },
    });
  });
});
