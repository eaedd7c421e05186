/** A list, or an option, that the program leaves out is remembered in state, and named. */
import { useWorld } from "../e2e/harness/world";

const world = useWorld();

beforeAll(() => {
  const { id, secret } = world.emulator.credentials;
  world.stack.setConfig({ "image-share:alicloud": { accessKeyId: id, accessKeySecret: secret } });
});

it("accounts that are left out at SWAS are named by the preview and by the destroy", async () => {
  const { emulator, stack } = world;
  const simple = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-saacssasc1234" } as const;
  const accounts = ["1234567890123451", "1234567890123452"];
  const args = { ...simple, shareToEcs: true, exclusive: false };
  emulator.putImage(simple);
  stack.setShares([{ name: "simple", args: { ...args, accounts } }]);
  await stack.up();
  stack.setShares([{ name: "simple", args }]);
  const line = `has access already (accounts is left out, so this share revokes nobody; listed before): ${accounts.join(", ")}`;
  expect((await stack.preview()).output).toContain(line);
  await stack.up();
  expect((await stack.destroy()).output).toContain(line);
  expect(emulator.accounts(simple)).toEqual(accounts);
});

it("the own ECS that is left out at SWAS is remembered until a destroy, which names it", async () => {
  const { emulator, stack } = world;
  const simple = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-saacssasc1235" } as const;
  const args = { ...simple, accounts: ["1234567890123451"], exclusive: false };
  emulator.putImage(simple);
  stack.setShares([{ name: "ours", args: { ...args, shareToEcs: true } }]);
  await stack.up();
  stack.setShares([{ name: "ours", args }]);
  const line =
    "has access already (shareToEcs is left out, so this share revokes nobody; shared before): your own ECS";
  expect((await stack.run(["up", "--yes"])).output).toContain(line);
  await stack.refresh();
  expect((await stack.state()).ours?.outputs).toMatchObject({ listedShareToEcs: true });
  await stack.preview("--expect-no-changes");
  expect((await stack.destroy()).output).toContain(line);
  expect(emulator.accounts(simple)).toEqual([]);
  expect(emulator.image(simple)?.shareToEcs).toBe(true);
});
