/**
 * `npm run bench -- --plugin`: programs in YAML with the plugin, beside an empty program in YAML, which is what the engine
 * takes, and beside the same calls by the vendors' bare SDKs.
 */
import type { ServiceName } from "pulumi-image-share/emulator";
import type { Life, StepName } from "./cycle.mts";
import { shares } from "./estate.mts";
import { measurePluginStart, type PluginStart } from "./plugin-start.mts";
import type { LifeRequest, Rig } from "./rig.mts";
import type { Sizes } from "./sizes.mts";

export const pluginServices = [
  "volcengine-ecs",
  "tencentcloud-cvm",
  "alicloud-ecs",
] as const satisfies readonly ServiceName[];
export type PluginService = (typeof pluginServices)[number];

/** The vendors' pages name 50 for the first two; they grant more on request. */
export const accountLimits = { "volcengine-ecs": 1_000, "alicloud-ecs": 1_000 };

/** `preview` has nothing to show. */
export const pluginSteps = ["create", "preview", "change", "drift repair", "destroy"] as const;
export type PluginStep = (typeof pluginSteps)[number];

/** One step, in the median of its repetitions. */
export interface PluginRow {
  readonly service: PluginService;
  readonly step: PluginStep;
  readonly images: number;
  readonly accounts: number;
  readonly latencyMs: number;
  readonly ms: number;
  /** The same command for an empty program, in turns with this one. */
  readonly emptyMs: number;
  /** The same calls by the vendor's SDK, its loading not counted. */
  readonly sdkMs: number;
  readonly calls: number;
  readonly processorMs: number | undefined;
  readonly peakBytes: number | undefined;
}

export interface PluginFigures {
  readonly rows: readonly PluginRow[];
  readonly start: PluginStart;
}

export async function comparePlugin(rig: Rig, sizes: Sizes): Promise<PluginFigures> {
  const { accounts, images, accountsPerImage, repeat } = sizes.plugin;
  const start = await measurePluginStart(rig.housekeeping, sizes.starts);
  const rows: PluginRow[] = [];
  for (const service of pluginServices) {
    for (const count of accounts) {
      const times = count === accountsPerImage ? repeat.aims : repeat.one;
      rows.push(...(await measure(rig, sizes, service, [1, count], times)));
    }
    for (const count of images)
      rows.push(...(await measure(rig, sizes, service, [count, accountsPerImage], repeat.many)));
  }
  return { rows, start };
}

const SDK_ROUNDS = 3;

async function measure(
  rig: Rig,
  sizes: Sizes,
  service: PluginService,
  [images, accounts]: readonly [images: number, accounts: number],
  repeat: number,
): Promise<PluginRow[]> {
  const all = shares(service, images, accounts);
  const common = { checkpoints: true, touched: 1, steps: pluginSteps, repeat };
  const empty: LifeRequest = { ...common, program: "empty", latencyMs: 0, sdk: false };
  const ours = sizes.plugin.latenciesMs.map(
    (latencyMs): LifeRequest => ({
      ...common,
      program: "plugin",
      latencyMs,
      sdk: true,
      sdkRounds: SDK_ROUNDS,
    }),
  );
  const lives = await rig.live(all, [empty, ...ours]);
  const floor = lives.get(empty);
  return ours.flatMap((request) => {
    const life = lives.get(request);
    const { latencyMs } = request;
    return life === undefined || floor === undefined
      ? []
      : rowsOf(life, floor, { service, images, accounts, latencyMs });
  });
}

function rowsOf(
  life: Life,
  floor: Life,
  about: Pick<PluginRow, "service" | "images" | "accounts" | "latencyMs">,
): PluginRow[] {
  return pluginSteps.flatMap((step) => {
    const own = life.steps[step satisfies StepName];
    const empty = floor.steps[step];
    if (own?.sdkMs === undefined || empty === undefined) return [];
    const { ms, sdkMs, calls, processorMs, peakBytes } = own;
    return [{ ...about, step, ms, emptyMs: empty.ms, sdkMs, calls, processorMs, peakBytes }];
  });
}
