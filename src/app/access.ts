/** Looks who has access to an image, for those who only look: programs, and the command line. */
import { findService } from "../backends/registry";
import { OWN_ECS } from "../core/accounts";
import { checkArgs } from "../core/args";
import { ConfigurationError, keysSentence, ShareError } from "../core/errors";
import { targetOf } from "../core/goal";
import { serviceNames } from "../core/services";
import { type ImageTarget, imageLabel } from "../core/target";
import type { App } from "./app";

/** Everybody who has access to an image. */
export interface Access {
  /** Sorted. */
  readonly accounts: string[];
  /** Whether it can be used in the owner's own ECS; absent where there is no such thing. */
  readonly shareToEcs?: boolean;
}

/** @throws ConfigurationError, and ShareError also when there is no such image */
export async function getAccess(
  app: App,
  image: ImageTarget & { readonly credentials?: string },
): Promise<Access> {
  checkImage(image);
  const ownEcs = findService(image.service)?.facts.ownEcs === true;
  const target = targetOf(image);
  const reference = { target, credentials: image.credentials };
  const scope = { accounts: true, ownEcs };
  const live = await app.manager.read({ ...reference, scope, timeoutSeconds: undefined });
  if (live === undefined) throw imageNotFound(target, await app.describeCaller(reference));
  const accounts = [...live].filter((account) => account !== OWN_ECS).sort();
  return ownEcs ? { accounts, shareToEcs: live.has(OWN_ECS) } : { accounts };
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
  const message = `${imageLabel(target)}: there is no such image, or it is not yours. Check imageId and region`;
  return new ShareError(`${message}. ${keysSentence(keys)}`, "image-gone", { wrote: false });
}
