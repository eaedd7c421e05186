/** The engine's delete: revokes the resource's accounts, and names those that keep access, with the reason. */
import { requestFromState } from "../app/request";
import { leftOutIn } from "../core/goal";
import { leftOutLines } from "../core/plan-messages";
import { leaveLine } from "../core/recorded-endpoint";
import { revokedLines } from "../core/result-messages";
import { type Properties, requireState } from "./inputs";
import { movedShare } from "./moved-shares";
import type { ProviderSession } from "./session";

/** An image that is gone is a success. @throws ShareError, ConfigurationError */
export async function deleteShare(
  { app, progress }: ProviderSession,
  id: string,
  properties: Properties,
  tell: (lines: readonly string[]) => void,
): Promise<void> {
  progress.begun(id);
  const state = requireState(id, properties);
  const left = movedShare(app, state, state.credentials, { isOfLastRun: true });
  if (left !== undefined) return tell([leaveLine(left)]);
  const request = requestFromState(state);
  const revoked = await app.manager.revoke(request);
  tell([...revokedLines(request, revoked), ...leftOutLines(state.target, leftOutIn(state))]);
}
