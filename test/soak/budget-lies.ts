/** Whether one process kept to what the vendor allows, where the vendor says how much that is. */
import type { World } from "./world";

export function budgetLies({ facts, calls }: World): string[] {
  return Object.entries(facts.budgets).flatMap(([action, budget]) => {
    const times = calls.filter((call) => call.action === action).map(({ time }) => time);
    const isOver = times.some((time, index) => {
      const earlier = times[index - budget.calls];
      return earlier !== undefined && time - earlier < budget.perMs;
    });
    return isOver ? [`more than ${budget.calls} calls of ${action} in ${budget.perMs / 1000} s`] : [];
  });
}
