/** A live run in this process against an emulator, in virtual time for the run's own pauses. */
import { Ground, type Plan } from "../../../scripts/live/ground.ts";
import type { CallProvider } from "../../../scripts/live/life-cycle.ts";
import { liveRun, type Results } from "../../../scripts/live/run.ts";
import { findService } from "../../../src/backends/registry";
import type { ProbeName } from "../../../src/core/assumptions";
import type { Backend } from "../../../src/core/backend";
import { type CallRecord, type Emulator, type SettingsChanges, startEmulator } from "../../../src/emulator";
import { DynamicProvider } from "../../../src/provider/dynamic/provider";
import { accountsOf, type Subject } from "../../support/services";

const KEY = { id: "live", secret: "secret-of-the-live-run" };

export interface Bench {
  readonly emulator: Emulator;
  readonly ground: Ground;
  /** Who has access before the run. */
  readonly before: readonly string[];
  readonly interruption: AbortController;
  /** In milliseconds. */
  now(): number;
  run(only?: readonly ProbeName[]): Promise<Results>;
}

interface Setup {
  readonly settings?: SettingsChanges;
  readonly onCall?: (call: CallRecord) => void;
  /** Replaces methods of the backend. */
  readonly backend?: Partial<Backend>;
}

/** Emulators of the tests; `closeAll` belongs into afterEach. */
const started: Emulator[] = [];

export async function closeAll(): Promise<void> {
  await Promise.all(started.splice(0).map((emulator) => emulator.close()));
}

export async function setUp(subject: Subject, setup: Setup = {}): Promise<Bench> {
  let now = Date.now();
  const emulator = await startEmulator({
    rateLimits: false,
    credentials: [KEY],
    clock: { now: () => now },
    onCall: setup.onCall,
    ...setup.settings,
  } as Parameters<typeof startEmulator>[0]);
  started.push(emulator);
  const before = accountsOf(subject, 4000, 4003);
  emulator.putImage({ ...subject.target, accounts: before });
  const { service } = subject.target;
  const entry = findService(service);
  if (entry === undefined) throw new Error(`the registry has no ${service}`);
  const credentials = subject.section(KEY);
  const opened = await entry.open({ credentials, endpoint: new URL(emulator.url) });
  const interruption = new AbortController();
  const [one = "", other = "", strange = ""] = accountsOf(subject, 4100, 4103);
  const plan: Plan = {
    // No waiting for rate limits, which the emulator does not have here.
    facts: { ...entry.facts, rateLimits: {} },
    backend: { ...opened, ...setup.backend },
    target: subject.target,
    accounts: [one, other],
    strange,
    time: {
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    },
    signal: interruption.signal,
  };
  emulator.configure({ unknownAccounts: [strange] });
  const settings = {
    "image-share:endpoint": emulator.url,
    [`image-share:${subject.cloud}`]: JSON.stringify(credentials),
  };
  const ground = await Ground.survey(plan);
  return {
    emulator,
    ground,
    before,
    interruption,
    now: () => now,
    run: (only) => liveRun(ground, { callProvider, settings, only, say: () => undefined }),
  };
}

const callProvider: CallProvider = async (method, settings, args) => {
  const provider = new DynamicProvider({ keys: Object.keys(settings), get: (key) => settings[key] });
  const methods = provider as unknown as Record<typeof method, (...args: unknown[]) => Promise<unknown>>;
  return methods[method](...args);
};

export function verdicts({ assumptions }: Results, name: ProbeName): string[] {
  return assumptions.filter(({ probe }) => probe === name).map(({ verdict }) => verdict);
}
