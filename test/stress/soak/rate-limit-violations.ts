/** Whether one process kept to what the vendor allows, where the vendor says how much that is. */
import { meaningOf, type RateLimit, type ServiceFacts } from "../../../src/core/service-facts";
import type { CallRecord } from "../../../src/emulator";
import type { World } from "./world";

export function rateLimitViolations({ facts, calls }: World): string[] {
  const keys = new Set(calls.map(({ credentialId }) => credentialId));
  return [...keys].flatMap((key) =>
    liesOf(
      calls.filter(({ credentialId }) => credentialId === key),
      facts,
    ),
  );
}

/** @param calls all with the same key */
function liesOf(calls: readonly CallRecord[], facts: ServiceFacts): string[] {
  return Object.entries(facts.rateLimits).flatMap(([action, rateLimit]) => {
    const counted = calls.filter((call) => call.action === action && !isRefused(call, facts));
    const times = counted.map(({ time }) => time);
    return isOver(times, rateLimit)
      ? [`more than ${rateLimit.calls} calls of ${action} in ${rateLimit.perMs / 1000} s`]
      : [];
  });
}

/** The vendor does not count a call that it refuses for its limit. Alibaba Cloud's codes are known by the word. */
function isRefused({ outcome: { kind, code, status } }: CallRecord, { errors }: ServiceFacts): boolean {
  const isThrottled =
    code !== undefined && (code.includes("Throttling") || meaningOf(errors, code) === "throttled");
  return kind === "error" && (isThrottled || status === 429);
}

function isOver(times: readonly number[], { calls, perMs, burst }: RateLimit): boolean {
  if (burst === undefined) {
    return times.some((time, index) => time - (times[index - calls] ?? Number.NEGATIVE_INFINITY) < perMs);
  }
  // A bucket: from any call on, no more than what was in it at most, and what has flowed in since.
  return times.some((begin, first) =>
    times.some(
      (time, last) => last - first + 1 > burst + Math.max(0, time - begin) * (calls / perMs) && last >= first,
    ),
  );
}
