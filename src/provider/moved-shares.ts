/** Detects shares that were made at another endpoint or site. */

import type { App } from "../app/app";
import { placeFor } from "../app/endpoints";
import { findService } from "../backends/registry";
import { ownedIn } from "../core/goal";
import { type CurrentEndpoint, isElsewhere, type MovedShare, wrongEndpoint } from "../core/recorded-endpoint";
import type { ShareState } from "../core/state";

/** The endpoint of a service, with the keys of a profile. @throws ConfigurationError */
export function currentEndpoint(
  { connections }: App,
  service: string,
  profile: string | undefined,
): CurrentEndpoint {
  return placeFor(connections.settings, findService(service)?.facts ?? { cloud: service }, profile);
}

/**
 * The share, if it was made at another endpoint and the configuration moves it; undefined at the same endpoint.
 *
 * @param profile the credentials of this run
 * @param options `isOfLastRun`: whether the engine probably passes the configuration of the last `up`
 * @throws ShareError if it was made at another endpoint and does not move; ConfigurationError
 */
export function movedShare(
  app: App,
  state: ShareState,
  profile: string | undefined,
  { isOfLastRun = false }: { readonly isOfLastRun?: boolean } = {},
): MovedShare | undefined {
  const { target, place: recorded } = state;
  if (recorded === undefined) return undefined;
  const now = currentEndpoint(app, target.service, profile);
  if (!isElsewhere(recorded, now)) return undefined;
  const found = { target, recorded, now, owned: ownedIn(state) };
  if (app.connections.settings.movesEndpoint) return found;
  throw wrongEndpoint(found, isOfLastRun);
}
