/**
 * Plans the known part of a goal of which some values are not known before the deployment. The plan is the one in which
 * no unknown value spares anybody: nobody else loses access, however the values turn out.
 */
import { type AccountId, OWN_ECS } from "./accounts";
import { type Goal, type Plan, planShare } from "./plan";
import type { UnknownValues } from "./unknown-values";

/** What may keep access for an account that is to lose it. */
interface Reprieve {
  /** Whether an account that is not known yet can be this one. */
  readonly listed: boolean;
  /** Whether `exclusive: false` would keep it. */
  readonly additive: boolean;
  /** Whether it is the owner's own ECS, and `shareToEcs: true` would keep it. */
  readonly ownEcs: boolean;
}

export interface PartialPlan {
  /**
   * `add` gains access however the values turn out; `remove` is everybody who can lose access, and loses it unless
   * there is a reprieve.
   */
  readonly plan: Plan;
  reprieveOf(account: AccountId): Reprieve;
}

/** @param goal of the values that are known: see `knownPart` */
export function planPartly(live: ReadonlySet<AccountId>, goal: Goal, unknown: UnknownValues): PartialPlan {
  const owned = new Set(goal.owned);
  const plan = planShare(live, { ...goal, exclusive: goal.exclusive || unknown.exclusive });
  return {
    plan,
    reprieveOf: (account) => ({
      listed: account !== OWN_ECS && unknown.accounts > 0,
      additive: unknown.exclusive && !owned.has(account),
      ownEcs: account === OWN_ECS && unknown.shareToEcs,
    }),
  };
}
