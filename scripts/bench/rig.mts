/** What all measurements stand on: one emulator, and a stack of each program. */
import { type Emulator, type EmulatorOptions, startEmulator } from "pulumi-image-share/emulator";
import { actionsOf, everySubject, sections } from "../../test/support/services/index.ts";
import type { EngineInstall } from "../engine/ensure.mts";
import { type Ground, type Life, type LifeOptions, live, type Measurement, type StepName } from "./cycle.mts";
import { type Share, seed } from "./estate.mts";
import type { Housekeeping } from "./housekeeping.mts";
import type { ProgramName } from "./project.mts";
import { Stack } from "./stack.mts";
import { TrafficMeter } from "./traffic.mts";

/** No limits on either side: else every table would show the vendor's, and nothing of ours. */
const emulatorOptions: EmulatorOptions = { rateLimits: false };
const unlimited = { calls: 100_000, perMs: 1_000 };
const rateLimits = Object.fromEntries(
  everySubject.map((subject) => [
    subject.target.service,
    Object.fromEntries(actionsOf(subject).map((action) => [action, unlimited])),
  ]),
);

export type Configuration = Readonly<Record<string, unknown>>;

export interface LifeRequest extends LifeOptions {
  readonly program: ProgramName;
  readonly checkpoints: boolean;
  readonly latencyMs: number;
  readonly repeat: number;
  /** In how many of the rounds the bare SDK makes the calls again, where it does at all; undefined: in each. */
  readonly sdkRounds?: number;
}

export interface RigOptions {
  /** Accounts of an image, by service, where the vendor is taken to grant more than its page says. */
  readonly accountLimits?: Readonly<Record<string, number>>;
}

export class Rig {
  readonly housekeeping: Housekeeping;
  readonly #engine: EngineInstall;
  readonly #emulator: Emulator;
  readonly #traffic: TrafficMeter;
  readonly #report: (line: string) => void;
  readonly #stacks = new Map<string, Promise<Stack>>();
  readonly #options: RigOptions;

  private constructor(
    engine: EngineInstall,
    emulator: Emulator,
    housekeeping: Housekeeping,
    report: (line: string) => void,
    options: RigOptions,
  ) {
    this.#options = options;
    this.#engine = engine;
    this.#emulator = emulator;
    this.#traffic = new TrafficMeter(emulator.port);
    this.housekeeping = housekeeping;
    this.#report = report;
  }

  static async create(
    engine: EngineInstall,
    housekeeping: Housekeeping,
    report: (line: string) => void,
    options: RigOptions = {},
  ): Promise<Rig> {
    const { accountLimits: quotas = {} } = options;
    const emulator = await startEmulator({ ...emulatorOptions, quotas });
    return new Rig(engine, emulator, housekeeping, report, options);
  }

  /** Of a stack that reaches the emulator. */
  get config(): Configuration {
    const { url, credentials } = this.#emulator;
    const { accountLimits } = this.#options;
    return {
      "image-share:endpoint": url,
      ...sections(credentials),
      "image-share:rateLimits": rateLimits,
      ...(accountLimits === undefined ? {} : { "image-share:limits": accountLimits }),
    };
  }

  /** These images and no others, shared with nobody. */
  seed(shares: readonly Share[]): void {
    seed(this.#emulator, shares);
  }

  /**
   * One life for each request, or the medians of some: in turns, so that a busy minute of the machine does not fall on
   * one of those that are compared alone.
   */
  async live(shares: readonly Share[], requests: readonly LifeRequest[]): Promise<Map<LifeRequest, Life>> {
    const lives = new Map(requests.map((request) => [request, [] as Life[]]));
    const rounds = Math.max(...requests.map(({ repeat }) => repeat));
    for (let round = 1; round <= rounds; round++) {
      for (const [request, lived] of lives)
        if (round <= request.repeat) lived.push(await this.#liveOnce(shares, request, round));
    }
    return new Map([...lives].map(([request, lived]) => [request, medianOf(lived)]));
  }

  async #liveOnce(shares: readonly Share[], request: LifeRequest, round: number): Promise<Life> {
    const { program, checkpoints, latencyMs, repeat } = request;
    const accounts = shares[0]?.accounts.length ?? 0;
    const again = repeat > 1 ? `, ${round} of ${repeat}` : "";
    this.#report(`${program}: images ${shares.length}, accounts ${accounts}, ${latencyMs} ms${again}`);
    const stack = await this.#stack(program, checkpoints);
    this.#emulator.configure({ latencyMs });
    const { housekeeping } = this;
    const ground: Ground = { emulator: this.#emulator, traffic: this.#traffic, housekeeping };
    const sdk = request.sdk && round <= (request.sdkRounds ?? repeat);
    return live(ground, stack, shares, { ...request, sdk });
  }

  async close(): Promise<void> {
    this.#traffic.close();
    await this.#emulator.close();
  }

  #stack(program: ProgramName, checkpoints: boolean): Promise<Stack> {
    const key = `${program} ${checkpoints}`;
    const known = this.#stacks.get(key);
    if (known !== undefined) return known;
    const stack = Stack.create(
      this.#engine,
      { program, config: this.config, checkpoints },
      this.housekeeping,
    );
    this.#stacks.set(key, stack);
    return stack;
  }
}

/** Step by step, since a busy moment spoils one step and not a whole life. */
function medianOf(lives: readonly Life[]): Life {
  const [first] = lives;
  if (first === undefined) throw new Error("no life was lived");
  const steps: Partial<Record<StepName, Measurement>> = {};
  for (const name of Object.keys(first.steps) as StepName[]) {
    const measured = lives.flatMap((life) => life.steps[name] ?? []);
    const middle = middleOf(measured, ({ ms }) => ms);
    const sdkMs = middleOf(
      measured.flatMap((one) => one.sdkMs ?? []),
      (ms) => ms,
    );
    if (middle !== undefined) steps[name] = { ...middle, sdkMs };
  }
  return { steps, state: first.state };
}

/** The lower one of two in the middle. */
function middleOf<Item>(items: readonly Item[], measure: (item: Item) => number): Item | undefined {
  const sorted = [...items].sort((left, right) => measure(left) - measure(right));
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
