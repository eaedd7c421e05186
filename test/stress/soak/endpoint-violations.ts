/** A share that was made at one endpoint, in a run that calls another: nothing is asked of the image there. */
import type { CallRecord } from "../../../src/emulator";
import { topicOf } from "./counts";
import type { Asked } from "./engine";

/** Whether the product has to do without a call; what moves is made anew, and compared with what is there. */
export function mustNotAsk({ displaced, method }: Asked): boolean {
  return displaced === "refused" || method === "read" || method === "delete" || method === "diff";
}

export function placeLies(
  { displaced, method, error, stateBefore, stateAfter }: Asked,
  calls: readonly CallRecord[],
) {
  const lies: string[] = [];
  const mayLook = displaced === "moving" && method === "diff";
  if (calls.length > 0 && !mayLook) lies.push("called another endpoint than the share was made at");
  if (displaced === "refused" && (error === undefined || topicOf(error.message) !== "wrong-endpoint")) {
    lies.push(`another endpoint is not refused: ${error?.message}`);
  }
  if (displaced === "moving" && method === "read" && stateAfter?.endpoint !== stateBefore?.endpoint) {
    lies.push("a refresh has moved the share");
  }
  return lies;
}
