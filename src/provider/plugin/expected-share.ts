/** What will be true of a share after an `up`, as far as a preview can know: outputs, and who gains and loses access. */

import type { App } from "../../app/app";
import { ownerFor, requestFor } from "../../app/request";
import type { AccountId } from "../../core/accounts";
import { ShareError } from "../../core/errors";
import { foreignIn, listedAfter, recordedIn } from "../../core/goal";
import { granteeLists } from "../../core/grantees";
import { planPartly } from "../../core/partial-plan";
import { atSnapshots, ownership, type Plan, planShare } from "../../core/plan";
import { optionsOf } from "../../core/program-hints";
import { readRequest, withOwner } from "../../core/share-request";
import { type ShareState, stateOf } from "../../core/state";
import { isTargetUnknown, type KnownPart, knownPart, unknownGrantees } from "../../core/unknown-values";
import { type Properties, unknownValue } from "../inputs";
import { currentEndpoint } from "../moved-shares";

export interface ExpectedShare {
  /** As the update will record them; what is not known yet has the engine's mark. */
  readonly outputs: Properties;
  /** Undefined where it is not known who has access. */
  readonly plan: Plan | undefined;
}

/**
 * Reads at most what a preview has read a moment ago.
 *
 * @param state what the resource recorded; undefined when it is new, or moves to another endpoint
 */
export async function expectedShare(
  app: App,
  checked: Properties,
  state: ShareState | undefined,
): Promise<ExpectedShare> {
  const known = knownPart(checked, unknownValue);
  const { args, unknown } = known;
  const live = await liveAccounts(app, known, state);
  const asked = requestFor(app, args, state);
  const seen = planShare(live ?? new Set(), asked.goal);
  const owner = live === undefined ? state?.owner : await ownerFor(app.manager, asked, seen);
  const { goal } = withOwner(asked, owner);
  const plan = live === undefined ? undefined : planPartly(live, goal, unknown).plan;
  const after = new Set([...(live ?? []), ...atSnapshots(goal, live).listed]);
  for (const account of plan?.remove ?? []) after.delete(account);
  const place = unknown.credentials ? undefined : currentEndpoint(app, args.service, args.credentials);
  const told = stateOf(args, ownership(after, goal), {
    listed: listedAfter(args, goal, state),
    ...{ owner, place, snapshotIds: goal.snapshots?.ids },
  });
  const isOpen = unknownGrantees(unknown) > 0 || unknown.exclusive || plan === undefined;
  const openLists = granteeLists.flatMap(({ argument, foreign }) => [
    ...(isOpen && (argument === "accounts" || args[argument] !== undefined) ? [foreign] : []),
    ...(unknown[argument] > 0 ? [argument] : []),
  ]);
  const isSnapshotOpen = isOpen || unknown.snapshots || goal.snapshots?.ids.length === 0;
  const openSnapshots = args.snapshots === true && isSnapshotOpen ? snapshotOutputs : [];
  const open = {
    ...Object.fromEntries(openSnapshots.map((name) => [name, unknownValue])),
    ...Object.fromEntries(openLists.map((name) => [name, unknownValue])),
    ...(owner === undefined ? { owner: unknownValue } : {}),
    ...(place === undefined ? { endpoint: unknownValue } : {}),
    ...((state?.closedAccounts.length ?? 0) > 0 ? { closedAccounts: unknownValue } : {}),
  };
  const written = Object.entries(checked).filter(
    ([, value]) => value === unknownValue || (Array.isArray(value) && value.includes(unknownValue)),
  );
  const unwritten = Object.fromEntries(written.map(([key]) => [key, unknownValue]));
  return { outputs: { ...told, ...open, ...unwritten, ...optionsOf(checked) }, plan };
}

/** Outputs that are not known before the snapshots behind the image are, and who has access to them. */
const snapshotOutputs = ["snapshotIds", "snapshotAccounts", "foreignSnapshotAccounts"] as const;

async function liveAccounts(
  app: App,
  { args, unknown }: KnownPart,
  state: ShareState | undefined,
): Promise<ReadonlySet<AccountId> | undefined> {
  if (isTargetUnknown(unknown) || unknown.credentials) return undefined;
  if (!app.connections.settings.liveDiff) {
    return state === undefined ? undefined : new Set([...recordedIn(state), ...foreignIn(state)]);
  }
  try {
    return await app.manager.read(readRequest(args, state));
  } catch (error) {
    // The preview has said so.
    if (error instanceof ShareError) return undefined;
    throw error;
  }
}
