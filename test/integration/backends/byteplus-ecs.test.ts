import { findService } from "../../../src/backends/registry";
import { CALL_OPTIONS, SCOPE, startVendor, useCleanEnvironment } from "./support";

useCleanEnvironment(/^(BYTEPLUS|VOLC|HOME$|(https?|no|all)_proxy$)/i);

const target = { service: "byteplus-ecs", region: "ap-southeast-1", imageId: "image-ebgy1og99tfct0gw" };
const credentials = { accessKeyId: "id", secretKey: "the-secret", sessionToken: "the-token" };

describe("BytePlus's hosts", () => {
  it.each([
    ["ap-southeast-1", "ecs.ap-southeast-1.byteplusapi.com"],
    ["cn-hongkong", "ecs.cn-hongkong.byteplusapi.com"],
    ["cn-beijing", "ecs.cn-beijing.byteplusapi.com.cn"],
  ])("for %s is %s, also by way of an endpoint, and the region is signed", async (region, host) => {
    const vendor = await startVendor({ body: '{"ResponseMetadata":{},"Result":{"Accounts":[]}}' });
    const backend = await findService("byteplus-ecs")?.open({ credentials, endpoint: vendor.url });
    await backend?.describe({ ...target, region }, SCOPE, undefined, CALL_OPTIONS);
    const headers = vendor.requests[0]?.headers;
    expect(headers?.host).toBe(host);
    expect(headers?.authorization).toMatch(
      new RegExp(`^HMAC-SHA256 Credential=id/\\d{8}/${region}/ecs/request`),
    );
    expect(headers?.["x-security-token"]).toBe("the-token");
  });

  it("of the token service is one for all regions, with its own region signed", async () => {
    const body = '{"ResponseMetadata":{},"Result":{"AccountId":2100051234}}';
    const vendor = await startVendor({ body });
    const backend = await findService("byteplus-ecs")?.open({ credentials, endpoint: vendor.url });
    expect(await backend?.callerAccount("ap-southeast-3", CALL_OPTIONS)).toBe("2100051234");
    expect(vendor.requests[0]?.headers).toMatchObject({
      host: "sts.ap-southeast-1.byteplusapi.com",
      authorization: expect.stringContaining("/ap-southeast-1/sts/request"),
    });
  });
});
