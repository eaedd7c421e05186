/** Requests go where the vendor's own SDK sends them. */
import Ecs from "@alicloud/ecs20140526";
import { hostFor } from "../../../src/backends/alicloud-ecs/hosts";

function sdkFor(regionId: string): Ecs {
  const config: object = { accessKeyId: "id", accessKeySecret: "secret", regionId };
  return new Ecs(config as ConstructorParameters<typeof Ecs>[0]);
}

describe("Alibaba Cloud ECS", () => {
  it("Alibaba Cloud ECS is reached in the regions of the SDK's table at the SDK's hosts", () => {
    const table = sdkFor("cn-beijing")._endpointMap ?? {};
    const regions = Object.keys(table);
    expect(regions.length).toBeGreaterThan(30);
    expect(regions.map((region) => [region, hostFor(region)])).toEqual(Object.entries(table));
  });

  it.each(["cn-beijing", "cn-beijing-finance-1", "ap-southeast-1", "us-west-1", "me-east-1", "eu-central-1"])(
    "Alibaba Cloud ECS is reached in %s at the host of the SDK's rule",
    (region) => {
      expect(hostFor(region)).toBe(sdkFor(region)._endpoint);
    },
  );

  it("Alibaba Cloud ECS is not fooled by the name of a member that every object has", () => {
    expect(hostFor("constructor")).toBe("ecs.constructor.aliyuncs.com");
  });
});
