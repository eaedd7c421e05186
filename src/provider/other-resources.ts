/** What the other resources of the program mean for one: they list accounts of the same image, each for itself. */

import type { App } from "../app/app";
import { guardsFor } from "../app/preview";
import type { ShareManager } from "../converge/share-manager";
import { type AccountId, difference, intersection } from "../core/accounts";
import type { ShareArgs } from "../core/args";
import { goalOf, listedIn, targetOf } from "../core/goal";
import type { GuardPolicy } from "../core/guards";
import type { Goal } from "../core/plan";
import type { ProgramHints } from "../core/program-hints";
import { recordedTarget, type ShareState } from "../core/state";
import { shareId } from "../core/target";

/**
 * The program refuses two resources for one image where it can see both; transforms and copies of the package hide one.
 *
 * @param state what the resource recorded; undefined when it is new
 */
export function guardsWithClaims(app: App, args: ShareArgs, state: ShareState | undefined): GuardPolicy {
  return { ...guardsFor(app, args, state), listedElsewhere: listedElsewhere(app.manager, args) };
}

/**
 * What only another resource of the program lists, this one hands over instead of revoking it. It goes on owning the
 * account until the state of the other one names it too: otherwise nobody would own it if the other one fails.
 */
export function goalWithClaims({ manager }: App, args: ShareArgs, state: ShareState): Goal {
  const goal = goalOf(args, state);
  if (goal.exclusive) return goal;
  const elsewhere = listedElsewhere(manager, args);
  const recorded = intersection(elsewhere, manager.claims.recorded(targetOf(args)));
  return { ...goal, elsewhere, owned: difference(goal.owned, new Set(recorded)) };
}

/** Notes which accounts a resource both lists and has in its state: what others hand over to it has arrived. */
export function noteRecorded({ manager }: App, args: ShareArgs, accounts: readonly AccountId[]): void {
  manager.claims.record(targetOf(args), intersection(listedIn(args), new Set(accounts)));
}

/** The engine may come to the other resources later, or not at all: what they list is handed over to them all the same. */
export function noteTold(
  { manager }: App,
  checked: Readonly<Record<string, unknown>>,
  told: ProgramHints | undefined,
): void {
  const [before, target] = [recordedTarget(told?.before ?? {}), recordedTarget(checked)];
  if (before === undefined || target === undefined || shareId(before) !== shareId(target)) return;
  manager.claims.claim(target, Object.keys(told?.elsewhere ?? {}));
}

/** Whom other resources of the program list for the image, and this one does not. */
function listedElsewhere(manager: ShareManager, args: ShareArgs): AccountId[] {
  return difference(manager.claims.claimed(targetOf(args)), new Set(listedIn(args)));
}
