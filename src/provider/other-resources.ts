/** Exchanges between resources of one image: which accounts the others list. */

import type { App } from "../app/app";
import { type AccountId, intersection } from "../core/accounts";
import type { ShareArgs } from "../core/arguments";
import { targetOf } from "../core/goal";
import { listedIn } from "../core/managed-parts";
import type { ProgramHints } from "../core/program-hints";
import { recordedTarget } from "../core/state";
import { shareId } from "../core/target";

/** Records accounts that a resource lists and has in its state: their handover is done. */
export function noteRecorded({ manager }: App, args: ShareArgs, accounts: readonly AccountId[]): void {
  manager.claims.record(targetOf(args), intersection(listedIn(args), new Set(accounts)));
}

/** Claims accounts for the other resources, because the engine may process them later, or not at all. */
export function noteHints(
  { manager }: App,
  checked: Readonly<Record<string, unknown>>,
  hints: ProgramHints | undefined,
): void {
  const [before, target] = [recordedTarget(hints?.before ?? {}), recordedTarget(checked)];
  if (before === undefined || target === undefined || shareId(before) !== shareId(target)) return;
  manager.claims.claim(target, Object.keys(hints?.elsewhere ?? {}));
}
