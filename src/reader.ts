/** Looks who has access to an image, for those who only look: programs, and the command line. */
import { findService, serviceNames } from "./backends/registry";
import { OWN_ECS } from "./core/accounts";
import { checkArgs } from "./core/args";
import { ConfigurationError, ShareError } from "./core/errors";
import { targetOf } from "./core/goal";
import { type ImageTarget, imageLabel } from "./core/target";
import type { Host } from "./host";

/** Everybody who has access to an image. */
export interface Access {
  /** Sorted. */
  readonly accounts: string[];
  /** Whether it can be used in the owner's own ECS; absent where there is no such thing. */
  readonly shareToEcs?: boolean;
}

/** @throws ConfigurationError, and ShareError also when there is no such image */
export async function readAccess(
  host: Host,
  image: ImageTarget & { readonly credentials?: string },
): Promise<Access> {
  const facts = findService(image.service)?.facts;
  const verdict = checkArgs({ ...image, accounts: [], allowEmpty: true }, facts, serviceNames);
  const [failure] = verdict.failures;
  if (failure !== undefined) throw new ConfigurationError(failure.reason, failure.topic);
  const ownEcs = facts?.ownEcs === true;
  const target = targetOf(image);
  const live = await host.manager.read({
    target,
    scope: { accounts: true, ownEcs },
    credentials: image.credentials,
    timeoutSeconds: undefined,
  });
  if (live === undefined) {
    const message = `${imageLabel(target)}: there is no such image, or it is not yours. Check imageId and region`;
    throw new ShareError(message, "image-gone", { wrote: false });
  }
  const accounts = [...live].filter((account) => account !== OWN_ECS).sort();
  return ownEcs ? { accounts, shareToEcs: live.has(OWN_ECS) } : { accounts };
}
