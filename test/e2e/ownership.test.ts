/** State forgets nobody: what a refresh finds, and a handover that is half done. */
import { alice, bob, carol, dave, image, share, useWorld } from "./harness/world";

const world = useWorld();
const golden = image("golden");
const additive = (name: string, accounts: string[], more = {}) =>
  share(name, golden, accounts, { exclusive: false, ...more });

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
