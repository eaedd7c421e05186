/** The engine's check: validates arguments, and previews a new share. */

import { checkArgs } from "../core/args";
import { targetOf } from "../core/goal";
import { listedIn } from "../core/managed-parts";
import { nothingToSay, StrictPreviewFailed } from "../core/partial-messages";
import { previewMark } from "../core/preview-mark";
import { hintsIn, hintsInput, optionsKey, optionsOf } from "../core/program-hints";
import { serviceNames } from "../core/services";
import { recordedTarget, withKnownMeaning } from "../core/state";
import { imageLabel, shareId } from "../core/target";
import { isTargetUnknown, knownPart, partialLabel } from "../core/unknown-values";
import { type CheckFailure, checkConnection, type Properties, toCheckFailure, unknownValue } from "./inputs";
import { upcomingCalls } from "./run-progress";
import type { ProviderSession, Tell } from "./session";

export interface CheckResult {
  readonly inputs: Properties;
  readonly failures: CheckFailure[];
}

/**
 * @param olds the inputs of the last run; empty for a new resource
 * @param options `looksAtNew`: whether to preview a new share here, because the engine makes no other call for it;
 *   `areListsShown`: whether the engine shows the lists of the share, where it tells the provider; else the program does
 */
export async function checkShare(
  session: ProviderSession,
  olds: Properties,
  news: Properties,
  tell: Tell,
  { looksAtNew, areListsShown }: { readonly looksAtNew: boolean; readonly areListsShown?: boolean },
): Promise<CheckResult> {
  const { app, changePreview, progress, refreshed } = session;
  const before = recordedTarget(olds);
  if (before !== undefined) refreshed.delete(shareId(before));
  const { __provider, [previewMark]: isPreview, [hintsInput]: hints, [optionsKey]: _, ...raw } = news;
  progress.isPreview ||= isPreview === true;
  const facts = app.connections.factsOf(raw.service);
  const verdict = checkArgs(raw, facts, serviceNames, unknownValue);
  // At another endpoint, the default of exclusive was never in effect.
  const isMoving = app.connections.legibleSettings?.movesEndpoint === true;
  const meant = isMoving ? { ...verdict.args } : withKnownMeaning(olds, verdict.args);
  const inputs = { ...meant, ...optionsOf(news) };
  changePreview.noteHints(inputs, hintsIn(hints));
  if (verdict.failures.length > 0)
    return { inputs, failures: verdict.failures.map((one) => toCheckFailure(app, one)) };
  const failures = await checkConnection(app, inputs);
  if (failures.length > 0) return { inputs, failures };
  const { args, unknown } = knownPart(inputs, unknownValue);
  const target = targetOf(args);
  // So that no other resource revokes an account that is listed here.
  if (!isTargetUnknown(unknown)) app.manager.claims.claim(target, listedIn(args));
  const isNew = changePreview.isNew(olds, inputs);
  if (!isTargetUnknown(unknown)) {
    changePreview.shown.note(target, areListsShown ?? hintsIn(hints)?.areListsShown);
    const calls = upcomingCalls(facts, args, { add: listedIn(args), remove: [] });
    progress.checked(shareId(target), imageLabel(target), isNew, calls);
  }
  const isKnownToEngine = Object.keys(olds).length > 0;
  const { lines, obstacles } =
    isNew && looksAtNew ? await changePreview.ofNewShare(inputs, { isKnownToEngine }) : nothingToSay;
  const notes = verdict.notes.map((note) => `${partialLabel(target, unknown)}: ${note}`);
  tell(shareId(target), [...notes, ...lines]);
  if (session.isStrictPreview && obstacles.length > 0) {
    const error = new StrictPreviewFailed(partialLabel(target, unknown), obstacles);
    failures.push({ property: "", reason: app.explain(error) });
  }
  return { inputs, failures };
}
