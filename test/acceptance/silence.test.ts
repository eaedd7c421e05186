/**
 * A preview that prints nothing means that nobody's access changes, whatever of the program is unknown or secret: many
 * random shares in one stack, previewed and then carried out by the real engine.
 */
import fc from "fast-check";
import type { ShareSpec } from "../e2e/harness/stack";
import { useWorld } from "../e2e/harness/world";
import { seed } from "../support/seed";

const world = useWorld();

/** What the gate of a pipeline looks for. */
const gate = /lose access|up (will|may) (refuse|fail)|not known/;

const SHARES = 40;

interface Value {
  readonly spec: unknown;
  readonly resolved: unknown;
}

const place = { service: "tencentcloud-cvm", region: "ap-guangzhou" } as const;
const account = fc.integer({ min: 1, max: 6 }).map((last) => `10000000000${last}`);
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

const seldom = <T>(of: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: of });

/** Known, the output of another resource, or a secret. */
const value = <T>(of: fc.Arbitrary<T>, name: string): fc.Arbitrary<Value> =>
  fc.tuple(of, fc.integer({ min: 0, max: 3 })).map(([resolved, luck]) => {
    const spec = [resolved, resolved, { later: resolved, of: name }, { secret: resolved }][luck];
    return { spec, resolved };
  });

const listOf = (name: string): fc.Arbitrary<Value> =>
  fc.oneof(
    value(fc.array(account, { minLength: 1, maxLength: 5 }), name),
    fc
      .uniqueArray(account, { minLength: 1, maxLength: 5 })
      .chain((all) => fc.tuple(...all.map((one) => value(fc.constant(one), name))))
      .map((all) => ({
        spec: all.map(({ spec }) => spec),
        resolved: all.map(({ resolved }) => resolved),
      })),
  );

interface Scenario {
  readonly name: string;
  readonly images: readonly string[];
  /** What the last `up` shared, if there was one. */
  readonly before: ShareSpec | undefined;
  readonly after: ShareSpec;
  readonly live: readonly (readonly string[])[];
}

const sceneOf = (number: number): fc.Arbitrary<Scenario> => {
  const name = `s${String(number).padStart(2, "0")}`;
  const images = ["aaaaa", "bbbbb"].map((end) => `img-${name}${end}`);
  const program = fc
    .record({
      imageId: value(fc.constantFrom(...images), `${name}-image`),
      accounts: listOf(`${name}-accounts`),
      exclusive: maybe(value(fc.boolean(), `${name}-exclusive`)),
      protectedAccounts: seldom(listOf(`${name}-protected`)),
      maxRemovals: seldom(value(fc.integer({ min: 1, max: 6 }), `${name}-max`)),
    })
    .map((values) => {
      const pick = (which: keyof Value): ShareSpec => {
        const args = Object.entries(values).flatMap(([key, pair]) =>
          pair === undefined ? [] : [[key, pair[which]] as const],
        );
        return { name, args: { ...place, ...Object.fromEntries(args) } };
      };
      return { spec: pick("spec"), resolved: pick("resolved") };
    });
  return fc.record({
    name: fc.constant(name),
    images: fc.constant(images),
    before: maybe(program.map(({ resolved }) => resolved)),
    after: program.map(({ spec }) => spec),
    live: fc.tuple(fc.uniqueArray(account), fc.uniqueArray(account)),
  });
};

it("prints a line that the gate stops at before every up that takes access from anybody", async () => {
  const { emulator, stack } = world;
  const all = Array.from({ length: SHARES }, (_, number) => sceneOf(number));
  const scenes = fc.sample(fc.tuple(...all), { seed, numRuns: 1 })[0] as Scenario[];
  const putAll = (accounts: (scene: Scenario, index: number) => readonly string[]) => {
    for (const scene of scenes) {
      for (const [index, imageId] of scene.images.entries())
        emulator.putImage({ ...place, imageId, accounts: [...accounts(scene, index)] });
    }
  };
  const liveOf = ({ images }: Scenario) => images.map((imageId) => emulator.accounts({ ...place, imageId }));

  emulator.configure({ rateLimits: false });
  stack.setConfig({
    "image-share:rateLimits": {
      "tencentcloud-cvm": {
        DescribeImageSharePermission: { calls: 1000, perMs: 1000 },
        ModifyImageSharePermission: { calls: 1000, perMs: 1000 },
      },
    },
  });
  stack.setEnvironment({ PULUMI_PARALLEL_DIFF: "true" });
  putAll(() => []);
  stack.setShares(scenes.flatMap(({ before }) => (before === undefined ? [] : [before])));
  await stack.up();
  putAll(({ live }, index) => live[index] ?? []);
  stack.setShares(scenes.map(({ after }) => after));
  const { said } = await stack.preview();
  const before = scenes.map(liveOf);
  // Guards refuse some of them.
  await stack.start(["up", "--yes", "--skip-preview", "--continue-on-error"]).finished;

  const losing = scenes.flatMap((scene, number) => {
    const now = liveOf(scene);
    const lost = scene.images.flatMap((_, index) =>
      (before[number]?.[index] ?? []).filter((one) => !now[index]?.includes(one)),
    );
    return lost.length === 0 ? [] : [{ scene, lost }];
  });
  const silent: unknown[] = [];
  for (const { scene, lost } of losing) {
    const { imageId } = scene.after.args;
    const isUnknown = typeof imageId === "object" && imageId !== null && "later" in imageId;
    const labels = [...scene.images, ...(isUnknown ? ["an image not known yet"] : [])];
    const about = said.filter((line) => labels.some((label) => line.startsWith(`${label} (`)));
    if (!about.some((line) => gate.test(line))) silent.push({ seed, scene, lost, about });
  }
  expect(silent).toEqual([]);
  // Ups that take access from nobody would show nothing.
  expect(losing.length).toBeGreaterThan(5);
});
