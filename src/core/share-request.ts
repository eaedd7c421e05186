/** The request for one image: made once from arguments and state, and used by read, preview, apply and revoke. */
import type { AccountId } from "./accounts";
import type { ShareArgs } from "./arguments";
import type { Scope } from "./backend";
import { goalOf, ownedIn, snapshotGoalOf, targetOf } from "./goal";
import type { GuardPolicy } from "./guards";
import { isBlank, listedIn, scopeOf } from "./managed-parts";
import { forOwner, type Goal, type SnapshotGoal } from "./plan";
import type { ShareState } from "./state";
import type { ImageTarget } from "./target";

/** An image, the parts of its access to read, and the credentials. */
export interface ReadRequest {
  readonly target: ImageTarget;
  readonly scope: Scope;
  /** Name of the credentials profile; undefined: the stack's own. */
  readonly credentials: string | undefined;
  readonly timeoutSeconds: number | undefined;
  /** The account that owns the image, if state records it. */
  readonly owner?: AccountId | undefined;
  /** The snapshots behind the image, if state records them. */
  readonly snapshotIds?: readonly string[] | undefined;
}

/** The goal, and the guards that the plan must pass. */
export interface ApplyRequest extends ReadRequest {
  readonly goal: Goal;
  readonly guards: GuardPolicy;
}

/** A program's complete request. */
export interface ShareRequest extends ApplyRequest {
  /** Accounts that the arguments list, with the owner of the image if listed. */
  readonly listed: readonly AccountId[];
}

/** The end of a share: accounts that it owns, and accounts that keep access. */
export interface RevokeRequest extends ReadRequest {
  readonly owned: readonly AccountId[];
  /** Set if the share manages the snapshots behind the image. */
  readonly snapshots?: SnapshotGoal | undefined;
  readonly protectedAccounts: readonly AccountId[];
}

/** @param state the resource's state; undefined when it is new */
export function readRequest(args: ShareArgs, state: ShareState | undefined): ReadRequest {
  const { credentials, timeoutSeconds } = args;
  return {
    target: targetOf(args),
    scope: scopeOf(args),
    credentials,
    timeoutSeconds,
    owner: state?.owner,
    snapshotIds: state?.snapshotIds,
  };
}

/** @param state the resource's state; undefined when it is new */
export function shareRequest(
  args: ShareArgs,
  state: ShareState | undefined,
  guards: GuardPolicy,
): ShareRequest {
  return { ...readRequest(args, state), listed: listedIn(args), goal: goalOf(args, state), guards };
}

/** The request with the owner of the image, which is neither added nor removed. */
export function withOwner(request: ShareRequest, owner: AccountId | undefined): ShareRequest {
  return { ...request, goal: forOwner(request.goal, owner) };
}

/**
 * The request to read or revoke a resource that only state holds.
 *
 * @param everything all parts that an image of the service has: read by a lookup, and if state manages none
 */
export function revokeRequest(state: ShareState, everything: Scope): RevokeRequest {
  const { target, credentials, timeoutSeconds, owner, protectedAccounts } = state;
  const scope = scopeOf(state);
  return {
    target,
    scope: state.isLookup || isBlank(scope) ? everything : scope,
    credentials,
    timeoutSeconds,
    owner,
    owned: ownedIn(state),
    snapshotIds: state.snapshotIds,
    snapshots: scope.snapshots === true ? snapshotGoalOf(state) : undefined,
    protectedAccounts,
  };
}
