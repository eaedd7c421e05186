/** How soon the images of fast services are done while those of a slow one wait for its limit in the engine's slots. */
import { performance } from "node:perf_hooks";
import { seed } from "../estate.mts";
import { runCommand } from "./engine-command.mts";
import { callsNeeded, countOf } from "./limits.mts";
import { logs, type Operation } from "./operate.mts";
import { imageKey, type TapedCall } from "./tape.mts";
import { estateOf, slowService } from "./workload.mts";

export interface SlotFigures {
  readonly parallel: number;
  /** Images of the other services. */
  readonly others: number;
  /** When the last of them had been made. */
  readonly othersDoneMs: number;
  /** How many of them had not had a call after 40 s. */
  readonly notBegun: number;
}

const LOOK_AT_MS = 40_000;

/** A first `up` of a new stack, which is killed once the other services' images are done. */
export async function measureSlots(operation: Operation): Promise<SlotFigures> {
  const { emulator, stack, tape, scale, parallel, name, progress } = operation;
  const all = estateOf(scale);
  const others = all.filter(({ service }) => service !== slowService);
  seed(emulator, all);
  stack.setShares(all);
  const needed = countOf(callsNeeded(others, () => [], false));
  const begun = performance.now();
  let notBegun: number | undefined;
  const countNotBegun = (calls: readonly TapedCall[]) => {
    const started = new Set(calls.map(({ image }) => image));
    return others.filter(({ service, imageId }) => !started.has(imageKey(service, imageId))).length;
  };
  const { othersDoneMs } = await runCommand(stack, tape, "up", {
    parallel,
    log: `${logs}/${name}/slots-${parallel}.log`,
    stop: {
      by: "SIGKILL",
      when(calls) {
        if (performance.now() - begun >= LOOK_AT_MS) notBegun ??= countNotBegun(calls);
        return (
          calls.filter(({ service, throttled }) => service !== slowService && !throttled).length >= needed
        );
      },
    },
  });
  progress(`--parallel ${parallel}: the other ${others.length} images done after ${othersDoneMs / 1000} s`);
  return { parallel, others: others.length, othersDoneMs, notBegun: notBegun ?? 0 };
}
