/** What the other resources of the program mean for one: they list accounts of the same image, each for itself. */

import type { App } from "../app/app";
import { type AccountId, intersection } from "../core/accounts";
import type { ShareArgs } from "../core/args";
import { listedIn, targetOf } from "../core/goal";
import type { ProgramHints } from "../core/program-hints";
import { recordedTarget } from "../core/state";
import { shareId } from "../core/target";

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
