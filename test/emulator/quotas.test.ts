/** How many accounts an image may be shared with: the vendor's figure, or one that is set. */
import type { Emulator, ServiceName } from "../../src/emulator";
import { type ApiReply, alicloud, numbered, someAccounts, tencent, volcengine } from "./support/clients";
import { start } from "./support/start";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start({ rateLimits: false });
});

interface Subject {
  readonly region?: string;
  readonly share: (imageId: string, accounts: readonly string[]) => Promise<ApiReply>;
  readonly code: (reply: ApiReply) => string | undefined;
  readonly refusal: string;
}

const ofAlicloud = ({ json }: ApiReply) => json.Code;
const hangzhou = (ImageId: string) => ({ RegionId: "cn-hangzhou", ImageId });

const subjects: Readonly<Record<ServiceName, Subject>> = {
  "alicloud-ecs": {
    region: "cn-hangzhou",
    share: (id, accounts) =>
      alicloud(emulator, "ecs", "ModifyImageSharePermission", {
        ...hangzhou(id),
        ...numbered("AddAccount", accounts),
      }),
    code: ofAlicloud,
    refusal: "QuotaExceed.ShareImageUser",
  },
  "alicloud-ens": {
    share: (ImageId, accounts) =>
      alicloud(emulator, "ens", "ModifyImageSharePermission", { ImageId, AddAccounts: accounts.join() }),
    code: ofAlicloud,
    refusal: "InvalidParameter",
  },
  "alicloud-swas": {
    region: "cn-hangzhou",
    share: (id, accounts) =>
      alicloud(emulator, "swas", "AddCustomImageShareAccount", {
        ...hangzhou(id),
        ...numbered("Account", accounts),
      }),
    code: ofAlicloud,
    refusal: "QuotaExceeded",
  },
  "tencentcloud-cvm": {
    region: "ap-guangzhou",
    share: (ImageId, AccountIds) =>
      tencent(emulator, "ModifyImageSharePermission", { ImageId, AccountIds, Permission: "SHARE" }),
    code: ({ json }) => json.Response.Error?.Code,
    refusal: "OverQuota",
  },
  "volcengine-ecs": {
    region: "cn-beijing",
    share: (ImageId, accounts) =>
      volcengine(emulator, "ModifyImageSharePermission", { ImageId, ...numbered("AddAccounts", accounts) }),
    code: ({ json }) => json.ResponseMetadata.Error?.Code,
    refusal: "LimitExceeded.MaximumShareImageAccount",
  },
};

describe.each(Object.entries(subjects) as [ServiceName, Subject][])("a quota of %s", (service, subject) => {
  const { region, code, share, refusal } = subject;
  const [small, other] = ["img-small000", "img-other000"];
  const path = [service, region, small].filter((part) => part !== undefined).join("/");

  beforeEach(() => {
    for (const imageId of [small, other]) emulator.putImage({ service, region, imageId });
  });

  it("is kept for every image of the service, and for one image alone where that has another", async () => {
    emulator.configure({ quotas: { [service]: 3, [path]: 1 } });
    expect(code(await share(small, someAccounts(2)))).toBe(refusal);
    expect(code(await share(small, someAccounts(1)))).toBeUndefined();
    expect(code(await share(other, someAccounts(4)))).toBe(refusal);
    expect(code(await share(other, someAccounts(3)))).toBeUndefined();
  });

  it("may be more than the vendor's page says, and none at all", async () => {
    emulator.configure({ quotas: { [service]: 1000, [path]: 0 } });
    emulator.share({ service, region, imageId: other }, someAccounts(600, 2_000_000_001));
    expect(code(await share(other, someAccounts(10)))).toBeUndefined();
    expect(code(await share(small, someAccounts(1)))).toBe(refusal);
  });
});

it.each([
  [{ "aws-ec2": 1 }, '"aws-ec2" is neither a service nor an image'],
  [{ "aws-ec2/us-east-1/ami-1": 1 }, "no service"],
  [{ "alicloud-ecs/m-1": 1 }, "needs a region"],
  [{ "tencentcloud-cvm/ap-guangzhou/img-1": 1 }, "img- and at least eight"],
  [{ "alicloud-ecs": -1 }, "quotas.alicloud-ecs"],
  [{ "alicloud-ecs": 1.5 }, "quotas.alicloud-ecs"],
])("refuses the quotas %j, which could never be kept, in words", async (quotas, message) => {
  expect(() => emulator.configure({ quotas })).toThrow(message);
  await expect(start({ quotas })).rejects.toThrow(message);
  expect(emulator.settings.quotas).toEqual({});
});
