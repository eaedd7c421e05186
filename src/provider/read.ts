/** The engine's read: a refresh of state, or the lookup of `ImageShare.get`. */
import { checkImage, imageNotFound } from "../app/access";
import { requestFromState } from "../app/request";
import { foreignIn, recordedIn } from "../core/goal";
import { notRefreshedLine } from "../core/recorded-endpoint";
import { droppedFromStateLine, refreshLines } from "../core/result-messages";
import { type Properties, readOutputs, requireState } from "./inputs";
import { movedShare } from "./moved-shares";
import type { ProviderSession } from "./session";

export interface ReadResult {
  /** Empty if the image is gone: the engine then drops the resource from state. */
  readonly id: string;
  readonly props: Properties;
  readonly inputs?: Properties;
}

/** @throws ShareError, also if a lookup finds no image; ConfigurationError */
export async function readShare(
  { app, changePreview, refreshed }: ProviderSession,
  id: string,
  properties: Properties,
  tell: (lines: readonly string[]) => void,
): Promise<ReadResult> {
  const state = requireState(id, properties);
  const { target, isRecorded, isLookup } = state;
  if (!isRecorded) checkImage(target, id);
  const moving = movedShare(app, state, state.credentials, { isOfLastRun: true });
  if (moving !== undefined) {
    refreshed.add(id);
    tell([notRefreshedLine(moving)]);
    return {
      id,
      ...readOutputs(properties, state, new Set([...recordedIn(state), ...foreignIn(state)])),
    };
  }
  const request = requestFromState(state);
  const live = await app.manager.read(request);
  const keys = live === undefined ? await app.describeCaller(request) : "";
  if (live === undefined && !isRecorded) throw imageNotFound(target, keys);
  if (isRecorded && !isLookup) {
    refreshed.add(id);
    changePreview.noteRefresh(id);
    const known = { owned: recordedIn(state), foreign: foreignIn(state) };
    tell(
      live === undefined
        ? [droppedFromStateLine(target, keys, known.owned)]
        : refreshLines(target, known, live),
    );
  }
  if (live === undefined) return { id: "", props: {} };
  return { id, ...readOutputs(properties, state, live) };
}
