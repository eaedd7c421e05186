/** The machine fails in the middle of an `up`. */
import { alice, bob, carol, image, share, stranger, useWorld } from "./harness/world";

const world = useWorld();

const golden = image("golden");
const { imageId } = golden;

/** Waits for an event outside of this process; the tests' own time limit is the only one. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

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

describe("an up that is interrupted", () => {
  const large = image("large");
  const action = "ModifyImageSharePermission";

  it("stops within seconds, with what it shared in state, and the next one goes on from there", async () => {
    world.emulator.putImage({ ...large, accounts: [] });
    world.stack.setShares([share("large", large, [alice, bob])]);
    await world.stack.up();
    world.stack.setShares([share("large", large, [bob, carol])]);
    // The share goes through; what follows is throttled for good.
    world.emulator.injectFault({ kind: "throttle", action, skip: 1, times: "always" });
    world.emulator.clearCalls();
    const command = world.stack.start(["up", "--yes", "--skip-preview"]);
    await until(() => world.emulator.calls({ action, outcome: "error" }).length > 1);
    const interrupted = performance.now();
    command.interrupt();
    const { code, output } = await command.finished;
    expect(performance.now() - interrupted).toBeLessThan(10_000);
    expect(code).not.toBe(0);
    expect(output).toMatch(new RegExp(`${large.imageId}.*cancelled`));
    expect(world.emulator.accounts(large)).toEqual([alice, bob, carol]);
    expect((await world.stack.state()).large?.outputs).toMatchObject({ accounts: [alice, bob, carol] });

    world.emulator.clearFaults();
    await world.stack.up();
    expect(world.emulator.accounts(large)).toEqual([bob, carol]);
  });

  it("says that it was cancelled, and lists who may have access, where the vendor has not answered a write", async () => {
    const silent = image("silent");
    world.emulator.putImage({ ...silent, accounts: [] });
    world.stack.setShares([share("silent", silent, [alice])]);
    world.emulator.injectFault({ kind: "hang", when: "after", ms: 60_000, action });
    const command = world.stack.start(["up", "--yes", "--skip-preview"]);
    await until(() => world.emulator.accounts(silent).length > 0);
    command.interrupt();
    const { code, output } = await command.finished;
    expect(code).not.toBe(0);
    expect(output).toMatch(
      new RegExp(
        `${silent.imageId}.*cancelled while ${action} \\(adding ${alice}\\) was under way.*#cancelled`,
      ),
    );
    expect((await world.stack.state()).silent?.outputs).toMatchObject({ accounts: [alice] });
    world.emulator.clearFaults();
  });
});
