/** What one run asks of one image: made once from arguments and state, and taken by everything that carries it out. */
import type { AccountId } from "./accounts";
import type { ShareArgs } from "./args";
import type { Scope } from "./backend";
import { goalOf, listedIn, ownedIn, scopeOf, targetOf } from "./goal";
import type { GuardPolicy } from "./guards";
import { forOwner, type Goal } from "./plan";
import type { ShareState } from "./state";
import type { ImageTarget } from "./target";

/** An image, which parts of its access are looked at, and with whose keys. */
export interface ReadRequest {
  readonly target: ImageTarget;
  readonly scope: Scope;
  /** Name of the credentials profile; undefined: the stack's own. */
  readonly credentials: string | undefined;
  readonly timeoutSeconds: number | undefined;
  /** The account that owns the image, as far as it was recorded. */
  readonly owner?: AccountId | undefined;
}

/** Who is to have access, and what must not happen on the way there. */
export interface ApplyRequest extends ReadRequest {
  readonly goal: Goal;
  readonly guards: GuardPolicy;
}

/** What a program asks, all of it. */
export interface ShareRequest extends ApplyRequest {
  /** Who is to have access because of the arguments, the owner of the image included. */
  readonly listed: readonly AccountId[];
}

/** The end of a share: whom it gave access, and who keeps it. */
export interface RevokeRequest extends ReadRequest {
  readonly owned: readonly AccountId[];
  readonly protectedAccounts: readonly AccountId[];
}

/** @param state what the resource recorded; undefined when it is new */
export function readRequest(args: ShareArgs, state: ShareState | undefined): ReadRequest {
  const { credentials, timeoutSeconds } = args;
  return { target: targetOf(args), scope: scopeOf(args), credentials, timeoutSeconds, owner: state?.owner };
}

/** @param state what the resource recorded; undefined when it is new */
export function shareRequest(
  args: ShareArgs,
  state: ShareState | undefined,
  guards: GuardPolicy,
): ShareRequest {
  return { ...readRequest(args, state), listed: listedIn(args), goal: goalOf(args, state), guards };
}

/** The same request once it is known who owns the image: that account is neither added nor removed. */
export function withOwner(request: ShareRequest, owner: AccountId | undefined): ShareRequest {
  return { ...request, goal: forOwner(request.goal, owner) };
}

/**
 * What to read, or to revoke, of a resource of which only state is left.
 *
 * @param everything all parts that an image of the service has: looked at where state manages none
 */
export function revokeRequest(state: ShareState, everything: Scope): RevokeRequest {
  const { target, credentials, timeoutSeconds, owner, protectedAccounts } = state;
  const scope = { accounts: state.accounts !== undefined, ownEcs: state.shareToEcs !== undefined };
  const isBlank = !scope.accounts && !scope.ownEcs;
  return {
    target,
    scope: isBlank ? everything : scope,
    credentials,
    timeoutSeconds,
    owner,
    owned: ownedIn(state),
    protectedAccounts,
  };
}
