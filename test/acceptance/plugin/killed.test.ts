/** The plugin's `up` is interrupted, or its engine is killed: what was shared is recorded or found again. */
import { providersOf } from "../../e2e/harness/processes";
import { alice, bob, carol, image, manyAccounts, stranger } from "../../e2e/harness/world";
import { setProgram, shares, useYamlWorld } from "../../e2e/plugin/yaml-world";

const world = useYamlWorld();
const action = "ModifyImageSharePermission";

/** Waits for an event outside of this process; the tests' own time limit is the only one. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

const list = (target: ReturnType<typeof image>, accounts: readonly string[], more: object = {}) =>
  setProgram(world.stack, shares({ golden: { ...target, accounts, ...more } }));

afterEach(() => world.emulator.clearFaults());

it("stops within seconds of Ctrl-C, with what it shared in state, and the next one goes on from there", async () => {
  const large = image("large");
  world.emulator.putImage({ ...large, accounts: [] });
  list(large, [alice, bob]);
  await world.stack.up();
  list(large, [bob, carol]);
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
  expect((await world.stack.state()).golden?.outputs).toMatchObject({ accounts: [alice, bob, carol] });

  world.emulator.clearFaults();
  await world.stack.up();
  expect(world.emulator.accounts(large)).toEqual([bob, carol]);
  await world.stack.destroy();
});

it("lists who may have access where the vendor has not answered a write by Ctrl-C", async () => {
  const silent = image("silent");
  world.emulator.putImage({ ...silent, accounts: [] });
  list(silent, [alice]);
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
  expect((await world.stack.state()).golden?.outputs).toMatchObject({ accounts: [alice] });
  await world.stack.destroy();
});

it("ends by itself when the engine alone is killed, and the next up revokes nobody", async () => {
  const orphan = image("orphan");
  const many = manyAccounts(120);
  world.emulator.putImage({ ...orphan, accounts: [stranger] });
  list(orphan, many, { exclusive: false });
  world.emulator.injectFault({ kind: "hang", when: "after", ms: 60_000, action });
  const command = world.stack.start(["up", "--yes", "--skip-preview"]);
  await until(() => world.emulator.accounts(orphan).length > 1);
  expect(providersOf(world.stack)).not.toEqual([]);
  const killed = performance.now();
  command.killAlone();
  await until(() => providersOf(world.stack).length === 0);
  expect(performance.now() - killed).toBeLessThan(10_000);
  await command.finished;
  const shared = world.emulator.accounts(orphan);
  expect(await world.stack.state()).toEqual({});

  world.emulator.clearFaults();
  await world.stack.run(["cancel", "--yes"]);
  const run = await world.stack.up();
  expect(run.writes.filter((call) => call.startsWith("cancel"))).toEqual([]);
  expect(world.emulator.accounts(orphan).sort()).toEqual([stranger, ...many].sort());
  expect(shared.length).toBeGreaterThan(1);
  await world.stack.destroy();
  expect(world.emulator.accounts(orphan)).toEqual([stranger]);
});
