/** An `up` that is interrupted in the middle, the same for both hosts: what was shared is in state. */
import { until } from "./until";
import { alice, bob, carol, image, type World } from "./world";

const action = "ModifyImageSharePermission";

/** @param list makes the program's only share, which is called `name`, of this image and with these accounts */
export function describeInterruption(
  world: World,
  name: string,
  list: (target: ReturnType<typeof image>, accounts: readonly string[]) => void,
): void {
  describe("an up that is interrupted", () => {
    afterEach(async () => {
      world.emulator.clearFaults();
      await world.stack.destroy();
    });

    it("stops within seconds, with what it shared in state, and the next one goes on from there", async () => {
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
      expect((await world.stack.state())[name]?.outputs).toMatchObject({ accounts: [alice, bob, carol] });

      world.emulator.clearFaults();
      await world.stack.up();
      expect(world.emulator.accounts(large)).toEqual([bob, carol]);
    });

    it("says that it was cancelled, and lists who may have access, where the vendor has not answered a write", async () => {
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
      expect((await world.stack.state())[name]?.outputs).toMatchObject({ accounts: [alice] });
    });
  });
}
