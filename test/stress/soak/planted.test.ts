/**
 * Mistakes that are put into the product on purpose, one at a time: the soak notices each within so many steps. Those of
 * docs/contributing/soak.md that are not here were tried by hand.
 */
import fc from "fast-check";
import { ShareManager } from "../../../src/converge/share-manager";
import { episode, STEPS_PER_EPISODE } from "./chance";
import { Counts } from "./counts";
import { DatedTime } from "./dated-time";
import { live } from "./episode";
import { resourcesOf, type Step } from "./steps";

/** Functions that a mistake puts in the place of the product's own. */
type Replacements = Readonly<Record<string, (actual: never) => unknown>>;

/** By module and function; empty while nothing is planted. */
let mockPlanted: Replacements = {};

/** A module of the product, of which some functions are replaced while a mistake is planted. */
function mockModule(actual: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  const replaced = names.map((name) => {
    if (typeof actual[name] !== "function")
      throw new Error(`the module has no ${name} to plant a mistake in`);
    const own = actual[name] as (...args: unknown[]) => unknown;
    const call = (...args: unknown[]) => {
      const planted = mockPlanted[name] as ((actual: typeof own) => typeof own) | undefined;
      return (planted === undefined ? own : planted(own))(...args);
    };
    return [name, call];
  });
  return { ...actual, ...Object.fromEntries(replaced) };
}

jest.mock("../../../src/core/approval", () =>
  mockModule(jest.requireActual("../../../src/core/approval"), ["exceeds"]),
);
jest.mock("../../../src/core/plan-messages", () =>
  mockModule(jest.requireActual("../../../src/core/plan-messages"), ["previewLines"]),
);
jest.mock("../../../src/core/result-messages", () =>
  mockModule(jest.requireActual("../../../src/core/result-messages"), ["revokedLines"]),
);
jest.mock("../../../src/core/state", () =>
  mockModule(jest.requireActual("../../../src/core/state"), ["listedBeside"]),
);
jest.mock("../../../src/app/request", () =>
  mockModule(jest.requireActual("../../../src/app/request"), ["requestFor"]),
);
jest.mock("../../../src/provider/replacement", () =>
  mockModule(jest.requireActual("../../../src/provider/replacement"), [
    "beforeIn",
    "madeAnew",
    "replacedShare",
  ]),
);
jest.mock("../../../src/provider/moved-shares", () =>
  mockModule(jest.requireActual("../../../src/provider/moved-shares"), ["movedShare"]),
);

let mockTime = new DatedTime();
jest.mock("../../../src/converge/clock", () => ({
  systemClock: {
    now: () => mockTime.now(),
    random: () => mockTime.random(),
    sleep: (ms: number, signal?: AbortSignal) => mockTime.sleep(ms, signal),
  },
}));
jest.setTimeout(120_000);

jest.mock("node:timers/promises", () => ({ setTimeout: async () => undefined }));

let printed: string[];

beforeEach(() => {
  printed = [];
  jest.spyOn(console, "log").mockImplementation((text: string) => printed.push(...text.split("\n")));
});

afterEach(() => {
  mockPlanted = {};
  jest.restoreAllMocks();
  jest.useRealTimers();
});

/** None may take longer to be noticed. */
const MAX_STEPS = 4_000;

/** @returns the first violation */
async function firstLie(seed: number, begin: readonly Step[] = []): Promise<string> {
  const counts = new Counts();
  const property = fc.asyncProperty(episode, async (scene) => {
    mockTime = DatedTime.begin();
    await live({ ...scene, steps: [...begin, ...scene.steps] }, mockTime, counts, printed);
  });
  const numRuns = MAX_STEPS / STEPS_PER_EPISODE;
  const { errorInstance } = await fc.check(property, { seed, numRuns, endOnFailure: true });
  return errorInstance instanceof Error ? errorInstance.message : `no violation in ${counts.steps} steps`;
}

type Lines = (...args: never[]) => string[];
const without =
  (pattern: RegExp) =>
  (own: Lines): Lines =>
  (...args) =>
    own(...args).filter((line) => !pattern.test(line));

type Ended = (...args: unknown[]) => unknown;

interface Report {
  readonly target: { readonly imageId: string; readonly region?: string };
  readonly plan: { readonly keep: readonly string[] };
}

/** Programs whose shares are all retained: the soak comes upon that too rarely to wait for it. */
const retained = Object.values(resourcesOf)
  .flat()
  .map((resource): Step => ({ kind: "edit", resource, edit: { key: "retainOnDelete", value: true } }));

/** What each is called, what it replaces, the violation that tells of it, and a seed that comes upon it soon. */
const mistakes: readonly [string, Replacements, RegExp, number][] = [
  [
    "an approval that got old is accepted",
    { exceeds: () => () => ({ gains: [], losses: [] }) },
    /beyond the approval/,
    6,
  ],
  [
    "a loss is not said",
    { previewLines: without(/lose access/) },
    /lost access without a line|what the preview showed is refused/,
    3,
  ],
  [
    "an account that keeps access is said to lose it",
    {
      previewLines:
        (own: Lines) =>
        (outlook: Report, ...rest: never[]) => {
          const { imageId, region } = outlook.target;
          const label = region === undefined ? imageId : `${imageId} (${region})`;
          const untrue = outlook.plan.keep.map(
            (account) => `${label}: will lose access (no longer listed): ${account}`,
          );
          return [...own(...([outlook, ...rest] as never[])), ...untrue];
        },
    },
    /not so of/,
    3,
  ],
  [
    "what state does not know is not said",
    { previewLines: without(/added outside of Pulumi|new to this share/) },
    /no line speaks of|lost access without a line/,
    2,
  ],
  ["a delete does not say whom it leaves", { revokedLines: without(/still shared/) }, /nobody owns/, 5],
  [
    "a giver lets go before the receiver has the account",
    {
      requestFor:
        (own: (...args: never[]) => { goal: { owned: string[]; elsewhere?: string[] } }) =>
        (...args: never[]) => {
          const request = own(...args);
          const { goal } = request;
          const owned = goal.owned.filter((account) => goal.elsewhere?.includes(account) !== true);
          return { ...request, goal: { ...goal, owned } };
        },
    },
    /nobody owns|state forgets/,
    6,
  ],
  ["a refresh forgets what was listed", { listedBeside: () => () => ({}) }, /a refresh disowns/, 4],
  [
    "a replacement is taken for a new share",
    { beforeIn: () => () => undefined },
    /not so of|lost access without a line|what the preview showed is refused|foreignAccounts are/,
    3,
  ],
  ["another endpoint is not noticed", { movedShare: () => () => undefined }, /endpoint|by default/, 1],
];

it.each(mistakes)("notices that %s", async (_name, replacements, violation, seed) => {
  mockPlanted = replacements;
  expect(await firstLie(seed)).toMatch(violation);
});

it("notices that those are said to lose access whom retainOnDelete spares", async () => {
  mockPlanted = {
    replacedShare:
      (own: Ended) =>
      (app: never, state: object, ...rest: never[]) =>
        own(app, { ...state, options: {} }, ...rest),
    madeAnew:
      (own: Ended) =>
      (app: never, state: object, ...rest: never[]) =>
        own(app, { ...state, options: {} }, ...rest),
  };
  expect(await firstLie(6, retained)).toMatch(/not so of .*: will lose access \(/);
});

it.each([
  ["accounts that another resource lists", "claims", 3],
  ["protected accounts", "guarded", 1],
] as const)("notices that a delete does not spare %s", async (_name, what, seed) => {
  const { revoke } = ShareManager.prototype;
  jest.spyOn(ShareManager.prototype, "revoke").mockImplementation(function (this: ShareManager, share) {
    if (what === "guarded") return revoke.call(this, { ...share, protectedAccounts: [] });
    const claims = jest.spyOn(this.claims, "claimed").mockReturnValueOnce(new Set());
    return revoke.call(this, share).finally(() => claims.mockRestore());
  });
  expect(await firstLie(seed)).toMatch(
    /delete: removed|\(destroy\):\s+removed|what the preview showed is refused/,
  );
});
