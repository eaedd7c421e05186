/** Reads who has access to an image, for `getImageShare` and the command line. */
import { findService } from "../backends/registry";
import { OWN_ECS, ofKind } from "../core/accounts";
import { checkArgs } from "../core/args";
import { ConfigurationError, keysSentence, ShareError } from "../core/errors";
import { targetOf } from "../core/goal";
import { granteeLists } from "../core/grantees";
import type { ListArgument } from "../core/service-facts";
import { serviceNames } from "../core/services";
import { type ImageTarget, imageLabel } from "../core/target";
import type { App } from "./app";
import { lookupRequest } from "./request";

/** The accounts that have access to an image. */
export interface Access {
  /** Sorted. */
  readonly accounts: string[];
  /** Sorted; absent for services without them, and where there is none. */
  readonly organizationArns?: string[];
  readonly organizationalUnitArns?: string[];
  /** Whether the owner's own ECS has access; absent for services without it. */
  readonly shareToEcs?: boolean;
  /** Whether every account of the cloud can use the image; absent where it cannot, or the service does not tell. */
  readonly public?: true;
}

/** @throws ConfigurationError, and ShareError also when the image is not found */
export async function getAccess(
  app: App,
  image: ImageTarget & { readonly credentials?: string },
): Promise<Access> {
  checkImage(image);
  const request = lookupRequest(targetOf(image), image.credentials);
  const live = await app.manager.read(request);
  if (live === undefined) throw imageNotFound(request.target, await app.describeCaller(request));
  return {
    ...listsIn(live),
    ...(request.scope.ownEcs ? { shareToEcs: live.has(OWN_ECS) } : {}),
    ...(app.manager.publicImages.has(request.target) ? { public: true } : {}),
  };
}

/** The grantees of each kind; of kinds besides accounts only if there is one. */
export function listsIn(live: Iterable<string>): Pick<Access, ListArgument> {
  const accounts = ofKind("account", live).sort();
  const lists = granteeLists.map(({ kind, argument }) => [argument, ofKind(kind, live).sort()] as const);
  return { accounts, ...Object.fromEntries(lists.filter(([, list]) => list.length > 0)) };
}

/**
 * @param id the resource's ID that the image was parsed from, for the message
 * @throws ConfigurationError if the service has no image of this form
 */
export function checkImage(image: ImageTarget & { readonly credentials?: string }, id?: string): void {
  const facts = findService(image.service)?.facts;
  const verdict = checkArgs({ ...image, accounts: [], allowEmpty: true }, facts, serviceNames);
  const [failure] = verdict.failures;
  if (failure !== undefined)
    throw new ConfigurationError(
      `${id === undefined ? "" : `the id "${id}": `}${failure.reason}`,
      failure.topic,
    );
}

/** A lookup of an image that is gone is an error. @param keys the keys of the read */
export function imageNotFound(target: ImageTarget, keys: string): ShareError {
  const message = `${imageLabel(target)}: image not found, or not owned by these credentials. Check imageId and region`;
  return new ShareError(`${message}. ${keysSentence(keys)}`, "image-gone", { wrote: false });
}
