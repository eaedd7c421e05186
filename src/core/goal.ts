/** From arguments and state to what the plan works with: sets of accounts, the owner's own ECS among them. */
import { type AccountId, accountsOnly, difference, intersection, OWN_ECS, sortedUnique } from "./accounts";
import { isExclusive, type ShareArgs } from "./args";
import type { Scope } from "./backend";
import type { GuardPolicy } from "./guards";
import { forOwner, type Goal } from "./plan";
import { limitKeyOf, type ServiceFacts } from "./service-facts";
import type { ShareState } from "./state";
import type { ImageTarget } from "./target";

/** The image alone, of something that names one among other things. */
export function targetOf(args: ImageTarget): ImageTarget {
  const { service, region, imageId } = args;
  return region === undefined ? { service, imageId } : { service, region, imageId };
}

/** What the guards go by, besides the arguments. */
export interface Circumstances {
  readonly facts: Pick<ServiceFacts, "accountLimit" | "isLimitConfigured"> | undefined;
  /** What the resource recorded; undefined when it is new. */
  readonly state: ShareState | undefined;
  /** What this one run is allowed besides, see {@link GuardPolicy.removalsOverride}. */
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

/** Whether the program says so, or has revoked whoever is not listed before: then silence goes on to mean it. */
function mayRevokeUnlisted({ exclusive, accounts }: ShareArgs, state: ShareState | undefined): boolean {
  if (exclusive !== undefined) return true;
  if (state === undefined || state.isLookup || !state.exclusive) return false;
  return accounts === undefined || state.accounts !== undefined;
}

/** What is left out of the arguments is not managed: neither read nor changed. */
export function scopeOf(args: ShareArgs): Scope {
  return { accounts: args.accounts !== undefined, ownEcs: args.shareToEcs !== undefined };
}

/**
 * @param state what the resource recorded; undefined when it is new
 * @param owner the account that owns the image: it has access without a share, listed or not
 */
export function goalOf(args: ShareArgs, state: ShareState | undefined, owner = state?.owner): Goal {
  // Whoever writes `shareToEcs: false` means it, also when accounts of others are left alone.
  const refused = args.shareToEcs === false ? [OWN_ECS] : [];
  const goal: Goal = {
    listed: listedIn(args),
    owned: [...ownedInAny(state), ...refused],
    exclusive: isExclusive(args),
    ...(state === undefined || state.closedAccounts.length === 0 ? {} : { closed: state.closedAccounts }),
  };
  return forOwner(goal, owner);
}

/** Who is to have access because of these arguments. */
export function listedIn(args: ShareArgs): AccountId[] {
  return [...(args.accounts ?? []), ...(args.shareToEcs === true ? [OWN_ECS] : [])];
}

function ownedInAny(state: ShareState | undefined): AccountId[] {
  return state === undefined ? [] : ownedIn(state);
}

/** Whom this resource gave access and has not let go, according to state: live at the last look, or listed. */
export function ownedIn(state: ShareState): AccountId[] {
  return state.isLookup ? [] : sortedUnique([...recordedIn(state), ...lastListedIn(state)]);
}

/** Whom a delete takes access from, unless protection or another resource keeps it. */
export function revokedByEnd(state: ShareState): AccountId[] {
  return difference(ownedIn(state), new Set(leftOutIn(state)));
}

/** Who keeps access after a delete, because the program has left their part out. Where state has neither, none is. */
export function leftOutIn(state: ShareState): AccountId[] {
  const { accounts, shareToEcs, isLookup } = state;
  if (isLookup || (accounts === undefined && shareToEcs === undefined)) return [];
  return lastListedIn(state).filter((account) => (account === OWN_ECS ? shareToEcs : accounts) === undefined);
}

/** Who had access because of this resource at the last look, according to state. */
export function recordedIn(state: ShareState): AccountId[] {
  if (state.isLookup) return [];
  return [...(state.accounts ?? []), ...(state.shareToEcs === true ? [OWN_ECS] : [])];
}

/** What state will name as listed: what the program lists, and of a part that it leaves out, what it listed before. */
export function listedAfter(args: ShareArgs, goal: Goal, state: ShareState | undefined): AccountId[] {
  const before = state === undefined ? [] : lastListedIn(state);
  const accounts = args.accounts === undefined ? before : goal.listed;
  const ownEcs = args.shareToEcs === undefined ? before : goal.listed;
  return [...accountsOnly(accounts), ...intersection(ownEcs, new Set([OWN_ECS]))];
}

/**
 * The same after a failure: of what the program lists, those who were given access, and all whom it listed before. An
 * account that never had access is not given it as a rescue.
 *
 * @param given who has access by now, and whose addition the vendor has acknowledged
 */
export function grantedAfter(
  listed: readonly AccountId[],
  given: readonly AccountId[],
  state: ShareState | undefined,
): AccountId[] {
  const before = state === undefined ? [] : lastListedIn(state);
  return sortedUnique([...before, ...intersection(listed, new Set(given))]);
}

/** What the program listed the last time, according to state. */
export function lastListedIn(state: ShareState): AccountId[] {
  const { accounts = [], listedAccounts = accounts, shareToEcs, listedShareToEcs = shareToEcs } = state;
  return [...listedAccounts, ...(listedShareToEcs === true ? [OWN_ECS] : [])];
}
