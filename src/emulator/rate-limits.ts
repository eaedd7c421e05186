/** The vendors' request limits, counted over a sliding window: never more than N admitted calls in any window. */
import { actionOf, type Call, type RateLimit } from "./api";
import type { Settings } from "./settings";

export class RateLimits {
  /** Times of admitted calls, oldest first, by credential, service, (region) and action. */
  readonly #admitted = new Map<string, number[]>();

  /** Undefined when the call may pass (it is then counted); else how long until it could. */
  admit(call: Call, settings: Settings, now: number): number | undefined {
    const limit = limitOf(call, settings);
    if (limit === undefined) {
      return undefined;
    }
    const region = limit.scope === "region" ? call.region : "";
    const key = [call.credentialId, call.service?.name, region, call.action].join("\n");
    const recent = (this.#admitted.get(key) ?? []).filter((time) => time > now - limit.perMs);
    const oldest = recent[0];
    if (oldest !== undefined && recent.length >= limit.calls) {
      this.#admitted.set(key, recent);
      return oldest + limit.perMs - now;
    }
    this.#admitted.set(key, [...recent, now]);
    return undefined;
  }

  clear(): void {
    this.#admitted.clear();
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
