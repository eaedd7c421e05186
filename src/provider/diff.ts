/** The engine's diff: whether the share changes, and whose access that changes. */
import { difference } from "../core/accounts";
import { lastListedIn } from "../core/goal";
import { listedIn } from "../core/managed-parts";
import { StrictPreviewFailed } from "../core/partial-messages";
import { imageLabel, shareId } from "../core/target";
import { knownPart } from "../core/unknown-values";
import { type Properties, requireState, unknownValue } from "./inputs";
import { upcomingCalls } from "./run-progress";
import type { ProviderSession, Tell } from "./session";

export interface DiffResult {
  readonly changes: boolean;
  /** Changed arguments that replace the share. */
  readonly replaces?: string[];
}

/** @throws ShareError if access cannot be read; ConfigurationError */
export async function diffShare(
  session: ProviderSession,
  id: string,
  olds: Properties,
  news: Properties,
  tell: Tell,
): Promise<DiffResult> {
  const state = requireState(id, olds);
  const isRefresh = session.refreshed.has(id);
  const found = await session.changePreview.ofExistingShare(state, olds, news, { isRefresh });
  const { lines, obstacles, changes, replaces } = found;
  const { args } = knownPart(news, unknownValue);
  const [before, after] = [lastListedIn(state), listedIn(args)];
  const plan = { add: difference(after, new Set(before)), remove: difference(before, new Set(after)) };
  const facts = session.app.connections.factsOf(state.target.service);
  session.progress.compared(id, changes, upcomingCalls(facts, args, plan));
  // A refresh changes no access, and read has printed its lines.
  if (!isRefresh) {
    tell(shareId(state.target), lines);
    if (session.isStrictPreview && obstacles.length > 0) {
      throw new StrictPreviewFailed(imageLabel(state.target), obstacles);
    }
  }
  return replaces === undefined ? { changes } : { changes, replaces };
}
