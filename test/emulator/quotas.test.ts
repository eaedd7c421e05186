/** How many accounts an image may be shared with: the vendor's figure, or one that is set. */
import type { Emulator } from "../../src/emulator";
import { accountsOf, everySubject, imageOf, type Subject } from "../support/services";
import { callOf, codeOf } from "./support/clients";
import { start } from "./support/start";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start({ rateLimits: false });
});

describe.each(everySubject)("a quota of $target.service", (subject) => {
  const { target, requests, quotaError, possibleQuotaCode } = subject;
  const noRoom = [quotaError.code, possibleQuotaCode];
  const { service } = target;
  const pathOf = ({ region, imageId }: Subject["target"]) =>
    [service, region, imageId].filter((part) => part !== undefined).join("/");
  const other = imageOf(subject, 1);
  /** Undefined: the image is shared. */
  const refusalOf = async (count: number) => {
    const accounts = accountsOf(subject, 0, count);
    // One in a call, where a call takes no more.
    const calls = subject.fewestWrites(2, 0) === 2 ? accounts.map((account) => [account]) : [accounts];
    for (const added of calls) {
      const code = codeOf(subject, await callOf(emulator, subject, requests.add(added)));
      if (code !== undefined) return code;
    }
    return undefined;
  };

  beforeEach(() => {
    for (const image of [target, other]) emulator.putImage(image);
  });

  it("is kept for every image of the service, and for one image alone where that has another", async () => {
    emulator.configure({ quotas: { [service]: 3, [pathOf(target)]: 1 } });
    expect(noRoom).toContain(await refusalOf(2));
    expect(await refusalOf(1)).toBeUndefined();
    emulator.configure({ quotas: { [service]: 3, [pathOf(other)]: 1 } });
    expect(noRoom).toContain(await refusalOf(4));
    expect(await refusalOf(3)).toBeUndefined();
  });

  it("may be more than the vendor's page says, and none at all", async () => {
    emulator.configure({ quotas: { [service]: 1000 } });
    emulator.share(target, accountsOf(subject, 100, 700));
    expect(await refusalOf(10)).toBeUndefined();
    emulator.configure({ quotas: { [service]: 1000, [pathOf(target)]: 0 } });
    emulator.unshare(target, accountsOf(subject, 0, 700));
    expect(noRoom).toContain(await refusalOf(1));
  });
});

it.each([
  [{ "gcp-compute": 1 }, '"gcp-compute" is neither a service nor an image'],
  [{ "gcp-compute/us-east1/img-1": 1 }, "no service"],
  [{ "alicloud-ecs/m-1": 1 }, "needs a region"],
  [{ "tencentcloud-cvm/ap-guangzhou/img-1": 1 }, "img- and at least eight"],
  [{ "alicloud-ecs": -1 }, "quotas.alicloud-ecs"],
  [{ "alicloud-ecs": 1.5 }, "quotas.alicloud-ecs"],
])("refuses the quotas %j, which could never be kept, in words", async (quotas, message) => {
  expect(() => emulator.configure({ quotas })).toThrow(message);
  await expect(start({ quotas })).rejects.toThrow(message);
  expect(emulator.settings.quotas).toEqual({});
});
