/**
 * Previews the end of a replaced share: by another image, or by itself (`--replace`, `state taint`). It relies
 * on the program's hints, because the engine passes nothing about it.
 */

import type { App } from "../app/app";
import { planReport } from "../app/preview";
import { type AccountId, difference, formatAccounts, intersection } from "../core/accounts";
import type { ShareArgs } from "../core/arguments";
import { endOfShare } from "../core/end-of-share";
import { leftOutIn, ownedIn } from "../core/goal";
import { type GuardPolicy, refusals } from "../core/guards";
import { listedIn } from "../core/managed-parts";
import type { PreviewLines } from "../core/partial-messages";
import type { Goal, Plan } from "../core/plan";
import {
  leftOutLines,
  type PlanReport,
  refusalLines,
  replacementLines,
  retainedLines,
} from "../core/plan-messages";
import type { ProgramHints } from "../core/program-hints";
import type { ShareRequest } from "../core/share-request";
import { accountOf, exceptAccounts } from "../core/snapshots";
import type { ShareState } from "../core/state";
import { imageLabel, shareId } from "../core/target";

/** The share in state that a new one replaces, from the hints; undefined if there is none. */
export function beforeIn(hints: ProgramHints | undefined): ShareState | undefined {
  return endOfShare(hints?.before ?? {})?.state;
}

/**
 * The removals of a replaced share. The engine deletes it, which keeps protected accounts
 * and accounts that other resources list.
 *
 * @param unknown arguments that are not known yet, and may name the same image
 * @param hints undefined if the program sent no hints
 */
export function replacedShare(
  { manager, removals }: App,
  state: ShareState,
  unknown: readonly string[],
  hints: ProgramHints | undefined,
): PreviewLines {
  const { target, protectedAccounts, options } = state;
  const leftOut = leftOutIn(state);
  const spared = new Set([...protectedAccounts, ...manager.claims.claimed(target)]);
  if (options.retainOnDelete)
    return { lines: retainedLines(target, exceptAccounts(ownedIn(state), spared)), obstacles: [] };
  const owned = exceptAccounts(difference(ownedIn(state), new Set(leftOut)), spared);
  const elsewhere = hints?.elsewhere ?? {};
  const losing = owned.filter((account) => !Object.hasOwn(elsewhere, accountOf(account)));
  const obstacles = refusalLines(target, removals.foresee(shareId(target), losing), {
    may: unknown.length > 0,
  });
  const lines = replacementLines(target, losing, {
    isSharedFirst: hints?.deletesFirst === false,
    unless: [
      ...(unknown.length > 0 ? [`what is not known yet (${unknown.join(", ")}) stays the same`] : []),
      ...(options.deletedWith === undefined
        ? []
        : [`${options.deletedWith} is deleted in the same run (deletedWith)`]),
      ...(hints?.mayListMore === false ? [] : ["another resource of this program lists them"]),
    ],
  });
  const kept = [...listedByOthers(state, owned, elsewhere), ...leftOutLines(target, leftOut)];
  return { lines: [...obstacles, ...lines, ...kept], obstacles };
}

/** Accounts that other resources list; the engine may process those later. */
function listedByOthers(
  { target }: ShareState,
  owned: readonly AccountId[],
  elsewhere: ProgramHints["elsewhere"],
): string[] {
  const kept = owned.filter((account) => Object.hasOwn(elsewhere, accountOf(account)));
  return [...new Set(kept.map((account) => elsewhere[accountOf(account)]))].map((name) => {
    const accounts = kept.filter((account) => elsewhere[accountOf(account)] === name);
    const why = `the resource "${name}" lists them, unless --target leaves it out`;
    return `${imageLabel(target)}: keeps access (${why}): ${formatAccounts(accounts)}`;
  });
}

/** Accounts that lose access when a share is deleted, and that its replacement does not list. */
export function takenAfterwards(
  { manager }: App,
  args: ShareArgs,
  before: ShareState,
): ReadonlySet<AccountId> {
  if (before.options.retainOnDelete) return new Set();
  const spared = [...before.protectedAccounts, ...listedIn(args), ...manager.claims.claimed(before.target)];
  return new Set(exceptAccounts(ownedIn(before), spared));
}

/** A share that is recreated: the effect of create and delete together. */
export interface InPlace {
  readonly goal: Goal;
  /** The report with the run's limit, and with the removals of the delete. */
  report(plan: PlanReport["plan"]): PlanReport;
  /** Lines about accounts that keep access although the old share listed them. */
  readonly lines: readonly string[];
}

/**
 * A share that is recreated for the same image: the engine creates one without state, and deletes the old one.
 *
 * @param made the request and the guards of the create
 */
export function madeAnew(
  app: App,
  before: ShareState,
  live: ReadonlySet<AccountId>,
  made: { readonly request: ShareRequest; readonly plan: Plan },
): InPlace {
  const { target } = before;
  const { request } = made;
  const { listed } = request;
  const owned = intersection(exceptAccounts(ownedIn(before), listed), live);
  // An exclusive share revokes them itself.
  const isSpared = !request.goal.exclusive;
  const guarded = isSpared ? difference(owned, new Set(exceptAccounts(owned, before.protectedAccounts))) : [];
  const retained = isSpared && before.options.retainOnDelete ? difference(owned, new Set(guarded)) : [];
  const spared = new Set([...guarded, ...retained]);
  const goal: Goal = {
    ...request.goal,
    owned: difference([...request.goal.owned, ...ownedIn(before)], spared),
    elsewhere: difference(app.manager.claims.claimed(target), new Set(listed)),
  };
  const { approved, ...guards } = request.guards;
  const ofBoth: GuardPolicy = { protectedAccounts: [], approved };
  return {
    goal,
    report: (plan) => ({
      ...planReport(
        app,
        { ...request, goal, guards: ofBoth },
        { ...plan, foreign: difference(plan.foreign, spared) },
        before,
      ),
      // What the engine shows beside the lines is another share's state.
      listing: undefined,
      refusals: [...refusals(made.plan, guards), ...refusals(plan, ofBoth)],
    }),
    lines: [
      ...retainedLines(target, retained),
      ...(guarded.length === 0
        ? []
        : [
            `${imageLabel(target)}: keeps access (protectedAccounts protects them): ${formatAccounts(guarded)}`,
          ]),
    ],
  };
}
