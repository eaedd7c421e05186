/** From arguments and state to what the plan works with: sets of accounts, the owner's own ECS among them. */
import { type AccountId, OWN_ECS } from "./accounts";
import type { ShareArgs } from "./args";
import type { Scope } from "./backend";
import type { GuardPolicy } from "./guards";
import type { Goal } from "./plan";
import type { ShareState } from "./state";
import type { ImageTarget } from "./target";

/** The image alone, of something that names one among other things. */
export function targetOf(args: ImageTarget): ImageTarget {
  const { service, region, imageId } = args;
  return region === undefined ? { service, imageId } : { service, region, imageId };
}

/** @param accountLimit the vendor's, where there is one */
export function policyOf(args: ShareArgs, accountLimit: number | undefined): GuardPolicy {
  const { protectedAccounts = [], maxRemovals } = args;
  return {
    protectedAccounts,
    ...(maxRemovals === undefined ? {} : { maxRemovals }),
    ...(accountLimit === undefined ? {} : { accountLimit }),
  };
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
  return {
    listed: listedIn(args).filter((account) => account !== owner),
    owned: [...(state === undefined ? [] : ownedIn(state)), ...refused],
    exclusive: args.exclusive,
    ...(state === undefined || state.closedAccounts.length === 0 ? {} : { closed: state.closedAccounts }),
  };
}

/** Who is to have access because of these arguments. */
export function listedIn(args: ShareArgs): AccountId[] {
  return [...(args.accounts ?? []), ...(args.shareToEcs === true ? [OWN_ECS] : [])];
}

/** Who has access because of this resource, according to state. */
export function ownedIn(state: ShareState): AccountId[] {
  if (state.isLookup) return [];
  return [...(state.accounts ?? []), ...(state.shareToEcs === true ? [OWN_ECS] : [])];
}
