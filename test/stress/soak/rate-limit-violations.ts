/** Whether one process kept to what the vendor allows, where the vendor says how much that is. */
import type { ServiceFacts } from "../../../src/core/service-facts";
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
    const times = calls.filter((call) => call.action === action).map(({ time }) => time);
    const isOver = times.some((time, index) => {
      const earlier = times[index - rateLimit.calls];
      return earlier !== undefined && time - earlier < rateLimit.perMs;
    });
    return isOver ? [`more than ${rateLimit.calls} calls of ${action} in ${rateLimit.perMs / 1000} s`] : [];
  });
}
