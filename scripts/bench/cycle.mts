/**
 * One life of a set of shares under the real engine, step by step: each with the time that it took, the calls that it
 * made, and, right after it, the same calls made by the bare SDK.
 */
import type { CallRecord, Emulator, ServiceName } from "pulumi-image-share/emulator";
import { fewestCalls, revokeOneByHand, type Share, seed, serviceNames, withOneReplaced } from "./estate.mts";
import { callByBareSdk } from "./fresh-process.mts";
import type { Housekeeping } from "./housekeeping.mts";
import { PARALLEL, type Stack, type StateSize, type Timing } from "./stack.mts";
import type { TrafficMeter } from "./traffic.mts";
import type { LoggedCall } from "./vendor-sdks.mts";

export type StepName =
  | "preview of new"
  | "create"
  | "no-op"
  | "no-op, serial diff"
  | "preview"
  | "change"
  | "drift repair"
  | "refresh"
  | "destroy";

/** What one step came to. */
export interface Measurement extends Timing {
  readonly calls: number;
  readonly callsTo: Partial<Record<ServiceName, number>>;
  readonly sockets: number;
  /** The same calls by the bare SDK, as many at a time as the engine has; undefined where that was not asked for. */
  readonly sdkMs: number | undefined;
}

export interface Life {
  readonly steps: Partial<Record<StepName, Measurement>>;
  readonly state: StateSize;
}

/** What every life needs. */
export interface Ground {
  readonly emulator: Emulator;
  readonly traffic: TrafficMeter;
  readonly housekeeping: Housekeeping;
}

export interface LifeOptions {
  /** In the order of life: `create` first, `destroy` last. */
  readonly steps: readonly StepName[];
  /** How many of the images change, and drift, by one account each. */
  readonly touched: number;
  /** Whether the calls are made again by the bare SDK. */
  readonly sdk: boolean;
}

export async function live(
  ground: Ground,
  stack: Stack,
  all: readonly Share[],
  { steps, touched, sdk }: LifeOptions,
): Promise<Life> {
  const replaced = withOneReplaced(all, touched);
  const last = steps.includes("change") ? replaced : all;
  const prepare: Partial<Record<StepName, () => void>> = {
    change: () => stack.setShares(replaced),
    "drift repair": () => revokeOneByHand(ground.emulator, last, touched),
  };
  seed(ground.emulator, all);
  stack.setShares(all);
  const measured: Partial<Record<StepName, Measurement>> = {};
  let state: StateSize | undefined;
  for (const step of steps) {
    if (step === "destroy") state = await stack.stateSize();
    prepare[step]?.();
    // The engine compares one resource after the other; the SDK then has no more than one call at a time either.
    const concurrency = sdk ? (step === "no-op, serial diff" ? 1 : PARALLEL) : undefined;
    measured[step] = await measure(ground, () => run(stack, step), concurrency);
  }
  if (state === undefined) throw new Error("a life that does not end with destroy");
  return { steps: measured, state };
}

function run(stack: Stack, step: StepName): Promise<Timing> {
  if (step === "preview" || step === "refresh" || step === "destroy") return stack.time(step);
  if (step === "preview of new") return stack.time("preview");
  return stack.time("up", step !== "no-op, serial diff");
}

/** The fewest calls of a step, all images together. */
export function fewest(step: StepName, all: readonly Share[], touched: number): number {
  const counts = all.map(({ service, accounts: { length } }, index) => {
    const one = index < touched ? 1 : 0;
    if (step === "preview of new") return fewestCalls(service, { before: 0, add: 0, remove: 0 });
    if (step === "create") return fewestCalls(service, { before: 0, add: length, remove: 0 });
    if (step === "destroy") return fewestCalls(service, { before: length, add: 0, remove: length });
    if (step === "change") return fewestCalls(service, { before: length, add: one, remove: one });
    if (step === "drift repair") return fewestCalls(service, { before: length - one, add: one, remove: 0 });
    return fewestCalls(service, { before: length, add: 0, remove: 0 });
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

/** @param concurrency how many calls at a time the bare SDK has; undefined: it is not asked */
async function measure(
  ground: Ground,
  step: () => Promise<Timing>,
  concurrency: number | undefined,
): Promise<Measurement> {
  const { emulator, traffic } = ground;
  const before = concurrency === undefined ? [] : snapshot(emulator);
  emulator.clearCalls();
  traffic.reset();
  const timing = await step();
  const { sockets } = traffic;
  const all = emulator.calls();
  // One identity call per process and credentials is not among the fewest calls of an image.
  const calls = all.filter(isImageCall);
  const refused = all.find(({ outcome }) => outcome.kind !== "ok");
  if (refused !== undefined) throw new Error(`a call was refused: ${JSON.stringify(refused)}`);
  const measured = { ...timing, sockets, calls: calls.length, callsTo: countedByService(calls) };
  if (concurrency === undefined) return { ...measured, sdkMs: undefined };
  const after = snapshot(emulator);
  restore(emulator, before);
  const sdkMs = await repeatByBareSdk(ground, calls, concurrency);
  restore(emulator, after);
  return { ...measured, sdkMs };
}

function snapshot(emulator: Emulator) {
  return emulator.images().map(({ snapshots: _, ...image }) => ({ ...image, accounts: [...image.accounts] }));
}

function restore(emulator: Emulator, images: ReturnType<typeof snapshot>): void {
  for (const image of images) emulator.putImage(image);
}

type ImageCall = CallRecord & { readonly service: ServiceName };

function isImageCall(call: CallRecord): call is ImageCall {
  return serviceNames.some((name) => name === call.service);
}

function countedByService(calls: readonly ImageCall[]): Partial<Record<ServiceName, number>> {
  const counts: Partial<Record<ServiceName, number>> = {};
  for (const { service } of calls) counts[service] = (counts[service] ?? 0) + 1;
  return counts;
}

function repeatByBareSdk(
  { emulator, housekeeping }: Ground,
  calls: readonly ImageCall[],
  concurrency: number,
): Promise<number> {
  const chains = new Map<string, LoggedCall[]>();
  for (const call of calls) {
    const key = `${call.service} ${call.imageIds.join()}`;
    const chain = chains.get(key) ?? [];
    const { service, region, action, parameters } = call;
    chain.push({ service, region, action, parameters });
    chains.set(key, chain);
  }
  const { id, secret } = emulator.credentials;
  const access = { endpoint: `127.0.0.1:${emulator.port}`, id, secret };
  return callByBareSdk({ access, chains: [...chains.values()], concurrency }, housekeeping);
}
