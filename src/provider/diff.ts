/** Answers the engine's diff: does this share have to be changed, and whose access would that change? */
import { StrictPreviewFailed } from "../core/partial-messages";
import { imageLabel, shareId } from "../core/target";
import { type Properties, requireState } from "./inputs";
import type { ProviderSession, Tell } from "./session";

export interface DiffResult {
  readonly changes: boolean;
  /** Arguments because of which the share is replaced. */
  readonly replaces?: string[];
}

/** @throws ShareError when the cloud does not tell who has access; ConfigurationError */
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
  session.progress.compared(id, changes);
  // A refresh changes nobody's access, and read has said what it found.
  if (!isRefresh) {
    tell(shareId(state.target), lines);
    if (session.isStrictPreview && obstacles.length > 0) {
      throw new StrictPreviewFailed(imageLabel(state.target), obstacles);
    }
  }
  return replaces === undefined ? { changes } : { changes, replaces };
}
