/** Several processes with the same keys under one limit of the vendor: none knows of the others. */
import type { Clock } from "../../../src/converge/clock";
import { ShareManager } from "../../../src/converge/share-manager";
import { type ServiceName, startEmulator } from "../../../src/emulator";
import { connect, services } from "./services";
import { VirtualTime } from "./virtual-time";

interface Case {
  readonly name: ServiceName;
  readonly images: number;
  readonly processes: number;
  readonly limit: { readonly calls: number; readonly perMs: number };
}

/** How many times the vendor's least time for so many calls. */
const MOST = 1.3;

const aSecond = { calls: 10, perMs: 1_000 };
const aMinute = { calls: 10, perMs: 60_000 };

const cases: Case[] = [
  { name: "tencentcloud-cvm", images: 200, processes: 2, limit: aSecond },
  { name: "tencentcloud-cvm", images: 200, processes: 4, limit: aSecond },
  { name: "alicloud-swas", images: 40, processes: 2, limit: aMinute },
  { name: "alicloud-swas", images: 40, processes: 4, limit: aMinute },
];

/** Chance of its own for each process, the same in each run. */
class OwnChance implements Clock {
  readonly #time: VirtualTime;
  #state: number;

  constructor(time: VirtualTime, seed: number) {
    this.#time = time;
    this.#state = seed;
  }

  now(): number {
    return this.#time.now();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#time.sleep(ms, signal);
  }

  random(): number {
    this.#state = (this.#state * 1_103_515_245 + 12_345) % 2 ** 31;
    return this.#state / 2 ** 31;
  }
}

describe("processes that share a vendor's limit", () => {
  it.each(cases)(
    "$processes with $images images of $name: all succeed, and none is left behind",
    async (one) => {
      const { name, images, processes, limit } = one;
      const service = services[name];
      const time = new VirtualTime();
      const began = time.now();
      const emulator = await startEmulator({ clock: time, rateLimits: true });
      const targets = Array.from({ length: images }, (_, index) => ({
        ...service.target,
        imageId: service.target.imageId.slice(0, -3) + String(index).padStart(3, "0"),
      }));
      const listed = [service.account(0), service.account(1)];
      for (const target of targets) emulator.putImage(target);
      const done: number[] = [];
      try {
        await Promise.all(
          Array.from({ length: processes }, async (_, index) => {
            const connection = await connect(service, emulator);
            const manager = new ShareManager({
              clock: new OwnChance(time, index + 1),
              report: () => undefined,
              open: async () => connection,
            });
            const own = targets.filter((_, place) => place % processes === index);
            await Promise.all(
              own.map((target) =>
                time.spentOn(() =>
                  manager.apply({
                    target,
                    scope: { accounts: true, ownEcs: false },
                    credentials: undefined,
                    timeoutSeconds: 3_600,
                    goal: { listed, owned: [], exclusive: true },
                    guards: { protectedAccounts: [] },
                  }),
                ),
              ),
            );
            done.push(time.now() - began);
          }),
        );
        for (const target of targets) expect(emulator.accounts(target)).toEqual(listed);
        expect(done).toHaveLength(processes);
        // Two reads an image: the most calls of one action.
        const floor = ((2 * images) / limit.calls - 1) * limit.perMs;
        expect(Math.max(...done)).toBeLessThan(MOST * floor);
      } finally {
        await emulator.close();
      }
    },
  );
});
