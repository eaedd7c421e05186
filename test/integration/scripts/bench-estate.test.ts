/** `npm run bench -- --estate`: the floor that the vendors' limits set, and what its page says of a run. */
import { findService } from "../../../src/backends/registry";
import { evaluated } from "./bench";

const modules = {
  limits: "estate-run/limits.mts",
  workload: "estate-run/workload.mts",
  text: "estate-run/text.mts",
};

const image = `{ name: "a", service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-1", accounts: ["1", "2", "3"] }`;
const needed = (live: readonly string[], looksOnly: boolean) =>
  `[...limits.callsNeeded([${image}], () => ${JSON.stringify(live)}, ${looksOnly})].sort()`;
const estateCalls = (live: string) =>
  `...[...limits.callsNeeded(workload.estateOf(1), () => ${live}, false)].map(([key]) => key)`;

const sound = {
  ...{ step: "create", ms: 250_000, floorMs: 240_000, calls: 900, needed: 900, throttled: 2 },
  ...{ othersDoneMs: 20_000, bytes: 1_000, lines: 10, longestLine: 100, wrong: [] },
};
const page = (...steps: readonly object[]) => {
  const figures = {
    ...{ host: "plugin", parallel: 64, scale: 1, latencyMs: 50, slots: [] },
    steps: steps.map((step) => ({ ...sound, ...step })),
  };
  return `text.estateAsText({}, ${JSON.stringify(figures)})`;
};

const floors = (earlier: readonly number[], calls: readonly number[]) =>
  `${JSON.stringify(calls)}.map((count) => limits.floorOfWindow({ calls: 10, perMs: 60_000 }, ${JSON.stringify(earlier)}, count))`;
const tenJustNow = Array.from({ length: 10 }, () => -1_000);

const found = evaluated(modules, {
  floorsOfIdle: floors([], [0, 10, 11, 20, 40]),
  floorsOfBusy: floors(tenJustNow, [1, 11]),
  floorsOfHalfBusy: floors([-61_000, -30_000], [9, 10]),
  limits: "limits.limits",
  estateCalls: `[${estateCalls("[]")}, ${estateCalls("['1']")}]`,
  sizes: "workload.estateOf(1).map(({ accounts }) => accounts.length)",
  look: needed([], true),
  noChange: needed(["1", "2", "3"], false),
  change: needed(["0", "1", "2"], false),
  edits: `[1, 2].map((edits) => workload.edited([${image}], edits)[0].accounts)`,
  soundPage: page({}),
  badPage: page({}, { step: "no-op up", ms: 150_000, floorMs: 120_000 }, { step: "destroy", wrong: ["a"] }),
  smallPage: page({ ms: 4_000, floorMs: 1_000 }, { ms: 9_000, floorMs: undefined, stoppedMs: 3_000 }),
});

/** What the product and its documentation say of a `service/action`. */
function documentedLimit(key: string) {
  const [service = "", action = ""] = key.split("/");
  return findService(service)?.facts.rateLimits[action];
}

describe("the floor of a window of ten calls in a minute", () => {
  it("lets the first window through at once, and the last call at the beginning of the last window", () => {
    expect(found.floorsOfIdle).toEqual([0, 0, 60_000, 60_000, 180_000]);
  });

  it("counts calls that passed before the step, each until a minute after it", () => {
    expect(found.floorsOfBusy).toEqual([59_000, 119_000]);
    expect(found.floorsOfHalfBusy).toEqual([0, 30_000]);
  });
});

it("takes the vendors' limits as the product has them, and leaves none out that the estate meets", () => {
  const taken = found.limits as Record<string, { calls: number; perMs: number }>;
  for (const [key, window] of Object.entries(taken)) expect(documentedLimit(key)).toMatchObject(window);
  const limited = (found.estateCalls as string[]).filter((key) => documentedLimit(key) !== undefined);
  expect(limited).toContain("alicloud-swas/RemoveCustomImageShareAccount");
  expect(Object.keys(taken)).toEqual(expect.arrayContaining(limited));
});

it("operates 200 images and 29,100 shares", () => {
  const sizes = found.sizes as number[];
  expect(sizes).toHaveLength(200);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(29_100);
});

it("needs a read of each image to look, and two reads and the fewest writes to change it", () => {
  expect(found.look).toEqual([["alicloud-swas/ListCustomImageShareAccounts", 1]]);
  expect(found.noChange).toEqual([["alicloud-swas/ListCustomImageShareAccounts", 1]]);
  expect(found.change).toEqual([
    ["alicloud-swas/AddCustomImageShareAccount", 1],
    ["alicloud-swas/ListCustomImageShareAccounts", 2],
    ["alicloud-swas/RemoveCustomImageShareAccount", 1],
  ]);
});

it("takes one account out of each image and a new one in, edit after edit", () => {
  const [first = [], second] = found.edits as string[][];
  expect(first).toEqual(["2", "3", expect.any(String)]);
  expect(second).toEqual(["3", first[2], expect.any(String)]);
});

describe("the page", () => {
  it("says that all steps are within the aim, beside what they took before", () => {
    expect(found.soundPage).toContain(
      "State and clouds were right after every step. Every step was within 1.2 of its floor.",
    );
    expect(found.soundPage).toMatch(/\| create \| +1\.04× \| 250\.00 \| +240\.00 \| +412 s \|/);
  });

  it("names each step that is above the aim, and each after which something was wrong", () => {
    expect(found.badPage).toContain(
      "State or a cloud was wrong after: destroy. Above 1.2 of its floor: no-op up (1.25×).",
    );
  });

  it("compares no step with the aim whose floor the engine's own start exceeds, and none that was stopped", () => {
    expect(found.smallPage).toContain("Every step was within 1.2 of its floor.");
    expect(found.smallPage).toContain("engine and provider ended after 3.00 s");
  });
});
