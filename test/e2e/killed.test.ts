/** The machine fails in the middle of an `up`. */
import { describeInterruption } from "./harness/interruption";
import { until } from "./harness/until";
import { alice, bob, image, share, stranger, useWorld } from "./harness/world";

const world = useWorld();

const golden = image("golden");
const { imageId } = golden;

it("adopts what was shared by an up that was killed between its write and the saved state", async () => {
  world.emulator.putImage({ ...golden, accounts: [stranger] });
  world.stack.setShares([share("golden", golden, [alice, bob], { exclusive: false })]);
  const action = "ModifyImageSharePermission";
  world.emulator.injectFault({ kind: "hang", when: "after", action });
  const command = world.stack.start(["up", "--yes", "--skip-preview"]);
  await until(() => world.emulator.accounts(golden).includes(alice));
  command.kill();
  await command.finished;
  expect(await world.stack.state()).toEqual({});

  await world.stack.run(["cancel", "--yes"]);
  const run = await world.stack.up();
  expect(run.calls).toEqual([`describe ${imageId}`]);
  const { golden: entry } = await world.stack.state();
  expect(entry?.outputs).toMatchObject({ accounts: [alice, bob], foreignAccounts: [stranger] });
});

it("revokes no stranger when that stack is destroyed afterwards", async () => {
  await world.stack.destroy();
  expect(world.emulator.accounts(golden)).toEqual([stranger]);
});

describeInterruption(world, "golden", (target, accounts) =>
  world.stack.setShares([share("golden", target, [...accounts])]),
);
