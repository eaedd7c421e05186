/** The vendor's own Node SDK, unchanged, against the emulator. */
import { Agent } from "node:http";
import { connect } from "node:net";
import { Client } from "tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/v20200324/lighthouse_client";
import type { Emulator } from "../../src/emulator";
import { start } from "./support/start";

const IMAGE = {
  service: "tencentcloud-lighthouse",
  region: "ap-guangzhou",
  imageId: "lhbp-6jc6l8yb",
} as const;
const BlueprintId = IMAGE.imageId;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start();
  emulator.putImage(IMAGE);
});

/** Dials the emulator whatever the URL says, so that the host name, and with it the signature, stays the real one. */
function client(endpoint: string, secretKey = "emulator-secret"): Client {
  const agent = Object.assign(new Agent(), { createConnection: () => connect(emulator.port, "127.0.0.1") });
  return new Client({
    credential: { secretId: "emulator", secretKey },
    region: IMAGE.region,
    profile: { httpProfile: { protocol: "http://", endpoint, agent } },
  });
}

const CHINA = "lighthouse.tencentcloudapi.com";
const INTERNATIONAL = "lighthouse.intl.tencentcloudapi.com";

describe("the Lighthouse client of the Tencent Cloud SDK", () => {
  it("shares, reads back, lists and cancels", async () => {
    const lighthouse = client(CHINA);
    const AccountIds = ["1038493875", "103849387508"];
    await lighthouse.ShareBlueprintAcrossAccounts({ BlueprintId, AccountIds });
    const shared = await lighthouse.DescribeBlueprintsShareAcrossAccountInfos({
      BlueprintIds: [BlueprintId],
    });
    expect(shared).toMatchObject({
      TotalCount: 2,
      BlueprintShareAcrossAccountInfoSet: AccountIds.map((AccountId) => ({ BlueprintId, AccountId })),
    });
    const listed = await lighthouse.DescribeBlueprints({ BlueprintIds: [BlueprintId] });
    expect(listed.BlueprintSet?.[0]).toMatchObject({ BlueprintId, BlueprintState: "NORMAL" });
    await lighthouse.CancelShareBlueprintAcrossAccounts({ BlueprintId, AccountIds: ["1038493875"] });
    expect(emulator.accounts(IMAGE)).toEqual(["103849387508"]);
  });

  it("finds no read on the international site", async () => {
    const read = client(INTERNATIONAL).DescribeBlueprintsShareAcrossAccountInfos({
      BlueprintIds: [BlueprintId],
    });
    await expect(read).rejects.toMatchObject({ code: "InvalidAction" });
  });

  it("the Lighthouse client of the Tencent Cloud SDK is refused with a wrong secret", async () => {
    await expect(client(CHINA, "wrong").DescribeBlueprints({})).rejects.toMatchObject({
      code: "AuthFailure.SignatureFailure",
    });
  });
});
