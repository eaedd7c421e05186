/**
 * Plans a goal while some of its values are not known before the deployment. The plan assumes that
 * no unknown value keeps an account. So no other account loses access, for any values.
 */
import type { AccountId } from "./accounts";
import { granteeLists, kindOf } from "./grantees";
import { atSnapshots, type Goal, type Plan, planShare } from "./plan";
import { accountOf, snapshotOf } from "./snapshots";
import type { UnknownValues } from "./unknown-values";

/** The unknown values that may keep access for an account in `plan.remove`. */
interface Reprieve {
  /** Whether an account that is not known yet may be this one. */
  readonly listed: boolean;
  /** Whether `exclusive: false` would keep the access. */
  readonly additive: boolean;
  /** Whether the grantee is of the kind `own-ecs`, and `shareToEcs: true` would keep the access. */
  readonly ownEcs: boolean;
  /** Whether it is access to a snapshot, and `snapshots: false` would leave it as it is. */
  readonly snapshots: boolean;
}

export interface PartialPlan {
  /**
   * `add` gains access for any values. `remove` holds every account that may lose access; it does so unless
   * a value keeps it.
   */
  readonly plan: Plan;
  reprieveOf(account: AccountId): Reprieve;
}

/** @param goal the goal of the known values: see `knownPart` */
export function planPartly(live: ReadonlySet<AccountId>, goal: Goal, unknown: UnknownValues): PartialPlan {
  const owned = new Set(atSnapshots(goal, live).owned);
  const all = planShare(live, { ...goal, exclusive: goal.exclusive || unknown.exclusive });
  const isSure = (grantee: AccountId) => !unknown.snapshots || snapshotOf(grantee) === undefined;
  return {
    plan: { ...all, add: all.add.filter(isSure) },
    reprieveOf: (account) => ({
      listed: granteeLists.some(
        ({ kind, argument }) => kind === kindOf(accountOf(account)) && unknown[argument] > 0,
      ),
      additive: unknown.exclusive && !owned.has(account),
      ownEcs: kindOf(account) === "own-ecs" && unknown.shareToEcs,
      snapshots: snapshotOf(account) !== undefined && unknown.snapshots,
    }),
  };
}
