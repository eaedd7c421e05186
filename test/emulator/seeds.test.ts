/** What an image may be seeded with: nothing that the API itself could never have been given. */
import type { Emulator } from "../../src/emulator";
import { start } from "./support/start";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start();
});

it.each([
  ["tencentcloud-cvm", "ap-guangzhou", "img-6pb6lrmy", "1234"],
  ["alicloud-ecs", "cn-hangzhou", "m-1", "12345678901234567890x"],
  ["alicloud-ens", undefined, "m-1", "someone"],
  ["alicloud-swas", "cn-hangzhou", "m-1", "0123456789"],
  ["alicloud-swas", "cn-hangzhou", "m-1", "9223372036854775808"],
  ["volcengine-ecs", "cn-beijing", "image-1", ""],
] as const)(
  "has no account on %s that the API itself calls malformed: %s %s %j",
  (service, region, imageId, account) => {
    const target = { service, region, imageId };
    expect(() => emulator.putImage({ ...target, accounts: [account] })).toThrow(/account/);
    expect(() => emulator.putImage({ ...target, owner: account })).toThrow(/account/);
    emulator.putImage(target);
    expect(() => emulator.share(target, [account])).toThrow(/account/);
    expect(emulator.accounts(target)).toEqual([]);
  },
);

it("has no key of an account that no API would know", async () => {
  const credentials = [{ id: "a", secret: "b", accounts: { alicloud: "me" } }];
  await expect(start({ credentials })).rejects.toThrow("5 to 20 digits");
});
