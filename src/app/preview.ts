/** What carrying a share out would do: for every host that shows it before, the engine's preview or the command line. */
import type { ShareManager, ShareReference } from "../converge/share-manager";
import type { AccountId } from "../core/accounts";
import type { ShareArgs } from "../core/args";
import { goalOf, listedIn, policyOf, scopeOf, targetOf } from "../core/goal";
import { type GuardPolicy, refusals } from "../core/guards";
import { ownerLines } from "../core/owner";
import { type Goal, type Plan, planShare } from "../core/plan";
import type { PlanReport } from "../core/plan-messages";
import type { ShareState } from "../core/state";
import { shareId } from "../core/target";
import type { App } from "./app";

/** What there is to tell of a share without any state, and what that rests on. */
export interface SharePreview extends PlanReport {
  /** Who has access now. */
  readonly live: ReadonlySet<AccountId>;
  /** Lines about arguments that are not wrong, but that their author would want to know. */
  readonly notes: readonly string[];
}

/** @param state what the resource recorded; undefined when it is new */
export function guardsFor({ connections }: App, args: ShareArgs, state: ShareState | undefined): GuardPolicy {
  const removalsOverride = connections.legibleSettings?.removalsOverride;
  const policy = policyOf(args, { facts: connections.factsOf(args.service), state, removalsOverride });
  const approved = connections.approvedOf(targetOf(args));
  return approved === undefined ? policy : { ...policy, approved };
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

/** The owner as far as a look needs it: while nobody is to be added, nobody asks whose keys these are. */
export async function ownerOnce(
  manager: ShareManager,
  args: ShareArgs,
  plan: Plan,
  state: ShareState | undefined,
): Promise<AccountId | undefined> {
  return plan.add.length > 0 ? ownerFor(manager, args, state) : state?.owner;
}

/** @returns undefined when the image is gone. @throws ShareError */
export async function previewShare(
  app: App,
  args: ShareArgs,
  timeoutSeconds: number | undefined,
  policy = guardsFor(app, args, undefined),
): Promise<SharePreview | undefined> {
  const live = await app.manager.read({ ...referenceTo(args), timeoutSeconds });
  if (live === undefined) return undefined;
  const owner = await ownerOnce(app.manager, args, planShare(live, goalOf(args, undefined)), undefined);
  const goal = goalOf(args, undefined, owner);
  const notes = ownerLines(targetOf(args), listedIn(args), owner);
  return { ...planReport(args, planShare(live, goal), goal, policy, undefined), live, notes };
}

/** @param state what the resource recorded; undefined when it is new */
export function planReport(
  args: ShareArgs,
  plan: Plan,
  goal: Goal,
  policy: GuardPolicy,
  state: ShareState | undefined,
): PlanReport {
  const { foreignAccounts: knownForeign, exclusive: wasExclusive = false } = state ?? {};
  return { target: targetOf(args), plan, goal, knownForeign, wasExclusive, refusals: refusals(plan, policy) };
}

/** The same with what the whole run has against it, after what was looked at before. */
export function withRunLimit<T extends PlanReport>({ removals }: App, outlook: T): T {
  // What is refused takes nothing.
  const remove = outlook.refusals.length > 0 ? [] : outlook.plan.remove;
  const beyond = removals.foresee(shareId(outlook.target), remove);
  return { ...outlook, refusals: [...outlook.refusals, ...beyond] };
}
