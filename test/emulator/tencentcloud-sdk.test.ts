/** The vendor's own Node SDK, unchanged, against the emulator. */
import { Agent } from "node:http";
import { connect } from "node:net";
import { Client } from "tencentcloud-sdk-nodejs/tencentcloud/services/cvm/v20170312/cvm_client";
import type { Emulator } from "../../src/emulator";
import { start } from "./support/start";

const IMAGE = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start();
  emulator.putImage(IMAGE);
});

type ClientConfig = ConstructorParameters<typeof Client>[0];

function client(
  profile: NonNullable<ClientConfig["profile"]>,
  secretKey = "emulator-secret",
  token?: string,
) {
  return new Client({
    credential: { secretId: "emulator", secretKey, ...(token === undefined ? {} : { token }) },
    region: IMAGE.region,
    profile,
  });
}

/** Dials the emulator whatever the URL says, so that the host name, and with it the signature, stays the real one. */
function dialling(port: number): Agent {
  return Object.assign(new Agent(), { createConnection: () => connect(port, "127.0.0.1") });
}

const ways = {
  "by address": () =>
    client({ httpProfile: { endpoint: `127.0.0.1:${emulator.port}`, protocol: "http://" } }),
  "through an agent that keeps the real host name": () =>
    client({ httpProfile: { protocol: "http://", agent: dialling(emulator.port) } }),
  "by GET with TC3": () =>
    client({
      signMethod: "TC3-HMAC-SHA256",
      httpProfile: { endpoint: `127.0.0.1:${emulator.port}`, protocol: "http://", reqMethod: "GET" },
    }),
  "by GET with HmacSHA256": () =>
    client({
      signMethod: "HmacSHA256",
      httpProfile: { endpoint: `127.0.0.1:${emulator.port}`, protocol: "http://", reqMethod: "GET" },
    }),
  "by POST with HmacSHA1": () =>
    client({
      signMethod: "HmacSHA1",
      httpProfile: { endpoint: `127.0.0.1:${emulator.port}`, protocol: "http://" },
    }),
};

describe.each(Object.entries(ways))("the Tencent Cloud SDK %s", (_, connected) => {
  it("shares, reads back, lists and cancels", async () => {
    const cvm = connected();

    await cvm.ModifyImageSharePermission({
      ImageId: IMAGE.imageId,
      AccountIds: ["1038493875", "103849387508"],
      Permission: "SHARE",
    });
    const shared = await cvm.DescribeImageSharePermission({ ImageId: IMAGE.imageId });
    expect(shared.SharePermissionSet?.map(({ AccountId }) => AccountId)).toEqual([
      "1038493875",
      "103849387508",
    ]);
    const listed = await cvm.DescribeImages({ ImageIds: [IMAGE.imageId], Limit: 1 });
    expect(listed.ImageSet?.[0]).toMatchObject({ ImageId: IMAGE.imageId, ImageState: "NORMAL" });
    await cvm.ModifyImageSharePermission({
      ImageId: IMAGE.imageId,
      AccountIds: ["1038493875"],
      Permission: "CANCEL",
    });

    expect(emulator.accounts(IMAGE)).toEqual(["103849387508"]);
  });

  it("gets the vendor's error code", async () => {
    await expect(connected().DescribeImageSharePermission({ ImageId: "img-00000000" })).rejects.toMatchObject(
      { code: "InvalidImageId.NotFound" },
    );
  });
});

it("refuses the SDK with a wrong secret", async () => {
  const cvm = client(
    { httpProfile: { endpoint: `127.0.0.1:${emulator.port}`, protocol: "http://" } },
    "wrong-secret",
  );
  await expect(cvm.DescribeImageSharePermission({ ImageId: IMAGE.imageId })).rejects.toMatchObject({
    code: "AuthFailure.SignatureFailure",
  });
});
