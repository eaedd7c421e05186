/** `npm run bench -- --estate`: 200 images of four services under the vendors' documented limits. */
import { startEmulator } from "pulumi-image-share/emulator";
import { sections } from "../../../test/support/services/index.ts";
import type { EngineInstall } from "../../engine/ensure.mts";
import type { Housekeeping } from "../housekeeping.mts";
import { Stack } from "../stack.mts";
import { type Operation, operate, type StepFigures } from "./operate.mts";
import { measureSlots, type SlotFigures } from "./slots.mts";
import { Tape } from "./tape.mts";

export type EstateHost = "plugin" | "dynamic";

export interface EstateOptions {
  readonly host: EstateHost;
  /** How many resources the engine works on at a time. */
  readonly parallel: number;
  /** 1 for all 200 images. */
  readonly scale: number;
}

export interface EstateFigures extends EstateOptions {
  readonly latencyMs: number;
  readonly slots: readonly SlotFigures[];
  readonly steps: readonly StepFigures[];
}

const LATENCY_MS = 50;
/** The engine's default on four processors, and what the documentation advises where one service is slow. */
const slotCounts = [16, 64];

export async function measureEstate(
  engine: EngineInstall,
  housekeeping: Housekeeping,
  progress: (line: string) => void,
  options: EstateOptions,
): Promise<EstateFigures> {
  const { host, parallel } = options;
  const slots: SlotFigures[] = [];
  for (const count of slotCounts)
    slots.push(
      await withOperation(engine, housekeeping, progress, { ...options, parallel: count }, measureSlots),
    );
  progress(`the ${host} host at --parallel ${parallel}`);
  const steps = await withOperation(engine, housekeeping, progress, options, operate);
  return { ...options, latencyMs: LATENCY_MS, slots, steps };
}

/** Each with a vendor that has seen no call yet, and a stack of its own. */
async function withOperation<Result>(
  engine: EngineInstall,
  housekeeping: Housekeeping,
  progress: (line: string) => void,
  { host, parallel, scale }: EstateOptions,
  run: (operation: Operation) => Promise<Result>,
): Promise<Result> {
  const tape = new Tape();
  const emulator = await startEmulator({ rateLimits: true, latencyMs: LATENCY_MS, onCall: tape.record });
  try {
    const program = host === "plugin" ? "plugin" : "shares";
    const config = { "image-share:endpoint": emulator.url, ...sections(emulator.credentials) };
    const folder = `estate-${run.name}-${parallel}`;
    const stack = await Stack.create(engine, { program, config, checkpoints: true, folder }, housekeeping);
    return await run({ emulator, tape, stack, parallel, scale, name: host, progress });
  } finally {
    await emulator.close();
  }
}
