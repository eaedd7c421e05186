/** What is compared with what. Each function runs one part of the benchmark and returns its rows. */
import { fewest, type Life, type StepName } from "./cycle.mts";
import { accountLimitOf, type Share, serviceNames, shares } from "./estate.mts";
import type { LifeRequest, Rig } from "./rig.mts";
import type { Sizes } from "./sizes.mts";

/** One step, beside its floors. */
export interface Row {
  readonly images: number;
  readonly accounts: number;
  readonly latencyMs: number;
  readonly step: StepName;
  readonly calls: number;
  readonly minimumCalls: number;
  readonly ms: number;
  /** The engine with as many resources that do nothing. */
  readonly engineMs: number;
  /** The same calls by the bare SDK. */
  readonly sdkMs: number;
  readonly sockets: number;
  readonly processorMs: number | undefined;
  readonly engineProcessorMs: number | undefined;
  readonly peakBytes: number | undefined;
  readonly enginePeakBytes: number | undefined;
  /** The same accounts as one resource each, where that was measured. */
  readonly today?: { readonly ms: number; readonly calls: number };
}

export interface ServiceRow {
  readonly service: string;
  readonly step: StepName;
  readonly calls: number;
  readonly minimumCalls: number;
}

export interface StateRow {
  readonly program: string;
  readonly resources: number;
  readonly bytesPerResource: number;
  readonly providerBytes: number;
}

const service = "tencentcloud-cvm";
const commonSteps: readonly StepName[] = ["create", "no-op", "change", "drift repair", "destroy"];
const everyStep: readonly StepName[] = [
  "create",
  "no-op",
  "no-op, serial diff",
  "preview",
  "change",
  "drift repair",
  "destroy",
];

/** One image with some accounts. */
export async function compareAccounts(rig: Rig, sizes: Sizes): Promise<{ rows: Row[]; state: StateRow[] }> {
  const rows: Row[] = [];
  const state: StateRow[] = [];
  for (const accounts of sizes.accounts) {
    const all = shares(service, 1, accounts);
    const common = { checkpoints: true, touched: 1, steps: commonSteps };
    const nothing = {
      ...common,
      program: "nothing",
      latencyMs: 0,
      repeat: sizes.repeat,
      sdk: false,
    } as const;
    const ours = sizes.latenciesMs.map((latencyMs) => {
      const repeat = latencyMs === 0 ? sizes.repeat : 1;
      return { ...common, program: "shares", latencyMs, repeat, sdk: true } as const;
    });
    const today = sizes.today
      .filter((one) => one.accounts === accounts)
      .map(({ latencyMs }) => {
        // The engine adds before it removes: of a full image, the vendor then refuses the new account.
        const isFull = accounts >= accountLimitOf(service);
        const steps = commonSteps.filter((step) => !(isFull && step === "change"));
        return { ...common, program: "one-per-account", latencyMs, repeat: 1, steps, sdk: false } as const;
      });
    const lives = await rig.live(all, [nothing, ...ours, ...today]);
    const floor = lives.get(nothing);
    for (const own of ours) {
      const same = today.find(({ latencyMs }) => latencyMs === own.latencyMs);
      const other = same === undefined ? undefined : lives.get(same);
      rows.push(...rowsOf(all, own.latencyMs, { ours: lives.get(own), floor, today: other }));
    }
    if (accounts === sizes.accountsPerImage) {
      for (const one of [nothing, ours[0], today[0]]) {
        const life = one === undefined ? undefined : lives.get(one);
        if (one !== undefined && life !== undefined) state.push({ program: one.program, ...life.state });
      }
    }
  }
  return { rows, state };
}

/** Many images, each with the same accounts; one of them changes. */
export async function compareImages(rig: Rig, sizes: Sizes): Promise<Row[]> {
  const rows: Row[] = [];
  for (const images of sizes.images) {
    const all = shares(service, images, sizes.accountsPerImage);
    const common = { checkpoints: false, touched: 1, repeat: 1 };
    const ours = sizes.latenciesMs.map((latencyMs) => {
      // Compared one after the other, a thousand images take the latency a thousand times.
      const isSlow = images * latencyMs > 10_000;
      const steps = everyStep.filter((step) => !(isSlow && step === "no-op, serial diff"));
      return { ...common, program: "shares", latencyMs, steps, sdk: true } as const;
    });
    const nothing = { ...common, program: "nothing", latencyMs: 0, steps: everyStep, sdk: false } as const;
    const lives = await rig.live(all, [nothing, ...ours]);
    const floor = lives.get(nothing);
    for (const own of ours) rows.push(...rowsOf(all, own.latencyMs, { ours: lives.get(own), floor }));
  }
  return rows;
}

/** An image of each service in one stack; all of them change. */
export async function countServices(rig: Rig, sizes: Sizes): Promise<ServiceRow[]> {
  const all = serviceNames.flatMap((name) => shares(name, 1, sizes.accountsPerImage));
  const common = { program: "shares", checkpoints: true, latencyMs: 0, repeat: 1, sdk: false } as const;
  const request: LifeRequest = { ...common, steps: commonSteps, touched: all.length };
  const life = (await rig.live(all, [request])).get(request);
  return all.flatMap((share) =>
    commonSteps.map((step) => ({
      service: share.service,
      step,
      calls: life?.steps[step]?.callsTo[share.service] ?? 0,
      minimumCalls: fewest(step, [share], 1),
    })),
  );
}

interface Lives {
  readonly ours: Life | undefined;
  readonly floor: Life | undefined;
  readonly today?: Life | undefined;
}

function rowsOf(all: readonly Share[], latencyMs: number, { ours, floor, today }: Lives): Row[] {
  return (Object.keys(ours?.steps ?? {}) as StepName[]).flatMap((step) => {
    const own = ours?.steps[step];
    // Nothing drifts where nothing is done; what follows is one update among many resources in both cases.
    const engine = floor?.steps[step === "drift repair" ? "change" : step];
    const other = today?.steps[step];
    if (own?.sdkMs === undefined || engine === undefined) return [];
    return {
      images: all.length,
      accounts: all[0]?.accounts.length ?? 0,
      latencyMs,
      step,
      calls: own.calls,
      minimumCalls: fewest(step, all, 1),
      ms: own.ms,
      engineMs: engine.ms,
      sdkMs: own.sdkMs,
      sockets: own.sockets,
      processorMs: own.processorMs,
      engineProcessorMs: engine.processorMs,
      peakBytes: own.peakBytes,
      enginePeakBytes: engine.peakBytes,
      ...(other === undefined ? {} : { today: { ms: other.ms, calls: other.calls } }),
    };
  });
}
