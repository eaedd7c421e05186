/** A share that was made at one endpoint, in a run that calls another: nothing is asked of the image there. */
import type { CallRecord } from "../../../src/emulator";
import { topicOf } from "./counts";
import type { Asked } from "./engine";

/** Whether the product has to do without a call; what moves is made anew, and compared with what is there. */
export function mustNotAsk({ displaced, method }: Asked): boolean {
  return displaced === "refused" || method === "read" || method === "delete" || method === "diff";
}

export function placeViolations(
  { displaced, method, error, stateBefore, stateAfter }: Asked,
  calls: readonly CallRecord[],
) {
  const violations: string[] = [];
  const mayLook = displaced === "moving" && method === "diff";
  if (calls.length > 0 && !mayLook) violations.push("called another endpoint than the share was made at");
  if (displaced === "refused" && (error === undefined || topicOf(error.message) !== "wrong-endpoint")) {
    violations.push(`another endpoint is not refused: ${error?.message}`);
  }
  if (displaced === "moving" && method === "read" && stateAfter?.endpoint !== stateBefore?.endpoint) {
    violations.push("a refresh has moved the share");
  }
  return violations;
}
