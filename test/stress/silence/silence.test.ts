/**
 * A preview that prints nothing means that nobody's access changes. Programs with unknown values at any place are
 * previewed and then carried out with the values that they turn out to have, each in a provider process of its own.
 */
import fc from "fast-check";
import { OWN_ECS } from "../../../src/core/accounts";
import { shareId } from "../../../src/core/target";
import { checkAsyncProperty } from "../../support/seed";
import { MemoryCloud } from "../../unit/provider/memory-cloud";
import {
  collectLines,
  gate,
  newProcess,
  type Properties,
  unknown,
} from "../../unit/provider/preview-process";

let cloud: MemoryCloud;
let printed: string[];

beforeEach(() => {
  cloud = new MemoryCloud();
  cloud.install();
  printed = collectLines();
});

afterEach(() => jest.restoreAllMocks());

/** What a resource was left with by the last `up`. */
interface Saved {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** As the engine asks at a preview. @returns whether it may go on */
async function preview(
  settings: Properties,
  saved: Saved | undefined,
  written: Properties,
): Promise<boolean> {
  const call = newProcess(settings);
  const { inputs, failures } = await call("check", saved?.inputs ?? {}, written);
  if (failures.length > 0) return false;
  if (saved === undefined) return true;
  const { replaces } = await call("diff", saved.id, saved.outputs, inputs);
  if (replaces === undefined) return true;
  return (await call("check", {}, written)).failures.length === 0;
}

/** As the engine carries it out. @returns what is saved */
async function up(
  settings: Properties,
  saved: Saved | undefined,
  resolved: Properties,
): Promise<Saved | undefined> {
  const call = newProcess(settings);
  const { inputs, failures } = await call("check", saved?.inputs ?? {}, resolved);
  if (failures.length > 0) return saved;
  try {
    if (saved === undefined) {
      const { id, outs } = await call("create", inputs);
      return { id, inputs, outputs: outs };
    }
    const { changes, replaces } = await call("diff", saved.id, saved.outputs, inputs);
    if (replaces !== undefined) {
      const { id, outs } = await call("create", inputs);
      await call("delete", saved.id, saved.outputs);
      return { id, inputs, outputs: outs };
    }
    if (!changes) return saved;
    const { outs } = await call("update", saved.id, saved.outputs, inputs);
    return { id: saved.id, inputs, outputs: outs };
  } catch (error) {
    if (error instanceof Error && /refused/.test(error.message)) return saved;
    throw error;
  }
}

interface Value {
  readonly written: unknown;
  readonly resolved: unknown;
}

const known = (resolved: unknown): Value => ({ written: resolved, resolved });
const value = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<Value> =>
  fc
    .tuple(of, fc.integer({ min: 0, max: 3 }))
    .map(([resolved, luck]) => (luck > 0 ? known(resolved) : { written: unknown, resolved }));

interface Kind {
  readonly place: Properties;
  readonly account: fc.Arbitrary<string>;
  readonly images: readonly string[];
  readonly hasOwnEcs: boolean;
}

const accounts = (prefix: string) => fc.integer({ min: 1, max: 7 }).map((last) => `${prefix}${last}`);

const kinds: readonly Kind[] = [
  {
    place: { service: "tencentcloud-cvm", region: "ap-guangzhou" },
    account: accounts("10000000000"),
    images: ["img-aaaaaaaa", "img-bbbbbbbb"],
    hasOwnEcs: false,
  },
  {
    place: { service: "alicloud-swas", region: "cn-hangzhou" },
    account: accounts("100000000000000"),
    images: ["m-aaaaaaaaaaaaaaaa", "m-bbbbbbbbbbbbbbbb"],
    hasOwnEcs: true,
  },
];

const listOf = (account: fc.Arbitrary<string>): fc.Arbitrary<Value> =>
  fc.oneof(
    value(fc.array(account, { maxLength: 6 })),
    fc.array(value(account), { maxLength: 6 }).map((elements) => ({
      written: elements.map(({ written }) => written),
      resolved: elements.map(({ resolved }) => resolved),
    })),
  );

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

const programOf = ({ place, account, images, hasOwnEcs }: Kind) =>
  fc
    .record({
      imageId: value(fc.constantFrom(...images)),
      region: value(fc.constant(place.region)),
      accounts: hasOwnEcs ? maybe(listOf(account)) : listOf(account),
      shareToEcs: hasOwnEcs ? maybe(value(fc.boolean())) : fc.constant(undefined),
      exclusive: maybe(value(fc.boolean())),
      protectedAccounts: maybe(listOf(account)),
      maxRemovals: maybe(value(fc.integer({ min: 0, max: 6 }))),
      allowEmpty: maybe(value(fc.boolean())),
      credentials: maybe(value(fc.constant("prod"))),
      timeoutSeconds: maybe(value(fc.constant(30))),
    })
    .map((values) => {
      const pick = (which: keyof Value): Properties => ({
        service: place.service,
        ...Object.fromEntries(
          Object.entries(values).flatMap(([key, pair]) => (pair === undefined ? [] : [[key, pair[which]]])),
        ),
      });
      return { written: pick("written"), resolved: pick("resolved") };
    });

/** A program, perhaps an earlier one that was carried out with all of its values known, and who has access now. */
const scenes = fc.constantFrom(...kinds).chain((kind) => {
  const live = fc
    .tuple(fc.uniqueArray(kind.account, { maxLength: 7 }), fc.boolean())
    .map(([all, ecs]) => (ecs && kind.hasOwnEcs ? [...all, OWN_ECS] : all));
  return fc.record({
    kind: fc.constant(kind),
    before: maybe(programOf(kind).map(({ resolved }) => resolved)),
    live: fc.tuple(live, live),
    program: programOf(kind),
    isLive: fc.integer({ min: 0, max: 4 }).map((luck) => luck > 0),
  });
});

/** Sorted by image: who had access before and has none now. */
function lost(before: Map<string, ReadonlySet<string>>): Map<string, string[]> {
  const now = cloud.snapshot();
  const all = [...before].map(([id, accounts]): [string, string[]] => [
    id,
    [...accounts].filter((account) => !now.get(id)?.has(account)),
  ]);
  return new Map(all.filter(([, accounts]) => accounts.length > 0));
}

let tried = 0;
let revoking = 0;

it("prints a line that the gate stops at before every up that takes access from anybody", async () => {
  await checkAsyncProperty(
    fc.asyncProperty(scenes, async ({ kind, before, live, program, isLive }) => {
      tried += 1;
      const settings = isLive ? {} : { "image-share:liveDiff": "false" };
      const targets = kind.images.map(
        (imageId) => ({ ...kind.place, imageId }) as { service: string; imageId: string },
      );
      for (const target of targets) cloud.put(target, []);
      const saved = before === undefined ? undefined : await up({}, undefined, before);
      for (const [index, target] of targets.entries()) cloud.put(target, live[index] ?? []);
      printed.length = 0;
      const mayGoOn = await preview(settings, saved, program.written);
      const said = [...printed];
      const start = cloud.snapshot();
      await up(settings, saved, program.resolved);
      const losses = lost(start);
      if (losses.size === 0) return;
      revoking += 1;
      if (!mayGoOn) return;
      expect(said.join("\n")).toMatch(gate);
      // A line names each account that loses access on an image that the preview could read.
      const { imageId, region, credentials } = program.written;
      if (!isLive || [imageId, region, credentials].includes(unknown)) return;
      for (const target of targets) {
        const lines = said.filter(
          (line) => line.startsWith(`${target.imageId} `) && /lose access/.test(line),
        );
        for (const account of losses.get(shareId(target)) ?? []) {
          const name = account === OWN_ECS ? "your own ECS" : account;
          expect(lines.join("\n")).toContain(name);
        }
      }
    }),
    5_000,
  );
  // A property about ups that revoke nobody would show nothing.
  expect(revoking).toBeGreaterThan(tried / 10);
});
