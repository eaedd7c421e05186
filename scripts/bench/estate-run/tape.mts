/** The calls that arrived at the emulator, as far as limits and progress need them. */
import { performance } from "node:perf_hooks";
import type { CallRecord, ServiceName } from "pulumi-image-share/emulator";
import { isIdentityCall } from "../../../test/support/services/index.ts";
import { limits } from "./limits.mts";

/** One call, when it had been answered. */
export interface TapedCall {
  /** Milliseconds, by `performance.now()`. */
  readonly at: number;
  readonly service: ServiceName;
  readonly action: string;
  /** Of the image, unlike those of all others. */
  readonly image: string;
  readonly isWrite: boolean;
  /** Whether the vendor refused it because of its limit. */
  readonly throttled: boolean;
  /** The vendor's code of any other refusal. */
  readonly refusal: string | undefined;
}

export function imageKey(service: string, imageId = ""): string {
  return `${service}/${imageId}`;
}

const throttling = /Throttling|RequestLimitExceeded|FlowLimit/;

export class Tape {
  #calls: TapedCall[] = [];

  /** For the emulator's `onCall`. */
  readonly record = (call: CallRecord): void => {
    if (isIdentityCall(call) || call.service === undefined) return;
    const { action, imageIds, outcome } = call;
    const throttled = throttling.test(outcome.code ?? "");
    this.#calls.push({
      at: performance.now(),
      service: call.service as ServiceName,
      action,
      image: imageKey(call.service, imageIds[0]),
      isWrite: !/^(Describe|List)/.test(action),
      throttled,
      refusal: outcome.kind === "ok" || throttled ? undefined : (outcome.code ?? outcome.kind),
    });
  };

  since(moment: number): readonly TapedCall[] {
    return this.#calls.filter(({ at }) => at >= moment);
  }

  /** When calls of limited actions passed before a moment, in milliseconds from it. */
  passedBefore(moment: number): Map<string, number[]> {
    const passed = new Map<string, number[]>();
    for (const { service, action, at, throttled } of this.#calls) {
      const key = `${service}/${action}`;
      if (throttled || at > moment || limits[key] === undefined) continue;
      passed.set(key, [...(passed.get(key) ?? []).slice(-limits[key].calls + 1), at - moment]);
    }
    return passed;
  }
}
