/** The engine alone is killed in the middle of an `up`, with nobody left to end its provider: what was shared is found again. */
import { providersOf } from "../e2e/harness/processes";
import { until } from "../e2e/harness/until";
import { image, manyAccounts, stranger } from "../e2e/harness/world";
import { hosts } from "../e2e/plugin/hosts";

const action = "ModifyImageSharePermission";

describe.each(hosts)("$name", ({ useWorld, setShares }) => {
  const world = useWorld();

  it("ends by itself when the engine alone is killed, and the next up revokes nobody", async () => {
    const orphan = image("orphan");
    const many = manyAccounts(120);
    world.emulator.putImage({ ...orphan, accounts: [stranger] });
    setShares(world, { golden: { ...orphan, accounts: many, exclusive: false } });
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
});
