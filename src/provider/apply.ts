/** The engine's create and update: brings the image to the goal, and returns what to record. */
import { ownerBesideRead, requestFor } from "../app/request";
import { type AccountId, difference, intersection } from "../core/accounts";
import type { ShareArgs } from "../core/arguments";
import { ShareError } from "../core/errors";
import { grantedAfter, listedAfter } from "../core/goal";
import { ownerLines } from "../core/owner";
import { ownership, type Plan } from "../core/plan";
import { previewLines } from "../core/plan-messages";
import { optionsOf } from "../core/program-hints";
import { moveLine } from "../core/recorded-endpoint";
import { changeLines, closedLines } from "../core/result-messages";
import { withOwner } from "../core/share-request";
import { type ShareState, stateOf } from "../core/state";
import { shareId } from "../core/target";
import { type Properties, requireState, resolvedArgs } from "./inputs";
import { currentEndpoint, movedShare } from "./moved-shares";
import { noteRecorded } from "./other-resources";
import { PartialFailure } from "./partial-failure";
import type { ProviderSession } from "./session";

type TellNow = (lines: readonly string[]) => void;

/** The share to apply; without state, it is new. */
interface Application {
  readonly id: string;
  readonly args: ShareArgs;
  readonly inputs: Properties;
  readonly state: ShareState | undefined;
}

/** @throws PartialFailure after a write, if the share must be recorded; ShareError; ConfigurationError */
export async function createShare(
  session: ProviderSession,
  inputs: Properties,
  tell: TellNow,
): Promise<{ id: string; outs: Properties }> {
  const args = resolvedArgs(inputs);
  const id = shareId(args);
  return { id, outs: await applyShare(session, { id, args, inputs, state: undefined }, tell) };
}

/** @throws PartialFailure after a write; ShareError; ConfigurationError */
export async function updateShare(
  session: ProviderSession,
  id: string,
  olds: Properties,
  news: Properties,
  tell: TellNow,
): Promise<{ outs: Properties }> {
  const args = resolvedArgs(news);
  const state = requireState(id, olds);
  const moving = movedShare(session.app, state, args.credentials);
  if (moving !== undefined) tell([moveLine(moving)]);
  const from = moving === undefined ? state : undefined;
  return { outs: await applyShare(session, { id, args, inputs: news, state: from }, tell) };
}

/** A failed create records state only if the share owns accounts. */
async function applyShare(
  { app, changePreview, progress }: ProviderSession,
  { id, args, inputs, state }: Application,
  tell: TellNow,
): Promise<Properties> {
  progress.begun(id);
  const place = currentEndpoint(app, args.service, args.credentials);
  const asked = requestFor(app, args, state);
  const owner = await ownerBesideRead(app.manager, asked);
  const request = withOwner(asked, owner);
  const { goal, target, guards } = request;
  // Lines of check and diff are not repeated, but access may have changed since.
  tell(ownerLines(target, request.listed, owner));
  const listed = listedAfter(args, goal, state);
  const taken = state === undefined ? changePreview.takenAfterwards(inputs, args) : new Set<AccountId>();
  const touched = { add: new Set<AccountId>(), remove: new Set<AccountId>() };
  const onPlan = (plan: Plan) => {
    tell(previewLines(changePreview.ofPlan(inputs, request, plan, state)));
    for (const account of plan.add) touched.add.add(account);
    for (const account of plan.remove) touched.remove.add(account);
  };
  try {
    // A run that writes tries again to remove closed accounts.
    const { closed: _, ...again } = goal;
    const done = await app.manager.apply({ ...request, goal: again }, onPlan);
    const { accounts, foreignAccounts } = ownership(done.live, goal);
    // The engine deletes the replaced share afterwards, so its accounts are not foreign to the next run.
    const held = { accounts, foreignAccounts: difference(foreignAccounts, taken) };
    noteRecorded(app, args, held.accounts);
    const changed = new Set(intersection(done.live, new Set([...touched.add, ...touched.remove])));
    tell([
      ...closedLines(target, done.closed),
      ...ownerLines(target, goal.listed, done.owner),
      ...changeLines(target, touched.remove, changed),
    ]);
    const snapshotIds = app.manager.snapshots.of(target);
    const found = { closed: [...done.closed.keys()], owner: owner ?? done.owner, place, snapshotIds };
    const named = listed.filter((account) => account !== found.owner);
    return { ...stateOf(args, held, { ...found, listed: named }), ...optionsOf(inputs) };
  } catch (error) {
    if (!(error instanceof ShareError) || !error.wrote || error.live === undefined) throw error;
    const held = ownership(error.live, goal);
    const given = grantedAfter(listed, [...held.accounts, ...error.granted], state);
    if (state === undefined && held.accounts.length + error.granted.length === 0) throw error;
    throw new PartialFailure(
      app.explain(error),
      id,
      {
        ...stateOf(args, held, {
          ...{ owner, place, listed: given, failed: guards },
          snapshotIds: app.manager.snapshots.of(target),
        }),
        ...optionsOf(inputs),
        __provider: inputs.__provider,
      },
      error.topic,
    );
  }
}
