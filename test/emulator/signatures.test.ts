/** Each signature in both directions: what an SDK signed is let in; one changed byte is not. */

import type { Emulator, ImageSeed } from "../../src/emulator";
import { parseAcs3Authorization } from "../../src/emulator/clouds/alicloud/acs3";
import { parseTc3Authorization } from "../../src/emulator/clouds/tencentcloud/signature";
import { parseAuthorization } from "../../src/emulator/clouds/volcengine/signature";
import { start } from "./support/start";
import * as vectors from "./support/vectors";
import { send, type WireRequest } from "./support/wire";

interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Case {
  readonly vector: { readonly id: string; readonly time: number; readonly request: SignedRequest };
  readonly image: ImageSeed;
  readonly refused?: string;
  readonly shared: readonly string[];
  readonly mismatch: string;
  readonly tampered: Readonly<Record<string, (request: SignedRequest) => WireRequest>>;
}

const cases: Readonly<Record<string, Case>> = {
  "TC3-HMAC-SHA256": {
    vector: vectors.tc3,
    image: { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" },
    shared: ["1038493875"],
    mismatch: "AuthFailure.SignatureFailure",
    tampered: {
      body: (r) => ({ ...r, body: r.body.replace("1038493875", "1038493876") }),
      host: (r) => ({ ...r, headers: { ...r.headers, host: "cvm.intl.tencentcloudapi.com" } }),
      timestamp: (r) => ({ ...r, headers: { ...r.headers, "x-tc-timestamp": "1729625603" } }),
      "content type": (r) => ({ ...r, headers: { ...r.headers, "content-type": "application/json;a=b" } }),
      signature: (r) => withAuthorization(r, (text) => text.replace("d1772419", "d1772418")),
      "service in the scope": (r) => withAuthorization(r, (text) => text.replace("/cvm/", "/cbs/")),
      "date in the scope": (r) => withAuthorization(r, (text) => text.replace("2024-10-22", "2024-10-23")),
    },
  },
  "TC3-HMAC-SHA256 for Lighthouse": {
    vector: vectors.tc3Lighthouse,
    image: { service: "tencentcloud-lighthouse", region: "ap-guangzhou", imageId: "lhbp-f1lkcd41" },
    shared: ["100000000001"],
    mismatch: "AuthFailure.SignatureFailure",
    tampered: {
      body: (r) => ({ ...r, body: r.body.replace("100000000001", "100000000002") }),
      host: (r) => ({ ...r, headers: { ...r.headers, host: "lighthouse.intl.tencentcloudapi.com" } }),
      "service in the scope": (r) => withAuthorization(r, (text) => text.replace("/lighthouse/", "/cvm/")),
    },
  },
  "ACS3-HMAC-SHA256": {
    vector: vectors.acs3,
    image: { service: "alicloud-ens", imageId: "m-5s7qotzavwbrnzaqh4unm" },
    shared: ["1122334455", "2233445566"],
    mismatch: "SignatureDoesNotMatch",
    tampered: {
      parameter: (r) => ({ ...r, path: r.path.replace("2233445566", "2233445567") }),
      "added parameter": (r) => ({ ...r, path: `${r.path}&RemoveAccounts=1122334455` }),
      host: (r) => ({ ...r, headers: { ...r.headers, host: "ens.ap-southeast-1.aliyuncs.com" } }),
      nonce: (r) => ({ ...r, headers: { ...r.headers, "x-acs-signature-nonce": "nonce-2" } }),
      body: (r) => ({ ...r, body: "x" }),
      method: (r) => ({ ...r, method: "GET" }),
      path: (r) => ({ ...r, path: r.path.replace("/?", "/v2?") }),
      signature: (r) => withAuthorization(r, (text) => text.replace("bf00e4b2", "bf00e4b3")),
    },
  },
  "Alibaba Cloud's RPC signature": {
    vector: vectors.rpc1,
    image: { service: "alicloud-ens", imageId: "m-1" },
    // The accounts of this vector are too short to be any. It gets past the signature, and no further.
    refused: "InvalidParameter.AddAccounts",
    shared: [],
    mismatch: "SignatureDoesNotMatch",
    tampered: {
      parameter: (r) => ({ ...r, body: r.body.replace("m-1", "m-2") }),
      "added parameter": (r) => ({ ...r, body: `${r.body}&RemoveAccounts=1` }),
      "added query": (r) => ({ ...r, path: "/?RemoveAccounts=1" }),
      signature: (r) => ({ ...r, body: r.body.replace("xzpgPA2G", "xzpgPA2H") }),
    },
  },
  "Volcengine's HMAC-SHA256": {
    vector: vectors.volcengine,
    image: { service: "volcengine-ecs", region: "cn-beijing", imageId: "image-ebgy1og99tfct0gw" },
    shared: ["2100051234", "2100051236", "2100051235"],
    mismatch: "SignatureDoesNotMatch",
    tampered: {
      parameter: (r) => ({ ...r, path: r.path.replace("2100051236", "2100051237") }),
      date: (r) => ({ ...r, headers: { ...r.headers, "x-date": "20240521T022617Z" } }),
      region: (r) => withAuthorization(r, (text) => text.replace("cn-beijing", "cn-shanghai")),
      body: (r) => ({ ...r, method: "GET", headers: { ...r.headers, "content-length": "1" }, body: "x" }),
      signature: (r) => withAuthorization(r, (text) => text.replace("acb54dc4", "acb54dc5")),
    },
  },
  "BytePlus's HMAC-SHA256": {
    vector: vectors.byteplus,
    image: { service: "byteplus-ecs", region: "ap-southeast-1", imageId: "image-ebgy1og99tfct0gw" },
    shared: ["2100051234"],
    mismatch: "SignatureDoesNotMatch",
    tampered: {
      parameter: (r) => ({ ...r, path: r.path.replace("2100051234", "2100051235") }),
      date: (r) => ({ ...r, headers: { ...r.headers, "x-date": "20240521T022617Z" } }),
      region: (r) => withAuthorization(r, (text) => text.replace("ap-southeast-1", "ap-southeast-3")),
    },
  },
};

function withAuthorization(request: SignedRequest, change: (text: string) => string): SignedRequest {
  const { authorization = "" } = request.headers;
  return { ...request, headers: { ...request.headers, authorization: change(authorization) } };
}

describe.each(Object.entries(cases))("%s", (_, { vector, image, refused, shared, mismatch, tampered }) => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await start({
      credentials: [{ id: vector.id, secret: vectors.SECRET }],
      clock: { now: () => vector.time },
    });
    emulator.putImage(image);
  });

  it("lets in what the vendor's SDK signed", async () => {
    const reply = await send(emulator.port, vector.request);
    expect(reply.body.includes("Code") ? reply.body : undefined).toEqual(
      refused === undefined ? undefined : expect.stringContaining(`"${refused}"`),
    );
    expect(emulator.accounts(image)).toEqual(shared);
  });

  it.each(Object.entries(tampered))("refuses it with another %s", async (_, tamper) => {
    const before = emulator.accounts(image);
    const reply = await send(emulator.port, tamper(vector.request));
    expect(reply.body).toContain(mismatch);
    expect(emulator.accounts(image)).toEqual(before);
  });

  it("refuses it with another secret", async () => {
    const other = await start({
      credentials: [{ id: vector.id, secret: "another" }],
      clock: { now: () => vector.time },
    });
    const reply = await send(other.port, vector.request);
    expect(reply.body).toContain(mismatch);
  });
});

describe("a signature header", () => {
  it.each([
    ["", undefined],
    ["TC3-HMAC-SHA256", undefined],
    [
      "TC3-HMAC-SHA256 Credential=a/2024-10-22/cvm/tc3_request, SignedHeaders=host, Signature=short",
      undefined,
    ],
    [vectors.tc3.request.headers.authorization, "AKIDEXAMPLE"],
  ])("a signature header of TC3 is parsed or refused as a whole: %s", (header, id) => {
    expect(parseTc3Authorization(header)?.credentialId).toBe(id);
  });

  it.each([
    ["ACS3-HMAC-SHA256 Credential=a", undefined],
    ["ACS3-RSA-SHA256 Credential=a,SignedHeaders=host,Signature=00", undefined],
    [vectors.acs3.request.headers.authorization, "LTAIEXAMPLE"],
  ])("a signature header of ACS3 is parsed or refused as a whole: %s", (header, id) => {
    expect(parseAcs3Authorization(header)?.credentialId).toBe(id);
  });

  it.each([
    ["HMAC-SHA256 Credential=a/20240521/cn-beijing/ecs, SignedHeaders=x-date, Signature=00", undefined],
    [vectors.volcengine.request.headers.authorization, "AKLTEXAMPLE"],
  ])("a signature header of Volcengine is parsed or refused as a whole: %s", (header, id) => {
    expect(parseAuthorization(header)?.credentialId).toBe(id);
  });
});
