import { parseConfig } from "../../../src/app/config";
import { endpointFor, ownEndpoints, placeFor } from "../../../src/app/endpoints";

const address = (port: number) => `http://127.0.0.1:${port}`;

function settings(config: Record<string, unknown>, endpointOption?: string) {
  const text = (value: unknown) =>
    value === undefined || typeof value === "string" ? value : JSON.stringify(value);
  const get = (key: string) => text(config[key.replace("image-share:", "")]);
  return parseConfig({ keys: [], get, endpointOption }, {});
}

const everywhere = {
  endpoint: address(1),
  tencentcloud: { endpoint: address(2) },
  profiles: {
    own: { tencentcloud: { endpoint: address(3) }, alicloud: { site: "international" } },
    none: { tencentcloud: { secretId: "id", secretKey: "secret" } },
  },
};

describe("the endpoint of a cloud", () => {
  it.each<[string, string, string | undefined, number, string]>([
    ["is that of its section", "tencentcloud", undefined, 2, "image-share:tencentcloud.endpoint"],
    ["is that of the profile", "tencentcloud", "own", 3, "image-share:profiles.own.tencentcloud.endpoint"],
    [
      "is that of its section where the profile has none",
      "tencentcloud",
      "none",
      2,
      "image-share:tencentcloud.endpoint",
    ],
    [
      "is that of all clouds where the section is missing",
      "volcengine",
      undefined,
      1,
      "image-share:endpoint",
    ],
    ["is that of all clouds where neither has one", "alicloud", "own", 1, "image-share:endpoint"],
  ])("%s", (_name, cloud, profile, port, source) => {
    expect(endpointFor(settings(everywhere), cloud, profile)).toEqual({
      url: new URL(address(port)),
      source,
    });
    const option = { url: new URL(address(9)), source: "--endpoint" };
    expect(endpointFor(settings(everywhere, address(9)), cloud, profile)).toEqual(option);
  });

  it("the endpoint of a cloud is none where none is set, and an error where the profile is not there", () => {
    expect(endpointFor(settings({}), "alicloud", undefined)).toBeUndefined();
    expect(() => endpointFor(settings(everywhere), "alicloud", "other")).toThrow('names the profile "other"');
  });
});

describe("the place of a share", () => {
  const ens = { cloud: "alicloud", sites: ["china", "international"] };

  it("the place of a share is the endpoint, with the keys that can change it", () => {
    expect(placeFor(settings(everywhere), { cloud: "tencentcloud" }, "own")).toEqual({
      endpoint: address(3),
      endpointKey: "image-share:profiles.own.tencentcloud.endpoint",
      siteKey: "image-share:profiles.own.tencentcloud.site",
    });
    expect(placeFor(settings({}), { cloud: "tencentcloud" }, undefined)).toEqual({
      endpoint: "vendor",
      endpointKey: "image-share:endpoint",
      siteKey: "image-share:tencentcloud.site",
    });
  });

  it("the place of a share is the site as well, where the service has several: the first, unless the section says another", () => {
    expect(placeFor(settings({}), ens, undefined)).toMatchObject({ endpoint: "vendor", site: "china" });
    expect(placeFor(settings(everywhere), ens, "own")).toMatchObject({
      endpoint: address(1),
      site: "international",
      siteKey: "image-share:profiles.own.alicloud.site",
    });
    expect(placeFor(settings(everywhere), { cloud: "alicloud" }, "own")).not.toHaveProperty("site");
  });
});

it("lists the endpoints of single clouds, of the stack first, and none beside the option", () => {
  expect(ownEndpoints(settings(everywhere)).map(({ source }) => source)).toEqual([
    "image-share:tencentcloud.endpoint",
    "image-share:profiles.own.tencentcloud.endpoint",
  ]);
  expect(ownEndpoints(settings(everywhere, address(9)))).toEqual([]);
  expect(ownEndpoints(settings({ endpoint: address(1) }))).toEqual([]);
});
