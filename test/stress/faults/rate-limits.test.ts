/** One process with many images, under the limits that the vendors document. */
import { ShareManager } from "../../../src/converge/share-manager";
import { type ServiceName, startEmulator } from "../../../src/emulator";
import { connect, services } from "./services";
import { VirtualTime } from "./virtual-time";

const MINUTE = 60_000;

describe("one process under the vendor's limits", () => {
  it.each<{ name: ServiceName; images: number; within: number }>([
    // Two reads and a write an image, ten of each action a second.
    { name: "tencentcloud-cvm", images: 200, within: MINUTE },
    // Ten of each action a minute: sixty reads.
    { name: "alicloud-swas", images: 30, within: 7 * MINUTE },
  ])("shares $images images of $name without a single throttle", async ({ name, images, within }) => {
    const service = services[name];
    const time = new VirtualTime();
    const began = time.now();
    const emulator = await startEmulator({ clock: time, rateLimits: true });
    const connection = await connect(service, emulator);
    const lines: string[] = [];
    const manager = new ShareManager({
      clock: time,
      report: (line) => lines.push(line),
      open: async () => connection,
    });
    const targets = Array.from({ length: images }, (_, index) => ({
      ...service.target,
      imageId: service.target.imageId.slice(0, -3) + String(index).padStart(3, "0"),
    }));
    const listed = [service.account(0), service.account(1)];
    for (const target of targets) emulator.putImage(target);
    try {
      await Promise.all(
        targets.map((target) =>
          time.spentOn(() =>
            manager.apply({
              ...{
                target,
                scope: { accounts: true, ownEcs: false },
                credentials: undefined,
                timeoutSeconds: undefined,
              },
              goal: { listed, owned: [], exclusive: true },
              guards: { protectedAccounts: [] },
            }),
          ),
        ),
      );
      expect(emulator.calls().map(({ outcome }) => outcome.kind)).toEqual(Array(3 * images).fill("ok"));
      for (const target of targets) expect(emulator.accounts(target)).toEqual(listed);
      expect(time.now() - began).toBeLessThan(within);
      // How far it is, now and then, and nothing about a single image.
      expect(lines.length).toBeGreaterThan(1);
      expect(lines.length).toBeLessThan(within / 10_000 + 1);
      const said = new RegExp(`^${name}: \\d+ of ${3 * images} calls done, about \\d+ (s|min) left`);
      // At the first one, not every image has said what it will take.
      for (const line of lines.slice(1)) expect(line).toMatch(said);
    } finally {
      await emulator.close();
    }
  });

  it("waits as long as the vendor says, and no window more, where another run has used the limit up", async () => {
    const service = services["alicloud-swas"];
    const time = new VirtualTime();
    const emulator = await startEmulator({ clock: time, rateLimits: true });
    const connection = await connect(service, emulator);
    const run = () =>
      new ShareManager({ clock: time, report: () => undefined, open: async () => connection });
    const targets = Array.from({ length: 30 }, (_, index) => ({
      ...service.target,
      imageId: service.target.imageId.slice(0, -3) + String(index).padStart(3, "0"),
    }));
    for (const target of targets) emulator.putImage(target);
    const read = (manager: ShareManager, some: typeof targets) =>
      Promise.all(
        some.map((target) =>
          time.spentOn(() =>
            manager.read({
              ...{ target, scope: { accounts: true, ownEcs: false } },
              ...{ credentials: undefined, timeoutSeconds: undefined },
            }),
          ),
        ),
      );
    try {
      await read(run(), targets.slice(0, 10));
      await time.sleep(46_000);
      const begun = time.now();
      await read(run(), targets);
      // Fourteen seconds until the first ten, and two windows more.
      expect(time.now() - begun).toBeGreaterThanOrEqual(14_000 + 2 * MINUTE);
      expect(time.now() - begun).toBeLessThan(14_000 + 2 * 61_000 + 1_500);
      const refused = emulator.calls({ outcome: "error" });
      expect(refused).toHaveLength(10);
    } finally {
      await emulator.close();
    }
  });
});
