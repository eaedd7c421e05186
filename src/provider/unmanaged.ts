/** Access that the program does not manage any more. */
import { type AccountId, sortedUnique } from "../core/accounts";
import { lastListedIn } from "../core/goal";
import { isInScope, scopeOf } from "../core/managed-parts";
import { leftOutLines } from "../core/plan-messages";
import type { ShareState } from "../core/state";
import type { KnownPart } from "../core/unknown-values";

/** Lines about accounts that keep access because the program omits their part. */
export function unmanagedLines({ args }: KnownPart, state: ShareState): string[] {
  // An unknown list stands for an empty one, so it is not left out.
  const [before, now] = [scopeOf(state), scopeOf(args)];
  const isLeftOut = (grantee: AccountId) => isInScope(grantee, before) && !isInScope(grantee, now);
  const listed = sortedUnique([...lastListedIn(state), ...state.snapshotAccounts]);
  return leftOutLines(state.target, listed.filter(isLeftOut));
}
