/** Looks who has access to an image, for those who only look: programs, and the command line. */
import { findService } from "../backends/registry";
import { accountsOnly, OWN_ECS } from "../core/accounts";
import { checkArgs } from "../core/args";
import { ConfigurationError, keysSentence, ShareError } from "../core/errors";
import { targetOf } from "../core/goal";
import { serviceNames } from "../core/services";
import { type ImageTarget, imageLabel } from "../core/target";
import type { App } from "./app";
import { lookupRequest } from "./request";

/** Everybody who has access to an image. */
export interface Access {
  /** Sorted. */
  readonly accounts: string[];
  /** Whether it can be used in the owner's own ECS; absent where there is no such thing. */
  readonly shareToEcs?: boolean;
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
  const accounts = accountsOnly(live).sort();
  return request.scope.ownEcs ? { accounts, shareToEcs: live.has(OWN_ECS) } : { accounts };
}

/** @throws ConfigurationError when no image of the service can be meant */
export function checkImage(image: ImageTarget & { readonly credentials?: string }): void {
  const facts = findService(image.service)?.facts;
  const verdict = checkArgs({ ...image, accounts: [], allowEmpty: true }, facts, serviceNames);
  const [failure] = verdict.failures;
  if (failure !== undefined) throw new ConfigurationError(failure.reason, failure.topic);
}

/** Whoever asks who has access wants to hear that there is nothing to have access to. @param keys used to look */
export function imageNotFound(target: ImageTarget, keys: string): ShareError {
  const message = `${imageLabel(target)}: image not found, or not owned by these credentials. Check imageId and region`;
  return new ShareError(`${message}. ${keysSentence(keys)}`, "image-gone", { wrote: false });
}
