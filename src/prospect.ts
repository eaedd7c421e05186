/** What carrying a share out would do: for every host that shows it before, the engine's preview or the command line. */
import { findService } from "./backends/registry";
import type { ShareManager, ShareReference } from "./converge/share-manager";
import type { AccountId } from "./core/accounts";
import type { ShareArgs } from "./core/args";
import { goalOf, policyOf, scopeOf, targetOf } from "./core/goal";
import { type GuardPolicy, refusals } from "./core/guards";
import type { Outlook } from "./core/messages";
import { type Goal, type Plan, planShare } from "./core/plan";
import type { ShareState } from "./core/state";

/** What there is to tell of a share without any state, and what that rests on. */
export interface Prospect extends Outlook {
  /** Who has access now. */
  readonly live: ReadonlySet<AccountId>;
}

export function policyFor(args: ShareArgs): GuardPolicy {
  return policyOf(args, findService(args.service)?.facts.accountLimit);
}

export function referenceTo(args: ShareArgs): ShareReference {
  const { credentials, timeoutSeconds } = args;
  return { target: targetOf(args), scope: scopeOf(args), credentials, timeoutSeconds };
}

/**
 * The owner that a share is recorded with: as before, else the account that the keys act for, since nobody shares the
 * images of others.
 *
 * @returns undefined, with a line, where the cloud does not tell
 */
export async function ownerFor(
  manager: ShareManager,
  args: ShareArgs,
  state: ShareState | undefined,
): Promise<AccountId | undefined> {
  return state?.owner ?? (await manager.caller(referenceTo(args))).account;
}

/** @returns undefined when the image is gone. @throws ShareError */
export async function newShareProspect(
  manager: ShareManager,
  args: ShareArgs,
  timeoutSeconds: number | undefined,
  policy = policyFor(args),
): Promise<Prospect | undefined> {
  const live = await manager.read({ ...referenceTo(args), timeoutSeconds });
  if (live === undefined) return undefined;
  const goal = goalOf(args, undefined);
  return { ...newShareOutlook(args, planShare(live, goal), goal, policy), live };
}

/** What there is to tell of a plan for a share that has no state yet. */
export function newShareOutlook(args: ShareArgs, plan: Plan, goal: Goal, policy = policyFor(args)): Outlook {
  const refused = refusals(plan, policy);
  return { target: targetOf(args), plan, goal, knownForeign: undefined, refusals: refused };
}
