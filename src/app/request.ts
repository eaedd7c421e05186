/** Makes the request for one image, from its arguments, its state and the stack's configuration. */
import { findService } from "../backends/registry";
import type { ShareManager } from "../converge/share-manager";
import { type AccountId, difference, intersection } from "../core/accounts";
import type { ShareArgs } from "../core/arguments";
import type { Scope } from "../core/backend";
import { policyOf, targetOf } from "../core/goal";
import { granteeLists, manages } from "../core/grantees";
import type { GuardPolicy } from "../core/guards";
import { listedIn } from "../core/managed-parts";
import { type Plan, withSnapshotIds } from "../core/plan";
import type { GranteeKind } from "../core/service-facts";
import {
  type ReadRequest,
  type RevokeRequest,
  revokeRequest,
  type ShareRequest,
  shareRequest,
} from "../core/share-request";
import { exceptAccounts } from "../core/snapshots";
import type { ShareState } from "../core/state";
import type { ImageTarget } from "../core/target";
import type { App } from "./app";

/**
 * An additive share hands over accounts that only another resource lists, instead of revoking them. It keeps
 * owning such an account until the other resource's state holds it, because the other resource may fail.
 *
 * @param state the resource's state; undefined when it is new
 * @throws ConfigurationError where an approval cannot be read
 */
export function requestFor(app: App, args: ShareArgs, state: ShareState | undefined): ShareRequest {
  const request = withKnownSnapshots(app, shareRequest(args, state, guardsFor(app, args, state)));
  if (state === undefined || request.goal.exclusive) return request;
  const elsewhere = listedElsewhere(app.manager, args);
  const recorded = intersection(elsewhere, app.manager.claims.recorded(request.target));
  const { goal } = request;
  const owned = exceptAccounts(goal.owned, recorded);
  const { snapshots } = goal;
  return {
    ...request,
    goal: {
      ...goal,
      elsewhere,
      owned,
      ...(snapshots && { snapshots: { ...snapshots, owned: exceptAccounts(snapshots.owned, recorded) } }),
    },
  };
}

/** The request with the snapshots of the image, if a read has looked them up. */
export function withKnownSnapshots<Request extends ShareRequest>(
  { manager }: App,
  request: Request,
): Request {
  return { ...request, goal: withSnapshotIds(request.goal, manager.snapshots.of(request.target)) };
}

/** The request of a resource that only state holds. */
export function requestFromState(state: ShareState): RevokeRequest {
  return revokeRequest(state, everythingOf(state.target.service));
}

/** A read of all parts of an image's access. */
export function lookupRequest(target: ImageTarget, credentials: string | undefined): ReadRequest {
  return { target, scope: everythingOf(target.service), credentials, timeoutSeconds: undefined };
}

/** All parts that an image of the service has. */
export function everythingOf(service: string): Scope {
  const facts = findService(service)?.facts;
  const has = (kind: GranteeKind) => facts !== undefined && manages(facts, kind);
  const lists = granteeLists.filter(({ kind }) => has(kind)).map(({ argument }) => [argument, true]);
  return { ...Object.fromEntries(lists), accounts: true, ownEcs: has("own-ecs") };
}

/**
 * The program refuses two resources for one image if it sees both. Transforms and copies of the package hide one, so
 * a guard protects the accounts that the hidden resource lists.
 */
function guardsFor(
  { connections, manager }: App,
  args: ShareArgs,
  state: ShareState | undefined,
): GuardPolicy {
  const removalsOverride = connections.legibleSettings?.removalsOverride;
  const guards = policyOf(args, { facts: connections.factsOf(args.service), state, removalsOverride });
  const approved = connections.approvedOf(targetOf(args));
  return {
    ...guards,
    listedElsewhere: listedElsewhere(manager, args),
    ...(approved === undefined ? {} : { approved }),
  };
}

/** Accounts that other resources of the program list for the image, and this one does not. */
function listedElsewhere(manager: ShareManager, args: ShareArgs): AccountId[] {
  return difference(manager.claims.claimed(targetOf(args)), new Set(listedIn(args)));
}

/**
 * The owner to record for a share that is about to be made: the recorded one, else the account that the keys act for,
 * because only owners share images. While a call asks for that account, another one reads who has access, and the write
 * starts from that.
 *
 * @returns undefined, after a warning, if the cloud does not report the account
 * @throws ShareError, where the keys are refused or the image cannot be read
 */
export async function ownerBesideRead(
  manager: ShareManager,
  request: ReadRequest,
): Promise<AccountId | undefined> {
  if (request.owner !== undefined) return request.owner;
  const [caller, read] = await Promise.allSettled([manager.caller(request), manager.readForWrite(request)]);
  if (caller.status === "rejected") throw caller.reason;
  if (read.status === "rejected") throw read.reason;
  return caller.value.account;
}

/** The owner for a preview. Without additions, no call asks for the account behind the keys. */
export async function ownerFor(
  manager: ShareManager,
  request: ReadRequest,
  plan: Plan,
): Promise<AccountId | undefined> {
  if (request.owner !== undefined || plan.add.length === 0) return request.owner;
  return (await manager.caller(request)).account;
}
