/**
 * The vendors' request limits: counted over a sliding window, never more than N admitted calls in any window; or a bucket
 * of calls that is full at first and fills up again, where the vendor has such.
 */
import { actionOf, type Call, type RateLimit } from "./api";
import type { Settings } from "./settings";

export class RateLimits {
  /** Times of admitted calls, oldest first, by credential, service, (region) and action. */
  readonly #admitted = new Map<string, number[]>();

  readonly #buckets = new Map<string, { left: number; at: number }>();

  /** Undefined if the call may pass (it is then counted); else the time until it may. */
  acquire(call: Call, settings: Settings, now: number): number | undefined {
    const limit = limitOf(call, settings);
    if (limit === undefined) {
      return undefined;
    }
    const region = limit.scope === "region" ? call.region : "";
    const key = [call.credentialId, call.service?.name, region, call.action].join("\n");
    if (limit.burst !== undefined) {
      return this.#take(key, limit.calls / limit.perMs, limit.burst, now);
    }
    const recent = (this.#admitted.get(key) ?? []).filter((time) => time > now - limit.perMs);
    const oldest = recent[0];
    if (oldest !== undefined && recent.length >= limit.calls) {
      this.#admitted.set(key, recent);
      return oldest + limit.perMs - now;
    }
    this.#admitted.set(key, [...recent, now]);
    return undefined;
  }

  #take(key: string, refillPerMs: number, size: number, now: number): number | undefined {
    const { left, at } = this.#buckets.get(key) ?? { left: size, at: now };
    const filled = Math.min(size, left + Math.max(0, now - at) * refillPerMs);
    const isEnough = filled >= 1;
    this.#buckets.set(key, { left: filled - (isEnough ? 1 : 0), at: now });
    return isEnough ? undefined : Math.ceil((1 - filled) / refillPerMs);
  }

  clear(): void {
    this.#admitted.clear();
    this.#buckets.clear();
  }
}

function limitOf(call: Call, settings: Settings): RateLimit | undefined {
  if (settings.rateLimits === false) {
    return undefined;
  }
  const documented = actionOf(call.service, call.action)?.limit;
  if (settings.rateLimits === true) {
    return documented;
  }
  const own = settings.rateLimits[`${call.service?.name}/${call.action}`];
  return own === undefined ? undefined : { scope: documented?.scope ?? "region", ...own };
}
