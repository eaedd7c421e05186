/** The two hosts of the provider beside each other, and beside the engine with resources that do nothing. */
import type { Life, Measurement, StepName } from "./cycle.mts";
import { shares } from "./estate.mts";
import { measurePluginStart, type PluginStart } from "./plugin-start.mts";
import type { ProgramName } from "./project.mts";
import type { LifeRequest, Rig } from "./rig.mts";
import type { Sizes } from "./sizes.mts";
import type { StateSize } from "./stack.mts";

/** What is compared: the plugin from YAML, the dynamic resource from JavaScript, and a dynamic provider that does nothing. */
const programs = ["plugin", "shares", "nothing"] as const satisfies readonly ProgramName[];
export type HostProgram = (typeof programs)[number];

export interface HostRow {
  readonly images: number;
  readonly latencyMs: number;
  readonly step: StepName;
  readonly measured: Readonly<Partial<Record<HostProgram, Measurement>>>;
}

export interface HostState {
  readonly images: number;
  readonly sizes: Readonly<Partial<Record<HostProgram, StateSize>>>;
}

export interface HostsFigures {
  readonly rows: readonly HostRow[];
  readonly state: readonly HostState[];
  readonly start: PluginStart;
}

const service = "tencentcloud-cvm";
const steps: readonly StepName[] = [
  "preview of new",
  "create",
  "no-op",
  "preview",
  "change",
  "refresh",
  "destroy",
];

export async function compareHosts(rig: Rig, sizes: Sizes): Promise<HostsFigures> {
  const start = await measurePluginStart(rig.housekeeping, sizes.starts);
  const rows: HostRow[] = [];
  const state: HostState[] = [];
  for (const { images, latencyMs } of sizes.hosts) {
    const lives = await livesOf(rig, sizes, images, latencyMs);
    rows.push(
      ...steps.map((step) => ({ images, latencyMs, step, measured: of(lives, (life) => life.steps[step]) })),
    );
    if (latencyMs === 0 && images > 0) state.push({ images, sizes: of(lives, (life) => life.state) });
  }
  return { rows, state, start };
}

type Lives = ReadonlyMap<HostProgram, Life>;

async function livesOf(rig: Rig, sizes: Sizes, images: number, latencyMs: number): Promise<Lives> {
  const all = shares(service, images, sizes.accountsPerShare);
  // Of few images the whole run is short, and a busy moment of the machine weighs most.
  const repeat = images <= 1 ? sizes.repeat : 1;
  const common = { checkpoints: false, latencyMs, steps, touched: images, repeat, sdk: false };
  const requests = programs.map((program): LifeRequest & { program: HostProgram } => ({
    ...common,
    program,
  }));
  const lived = await rig.live(all, requests);
  return new Map(
    requests.flatMap((request) => {
      const life = lived.get(request);
      return life === undefined ? [] : [[request.program, life] as const];
    }),
  );
}

function of<Part>(lives: Lives, part: (life: Life) => Part | undefined): Partial<Record<HostProgram, Part>> {
  const parts: Partial<Record<HostProgram, Part>> = {};
  for (const [program, life] of lives) {
    const found = part(life);
    if (found !== undefined) parts[program] = found;
  }
  return parts;
}
