/** State forgets nobody: what a refresh finds, a handover that is half done, and a list that gets lost. */
import { alice, bob, carol, dave, image, share, useWorld } from "./harness/world";

const world = useWorld();
const golden = image("golden");
const additive = (name: string, accounts: string[], more = {}) =>
  share(name, golden, accounts, { exclusive: false, ...more });

beforeAll(() => {
  const { id, secret } = world.emulator.credentials;
  world.stack.setConfig({ "image-share:alicloud": { accessKeyId: id, accessKeySecret: secret } });
});

it("an account that was put back by hand after a refresh is still the resource's to revoke", async () => {
  const { emulator, stack } = world;
  emulator.putImage(golden);
  stack.setShares([additive("one", [alice, bob])]);
  await stack.up();
  emulator.unshare(golden, [bob]);
  await stack.refresh();
  expect((await stack.state()).one?.outputs).toMatchObject({
    accounts: [alice],
    listedAccounts: [alice, bob],
  });
  emulator.share(golden, [bob]);
  stack.setShares([additive("one", [alice])]);
  const run = await stack.run(["up", "--yes"]);
  expect(run.output).toContain(`will lose access (no longer listed): ${bob}`);
  expect(emulator.accounts(golden)).toEqual([alice]);
  expect((await stack.preview("--expect-no-changes")).writes).toEqual([]);
});

it("an account that is handed over to a resource that a guard refuses stays owned, and a destroy revokes it", async () => {
  const { emulator, stack } = world;
  stack.setShares([additive("one", [alice, bob]), additive("two", [carol, dave])]);
  await stack.up();
  stack.setShares([additive("one", [alice]), additive("two", [bob, carol], { maxRemovals: 0 })]);
  stack.setEnvironment({ PULUMI_PARALLEL_DIFF: "true" });
  const run = await stack.failing("up", "--continue-on-error");
  stack.setEnvironment({});
  expect(run.output).toContain("maxRemovals is 0");
  expect(emulator.accounts(golden)).toContain(bob);
  const owners = Object.values(await stack.state()).filter(({ outputs }) =>
    JSON.stringify([outputs.accounts, outputs.listedAccounts]).includes(bob),
  );
  expect(owners.length).toBeGreaterThanOrEqual(1);
  await stack.destroy();
  expect(emulator.accounts(golden)).toEqual([]);
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
