/** Makes the request for one image, from its arguments and state, and from what the stack's configuration says. */
import { findService } from "../backends/registry";
import type { ShareManager } from "../converge/share-manager";
import { type AccountId, difference, intersection } from "../core/accounts";
import type { ShareArgs } from "../core/args";
import type { Scope } from "../core/backend";
import { listedIn, policyOf, targetOf } from "../core/goal";
import type { GuardPolicy } from "../core/guards";
import type { Plan } from "../core/plan";
import {
  type ReadRequest,
  type RevokeRequest,
  revokeRequest,
  type ShareRequest,
  shareRequest,
} from "../core/share-request";
import type { ShareState } from "../core/state";
import type { ImageTarget } from "../core/target";
import type { App } from "./app";

/**
 * What only another resource of the program lists, an additive share hands over instead of revoking it. It goes on
 * owning the account until the state of the other one names it too: otherwise nobody would own it if the other fails.
 *
 * @param state what the resource recorded; undefined when it is new
 * @throws ConfigurationError where an approval cannot be read
 */
export function requestFor(app: App, args: ShareArgs, state: ShareState | undefined): ShareRequest {
  const request = shareRequest(args, state, guardsFor(app, args, state));
  if (state === undefined || request.goal.exclusive) return request;
  const elsewhere = listedElsewhere(app.manager, args);
  const recorded = intersection(elsewhere, app.manager.claims.recorded(request.target));
  const owned = difference(request.goal.owned, new Set(recorded));
  return { ...request, goal: { ...request.goal, elsewhere, owned } };
}

/** What is left to ask of a resource that only state knows. */
export function requestFromState(state: ShareState): RevokeRequest {
  return revokeRequest(state, everythingOf(state.target.service));
}

/** A look at all that there is to see of an image. */
export function lookupRequest(target: ImageTarget, credentials: string | undefined): ReadRequest {
  return { target, scope: everythingOf(target.service), credentials, timeoutSeconds: undefined };
}

function everythingOf(service: string): Scope {
  return { accounts: true, ownEcs: findService(service)?.facts.ownEcs === true };
}

/**
 * The program refuses two resources for one image where it can see both; transforms and copies of the package hide one,
 * and what the hidden one lists is a guard.
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

/** Whom other resources of the program list for the image, and this one does not. */
function listedElsewhere(manager: ShareManager, args: ShareArgs): AccountId[] {
  return difference(manager.claims.claimed(targetOf(args)), new Set(listedIn(args)));
}

/**
 * The owner that a share is recorded with: as before, else the account that the keys act for, since nobody shares the
 * images of others.
 *
 * @returns undefined, with a line, where the cloud does not tell
 */
export async function ownerOf(manager: ShareManager, request: ReadRequest): Promise<AccountId | undefined> {
  return request.owner ?? (await manager.caller(request)).account;
}

/** The owner as far as a preview needs it: while nobody is to be added, nobody asks whose keys these are. */
export async function ownerFor(
  manager: ShareManager,
  request: ReadRequest,
  plan: Plan,
): Promise<AccountId | undefined> {
  return plan.add.length > 0 ? ownerOf(manager, request) : request.owner;
}
