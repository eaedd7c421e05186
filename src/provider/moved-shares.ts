/** Shares that were made at another endpoint, or site, than the run calls. */

import type { App } from "../app/app";
import { placeFor } from "../app/endpoints";
import { findService } from "../backends/registry";
import { ownedIn } from "../core/goal";
import { type CurrentEndpoint, isElsewhere, type MovedShare, wrongEndpoint } from "../core/recorded-endpoint";
import type { ShareState } from "../core/state";

/** Where calls for a service go, with the keys of a profile. @throws ConfigurationError */
export function currentEndpoint(
  { connections }: App,
  service: string,
  profile: string | undefined,
): CurrentEndpoint {
  return placeFor(connections.settings, findService(service)?.facts ?? { cloud: service }, profile);
}

/**
 * The share, if it is somewhere else and the configuration says that it moves; undefined where it is where the run calls.
 *
 * @param profile whose keys it is called with in this run
 * @param options `isOfLastRun`: whether the engine asks with the configuration of the last `up`, as far as one can tell
 * @throws ShareError when it is somewhere else, and is not to move; ConfigurationError
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
