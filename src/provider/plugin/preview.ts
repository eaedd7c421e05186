/** Answers create and update at a preview: says what an `up` would do, and fails where it has to. */
import { targetOf } from "../../core/goal";
import { type PreviewLines, StrictPreviewFailed } from "../../core/partial-messages";
import { imageLabel, shareId } from "../../core/target";
import { isTargetUnknown, knownPart, partialLabel } from "../../core/unknown-values";
import { type Properties, requireState, unknownValue } from "../inputs";
import type { ProviderSession } from "../session";

type TellNow = (lines: readonly string[]) => void;

/** @returns the id that the share will have; empty while it is not known. @throws StrictPreviewFailed */
export async function previewCreate(
  session: ProviderSession,
  checked: Properties,
  tell: TellNow,
): Promise<string> {
  const { args, unknown } = knownPart(checked, unknownValue);
  const id = isTargetUnknown(unknown) ? "" : shareId(targetOf(args));
  session.progress.isPreview = true;
  session.progress.begun(id);
  const found = await session.changePreview.ofNewShare(checked, { isKnownToEngine: true });
  sayOfPreview(session, partialLabel(targetOf(args), unknown), found, tell);
  return id;
}

/** @throws StrictPreviewFailed, ShareError, ConfigurationError */
export async function previewUpdate(
  session: ProviderSession,
  id: string,
  { olds, news }: { readonly olds: Properties; readonly news: Properties },
  tell: TellNow,
): Promise<void> {
  session.progress.isPreview = true;
  session.progress.begun(id);
  const state = requireState(id, olds);
  const found = await session.changePreview.ofExistingShare(state, olds, news, { isRefresh: false });
  sayOfPreview(session, imageLabel(state.target), found, tell);
}

function sayOfPreview(
  session: ProviderSession,
  label: string,
  { lines, obstacles }: PreviewLines,
  tell: TellNow,
): void {
  tell(lines);
  if (session.isStrictPreview && obstacles.length > 0) throw new StrictPreviewFailed(label, obstacles);
}
