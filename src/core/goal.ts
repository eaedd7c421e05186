/** Derives the goal, the scope and the guards from arguments and state. */
import { type AccountId, difference, intersection, OWN_ECS, sortedUnique } from "./accounts";
import { isExclusive, type ShareArgs } from "./arguments";
import { granteeLists } from "./grantees";
import type { GuardPolicy } from "./guards";
import { isBlank, isInScope, listedIn, scopeOf } from "./managed-parts";
import { forOwner, type Goal, type SnapshotGoal } from "./plan";
import { limitKeyOf, type ServiceFacts } from "./service-facts";
import type { ShareState } from "./state";
import type { ImageTarget } from "./target";

/** The target among other properties. */
export function targetOf(args: ImageTarget): ImageTarget {
  const { service, region, imageId } = args;
  return region === undefined ? { service, imageId } : { service, region, imageId };
}

/** The input of the guards besides the arguments. */
export interface Circumstances {
  readonly facts: Pick<ServiceFacts, "accountLimit" | "isLimitConfigured"> | undefined;
  /** The resource's state; undefined when it is new. */
  readonly state: ShareState | undefined;
  /** See {@link GuardPolicy.removalsOverride}. */
  readonly removalsOverride?: number | undefined;
}

export function policyOf(args: ShareArgs, { facts, state, removalsOverride }: Circumstances): GuardPolicy {
  const { service, protectedAccounts = [], maxRemovals, accounts = [], allowEmpty = false } = args;
  return {
    protectedAccounts,
    refusesEmpty: accounts.length > 0 && !allowEmpty,
    refusesLargeRemovals: maxRemovals === undefined,
    ...(mayRevokeUnlisted(args, state) ? {} : { onlyListedBefore: ownedInAny(state) }),
    ...(maxRemovals === undefined ? {} : { maxRemovals }),
    ...(removalsOverride === undefined ? {} : { removalsOverride }),
    ...(facts?.accountLimit === undefined
      ? {}
      : {
          accountLimit: facts.accountLimit,
          limitKey: limitKeyOf(service),
          isLimitConfigured: facts.isLimitConfigured === true,
        }),
  };
}

/** Whether `exclusive` is set, or was in effect in the last run: then it stays in effect when it is omitted. */
function mayRevokeUnlisted(args: ShareArgs, state: ShareState | undefined): boolean {
  if (args.exclusive !== undefined) return true;
  if (state === undefined || state.isLookup || !state.exclusive) return false;
  if (args.snapshots === true && state.snapshots !== true) return false;
  return granteeLists.every(({ argument }) => args[argument] === undefined || state[argument] !== undefined);
}

/**
 * @param state the resource's state; undefined when it is new
 * @param owner the account that owns the image: it has access without a share, listed or not
 */
export function goalOf(args: ShareArgs, state: ShareState | undefined, owner = state?.owner): Goal {
  // `shareToEcs: false` removes the own ECS, also in additive mode.
  const refused = args.shareToEcs === false ? [OWN_ECS] : [];
  const goal: Goal = {
    listed: listedIn(args),
    owned: [...ownedInAny(state), ...refused],
    exclusive: isExclusive(args),
    ...(state === undefined || state.closedAccounts.length === 0 ? {} : { closed: state.closedAccounts }),
    ...(args.snapshots === true ? { snapshots: snapshotGoalOf(state) } : {}),
  };
  return forOwner(goal, owner);
}

/** Accounts of a list from before snapshots were managed own nothing at the snapshots. */
export function snapshotGoalOf(state: ShareState | undefined): SnapshotGoal {
  if (state?.snapshots !== true) return { ids: state?.snapshotIds ?? [], owned: [] };
  return { ids: state.snapshotIds ?? [], owned: sortedUnique([...listedIn(state), ...lastListedIn(state)]) };
}

function ownedInAny(state: ShareState | undefined): AccountId[] {
  return state === undefined ? [] : ownedIn(state);
}

/** Accounts that this resource owns, according to state: live at the last read, or listed. */
export function ownedIn(state: ShareState): AccountId[] {
  return state.isLookup ? [] : sortedUnique([...recordedIn(state), ...lastListedIn(state)]);
}

/** Accounts that lose access on a delete, unless they are protected or another resource lists them. */
export function revokedByEnd(state: ShareState): AccountId[] {
  return difference(ownedIn(state), new Set(leftOutIn(state)));
}

/** Accounts that keep access after a delete, because the program omits their part. */
export function leftOutIn(state: ShareState): AccountId[] {
  const scope = scopeOf(state);
  if (state.isLookup || isBlank(scope)) return [];
  return lastListedIn(state).filter((grantee) => !isInScope(grantee, scope));
}

/** Accounts that had access because of this resource at the last read, according to state. */
export function recordedIn(state: ShareState): AccountId[] {
  if (state.isLookup) return [];
  return [...listedIn(state), ...(state.snapshots === true ? state.snapshotAccounts : [])];
}

/** Foreign grantees of every kind, according to state. */
export function foreignIn(state: ShareState): AccountId[] {
  return [...granteeLists.flatMap(({ foreign }) => state[foreign]), ...state.foreignSnapshotAccounts];
}

/** The listed accounts for state: the program's list, and for an omitted part, the last list. */
export function listedAfter(args: ShareArgs, goal: Goal, state: ShareState | undefined): AccountId[] {
  const before = everListedIn(state);
  const scope = scopeOf(args);
  return sortedUnique([
    ...goal.listed.filter((grantee) => isInScope(grantee, scope)),
    ...before.filter((grantee) => !isInScope(grantee, scope)),
  ]);
}

/**
 * The same after a failure: listed accounts that gained access, and all accounts that were listed before. An
 * account that never had access is left out, so that a later restore does not add it.
 *
 * @param given accounts with access now, and accounts with an acknowledged addition
 */
export function grantedAfter(
  listed: readonly AccountId[],
  given: readonly AccountId[],
  state: ShareState | undefined,
): AccountId[] {
  const before = everListedIn(state);
  return sortedUnique([...before, ...intersection(listed, new Set(given))]);
}

/** The last list, with the recorded access to snapshots: it stays recorded when the program leaves snapshots out. */
function everListedIn(state: ShareState | undefined): AccountId[] {
  return state === undefined ? [] : sortedUnique([...lastListedIn(state), ...state.snapshotAccounts]);
}

/** The program's last list, according to state. */
export function lastListedIn(state: ShareState): AccountId[] {
  const { shareToEcs, listedShareToEcs = shareToEcs } = state;
  return [
    ...granteeLists.flatMap(({ argument, listed }) => state[listed] ?? state[argument] ?? []),
    ...(listedShareToEcs === true ? [OWN_ECS] : []),
    // Since the program leaves snapshots out, they are not read any more.
    ...(state.snapshots === true ? [] : state.snapshotAccounts),
  ];
}
