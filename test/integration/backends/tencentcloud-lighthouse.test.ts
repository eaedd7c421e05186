import { findService } from "../../../src/backends/registry";
import { CALL_OPTIONS, SCOPE, startVendor, useCleanEnvironment } from "./support";

useCleanEnvironment(/^(TENCENTCLOUD|HOME$|(https?|no|all)_proxy$)/i);

const target = { service: "tencentcloud-lighthouse", region: "ap-guangzhou", imageId: "lhbp-6jc6l8yb" };
const credentials = { secretId: "id", secretKey: "the-secret" };

async function open(endpoint: URL) {
  const entry = findService("tencentcloud-lighthouse");
  if (entry === undefined) throw new Error("the registry has no tencentcloud-lighthouse");
  return entry.open({ credentials, endpoint });
}

/** The same answer to every request. */
async function answering(response: object) {
  const vendor = await startVendor({ body: JSON.stringify({ Response: { ...response, RequestId: "R-1" } }) });
  return { vendor, backend: await open(vendor.url) };
}

const entry = (AccountId: unknown, BlueprintId = target.imageId) => ({ BlueprintId, AccountId });

describe("Lighthouse's list of accounts", () => {
  const describing = async (BlueprintShareAcrossAccountInfoSet: unknown, TotalCount: unknown) => {
    const { backend } = await answering({ BlueprintShareAcrossAccountInfoSet, TotalCount });
    return backend.describe(target, SCOPE, undefined, CALL_OPTIONS);
  };

  it("loses no digit of an account that is a number", async () => {
    const body = `{"Response":{"TotalCount":1,"BlueprintShareAcrossAccountInfoSet":[{"BlueprintId":"${target.imageId}","AccountId":9007199254740993}],"RequestId":"R-1"}}`;
    const backend = await open((await startVendor({ body })).url);
    expect(await backend.describe(target, SCOPE, undefined, CALL_OPTIONS)).toEqual({
      accounts: ["9007199254740993"],
      total: 1,
    });
  });

  it("goes on behind what was answered, also where the vendor cut the page shorter", async () => {
    const answer = await describing([entry("100000000001"), entry("100000000002")], 3);
    expect(answer).toEqual({ accounts: ["100000000001", "100000000002"], total: 3, next: "2" });
  });

  it.each<[string, unknown, unknown]>([
    ["without a list", undefined, 0],
    ["with null for a list", null, 0],
    ["with an entry without an account", [{ BlueprintId: target.imageId }], 1],
    ["about another image", [entry("100000000001", "lhbp-00000002")], 1],
    ["about no image", [{ AccountId: "100000000001" }], 1],
    ["without a count", [entry("100000000001")], undefined],
    ["with a count and nothing", [], 1],
    ["with more than it counts", [entry("100000000001"), entry("100000000002")], 1],
  ])("Lighthouse's list of accounts is no answer %s", async (_what, list, total) => {
    await expect(describing(list, total)).rejects.toMatchObject({ meaning: "ambiguous" });
  });
});

describe("an empty list of Lighthouse's", () => {
  const nobody = { BlueprintShareAcrossAccountInfoSet: [], TotalCount: 0 };
  const looking = async (BlueprintSet: unknown[]) => {
    const { backend, vendor } = await answering({ ...nobody, BlueprintSet });
    const first = await backend.describe(target, SCOPE, undefined, CALL_OPTIONS);
    expect(first.accounts).toEqual([]);
    const second = backend.describe(target, SCOPE, first.next, CALL_OPTIONS);
    return { second, vendor };
  };
  const image = (BlueprintType: string) => ({
    BlueprintId: target.imageId,
    BlueprintType,
    BlueprintState: "NORMAL",
  });

  it("means that nobody has access to an image of one's own", async () => {
    const { second, vendor } = await looking([image("PRIVATE")]);
    expect(await second).toEqual({ accounts: [], total: 0 });
    expect(vendor.requests.map(({ headers }) => headers["x-tc-action"])).toEqual([
      "DescribeBlueprintsShareAcrossAccountInfos",
      "DescribeBlueprints",
    ]);
  });

  it.each([
    ["that is not there", []],
    ["that somebody else shares with us", [image("SHARED")]],
  ])(
    "an empty list of Lighthouse's does not mean that nobody has access to an image %s",
    async (_what, images) => {
      const { second } = await looking(images);
      await expect(second).rejects.toMatchObject({ meaning: "image-gone", action: "DescribeBlueprints" });
    },
  );
});

it("Lighthouse images that are being made are waited for", async () => {
  const BlueprintSet = [
    { BlueprintId: target.imageId, BlueprintType: "PRIVATE", BlueprintState: "CREATING" },
  ];
  const { backend } = await answering({ BlueprintSet, TotalCount: 1 });
  expect(await backend.imageCondition(target, CALL_OPTIONS)).toEqual({ kind: "busy", state: "CREATING" });
});

describe("the international site of Tencent Cloud", () => {
  const reason = "works with accounts and keys of the site for China alone";

  it.each(["https://lighthouse.intl.tencentcloudapi.com", "https://intl.tencentcloudapi.com"])(
    "the international site of Tencent Cloud is refused as an endpoint by name, before anything is called (%s)",
    async (endpoint) => {
      await expect(open(new URL(endpoint))).rejects.toMatchObject({
        name: "ConfigurationError",
        message: expect.stringContaining(`the endpoint ${endpoint} cannot be used`),
      });
      await expect(open(new URL(endpoint))).rejects.toThrow(reason);
    },
  );

  it("the international site of Tencent Cloud is named as the reason where the vendor does not know the read", async () => {
    const { backend } = await answering({ Error: { Code: "InvalidAction", Message: "No such API." } });
    const failure = backend.describe(target, SCOPE, undefined, CALL_OPTIONS);
    await expect(failure).rejects.toMatchObject({
      meaning: "permanent",
      code: "InvalidAction",
      requestId: "R-1",
      message: expect.stringMatching(new RegExp(`^No such API\\. .*${reason}$`)),
    });
  });
});

it.each([
  ["ap-guangzhou", "lighthouse.tencentcloudapi.com"],
  ["ap-shanghai-fsi", "lighthouse.ap-shanghai-fsi.tencentcloudapi.com"],
])("Lighthouse's host for %s is %s, also by way of an endpoint", async (region, host) => {
  const { backend, vendor } = await answering({ BlueprintSet: [], TotalCount: 0 });
  expect(await backend.imageCondition({ ...target, region }, CALL_OPTIONS)).toEqual({ kind: "gone" });
  expect(vendor.requests[0]?.headers).toMatchObject({
    host,
    "x-tc-region": region,
    "x-tc-version": "2020-03-24",
    authorization: expect.stringMatching(/^TC3-HMAC-SHA256 Credential=id\/[\d-]+\/lighthouse\/tc3_request/),
  });
});
