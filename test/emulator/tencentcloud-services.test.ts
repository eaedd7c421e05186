/** Which of its services a request to Tencent Cloud is for. */
import { cvm } from "../../src/emulator/clouds/tencentcloud/cvm";
import {
  imageIdsOf,
  possibleScopes,
  serviceFor,
  type TencentService,
} from "../../src/emulator/clouds/tencentcloud/service";

const { version } = cvm;
const action = "DescribeImages";
const templates: TencentService = {
  ...cvm,
  scope: "templates",
  imageParameters: ["TemplateIds"],
  actions: { DescribeTemplates: { effect: "read", run: () => ({}) } },
};
const services = [cvm, templates];

describe("a request to Tencent Cloud", () => {
  it.each([
    ["the scope", { scope: "templates", hostLabel: "127", version, action }, templates],
    ["the scope, not the host", { scope: "templates", hostLabel: "cvm", version, action }, templates],
    ["the host, without a scope", { scope: undefined, hostLabel: "templates", version, action }, templates],
    ["the host, as a scope is no service", { scope: "x", hostLabel: "cvm", version, action }, cvm],
    ["the action, where all else is an address", { scope: "127", hostLabel: "127", version, action }, cvm],
    [
      "the action of the other",
      { scope: "127", hostLabel: "127", version, action: "DescribeTemplates" },
      templates,
    ],
  ])(
    "a request to Tencent Cloud is for the service that %s names, though both have one version",
    (_, addressed, service) => {
      expect(serviceFor(services, addressed)).toBe(service);
    },
  );

  it.each(["cvm", "127"])(
    "a request to Tencent Cloud is for none when the version is no service's (%s)",
    (scope) => {
      const addressed = { scope, hostLabel: "127", version: "2017-03-11", action };
      expect(serviceFor(services, addressed)).toBeUndefined();
    },
  );

  it("a request to Tencent Cloud has the service of its host in the scope, or any behind an address", () => {
    expect(possibleScopes(services, "cvm")).toEqual(["cvm"]);
    expect(possibleScopes(services, "127")).toEqual(["127", "cvm", "templates"]);
  });

  it("a request to Tencent Cloud is about the images that the service's own parameters name", () => {
    const parameters = { ImageId: "img-1", ImageIds: ["img-2", 3], TemplateIds: ["t-1"], Limit: 1 };
    expect(imageIdsOf(cvm, parameters)).toEqual(["img-1", "img-2"]);
    expect(imageIdsOf(templates, parameters)).toEqual(["t-1"]);
    expect(imageIdsOf(undefined, parameters)).toEqual([]);
  });
});
