/** The share manager returns what happened; these put it in the lines that its callers print, among all others. */
import type { ShareManager } from "../../../src/converge/share-manager";
import { ownerLines } from "../../../src/core/owner";
import { closedLines, revokedLines } from "../../../src/core/result-messages";
import type { ApplyRequest, RevokeRequest } from "../../../src/core/share-request";
import type { ModelCloud } from "./model-cloud";

export async function revokeTold(
  cloud: ModelCloud,
  manager: ShareManager,
  request: RevokeRequest,
): Promise<void> {
  cloud.lines.push(...revokedLines(request, await manager.revoke(request)));
}

export async function applyTold(
  cloud: ModelCloud,
  manager: ShareManager,
  request: ApplyRequest,
): Promise<void> {
  const { target, goal } = request;
  const { closed, owner } = await manager.apply(request);
  cloud.lines.push(...closedLines(target, closed), ...ownerLines(target, goal.listed, owner));
}
