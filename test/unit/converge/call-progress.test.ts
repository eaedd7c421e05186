/** The line about a run: how many calls of how many, and how long still. In virtual time, at a vendor's limit. */
import { ShareManager } from "../../../src/converge/share-manager";
import type { CallOptions } from "../../../src/core/backend";
import type { ServiceFacts } from "../../../src/core/service-facts";
import type { ImageTarget } from "../../../src/core/target";
import { VirtualTime } from "../../stress/faults/virtual-time";
import { ModelCloud } from "./model-cloud";

const tenAMinute = { calls: 10, perMs: 60_000, per: "account" } as const;
const LATENCY_MS = 20;

/** Every image of it takes a read, writes of ten accounts each, and a read. */
class Cloud extends ModelCloud {
  private readonly time: VirtualTime;
  private readonly images = new Map<string, ModelCloud>();

  constructor(time: VirtualTime) {
    super();
    this.time = time;
  }

  override async describe(...[target, scope, page, options]: Parameters<ModelCloud["describe"]>) {
    await this.call("Describe", options);
    return this.imageOf(target).describe(target, scope, page);
  }

  override async write(...[target, write, options]: Parameters<ModelCloud["write"]>) {
    await this.call("Write", options);
    return this.imageOf(target).write(target, write);
  }

  private async call(action: string, options?: CallOptions): Promise<void> {
    await options?.acquire(action);
    await this.time.sleep(LATENCY_MS);
  }

  private imageOf(target: unknown): ModelCloud {
    const { imageId } = target as ImageTarget;
    const image = this.images.get(imageId) ?? new ModelCloud();
    this.images.set(imageId, image);
    return image;
  }
}

function run(rateLimits: ServiceFacts["rateLimits"]) {
  const time = new VirtualTime();
  const cloud = new Cloud(time);
  const facts = { ...cloud.context().facts, rateLimits };
  const begun = time.now();
  const moments: number[] = [];
  const manager = new ShareManager({
    clock: time,
    report: cloud.says.report,
    status: (line, about) => {
      cloud.says.status(line, about);
      moments.push(time.now() - begun);
    },
    open: async () => ({ facts, backend: cloud }),
  });
  const share = (imageId: string, more: { credentials?: string; accounts?: number } = {}) =>
    time.spentOn(() =>
      manager.apply({
        target: { service: "model", region: "moon-1", imageId },
        scope: { accounts: true, ownEcs: false },
        credentials: more.credentials,
        timeoutSeconds: 3_600,
        goal: {
          listed: Array.from({ length: more.accounts ?? 30 }, (_, n) => `1${n}`),
          owned: [],
          exclusive: true,
        },
        guards: { protectedAccounts: [] },
      }),
    );
  return { time, cloud, manager, share, moments, msOf: () => time.now() - begun };
}

describe("the line about a run", () => {
  it("says how many calls of how many are done and how long the limit takes for the rest, and comes every ten seconds", async () => {
    const { cloud, share, moments, msOf } = run({ Write: tenAMinute });
    await Promise.all(
      ["img-1", "img-2", "img-3", "img-4", "img-5"].map((image) => share(image, { accounts: 50 })),
    );
    // Twenty-five writes, ten a minute; a read before and after those of each image.
    expect(msOf()).toBeGreaterThan(2 * 60_000);
    expect(cloud.progress[0]).toBe(
      "model: 15 of 35 calls done, about 2 min left; waiting for the vendor's limit of 10 calls in 60 s for Write, about 61 s",
    );
    expect(cloud.progress.every((line) => / of 35 calls done, about \d+ (s|min) left/.test(line))).toBe(true);
    const gaps = moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0));
    expect(gaps.length).toBeGreaterThan(8);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(10_000);
    // A run that waits for a limit is never silent for much longer.
    for (const gap of gaps) expect(gap).toBeLessThanOrEqual(15_000);
    expect(cloud.lines).toEqual([]);
  });

  it("counts the images that are not begun, and estimates right before most of the run has passed", async () => {
    const { time, cloud, manager, share, msOf } = run({ Write: tenAMinute });
    const waiting = new Set(["img-3", "img-4", "img-5"]);
    manager.progress.count(() =>
      [...waiting].map(() => ({ service: "model", credentials: undefined, calls: { read: 2, write: 5 } })),
    );
    const lane = async (images: readonly string[]) => {
      for (const image of images) {
        waiting.delete(image);
        await share(image, { accounts: 50 });
      }
    };
    await Promise.all([lane(["img-1", "img-3", "img-5"]), lane(["img-2", "img-4"])]);
    const [, done, all] =
      /^model: (\d+) of (\d+) calls done, about 2 min left/.exec(cloud.progress[0] ?? "") ?? [];
    expect(Number(all)).toBe(35);
    expect(Number(done)).toBeLessThan(20);
    expect(msOf()).toBeGreaterThan(2 * 60_000);
    expect(msOf()).toBeLessThan(2.2 * 61_000);
    expect(time.now()).toBeGreaterThan(0);
  });

  it("is not said of a run of seconds", async () => {
    const { cloud, share } = run({});
    await Promise.all(Array.from({ length: 100 }, (_, n) => share(`img-${n}`)));
    expect(cloud.progress).toEqual([]);
  });

  it("is said of many short waits, too: a run without a long one is not silent", async () => {
    const { time, cloud, manager } = run({ Describe: { calls: 2, perMs: 1_000, per: "account" } });
    await time.spentOn(async () => {
      for (let image = 0; image < 60; image++) {
        await manager.read({
          target: { service: "model", region: "moon-1", imageId: `img-${image}` },
          scope: { accounts: true, ownEcs: false },
          credentials: undefined,
          timeoutSeconds: undefined,
        });
      }
    });
    expect(cloud.progress.length).toBeGreaterThanOrEqual(3);
    for (const line of cloud.progress) expect(line).toMatch(/^model: \d+ calls done$/);
  });

  it("has a part for each service and set of keys, the longest first", async () => {
    const { cloud, share } = run({ Write: { ...tenAMinute, per: "account" } });
    await Promise.all([
      share("img-1", { accounts: 150 }),
      ...Array.from({ length: 4 }, (_, n) => share(`img-2${n}`, { credentials: "other", accounts: 150 })),
    ]);
    expect(cloud.progress[0]?.split(" | ").map((part) => part.replace(/ calls.*/, ""))).toEqual([
      expect.stringMatching(/^model \(other\): \d+ of 68$/),
      expect.stringMatching(/^model: \d+ of 17$/),
    ]);
    // Once a service is done, it is left out.
    expect(cloud.progress.at(-1)).toMatch(/^model \(other\): [^|]*$/);
  });
});
