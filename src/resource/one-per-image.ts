import * as pulumi from "@pulumi/pulumi";
import { withTopic } from "../core/error-topics";

interface Claim {
  readonly name: string;
  readonly exclusive: boolean;
}

/** Claims by image, apart for each run: programs of the Automation API run again and again in one process. */
const claimsByRun = new WeakMap<object, Map<string, Claim>>();
const outsideOfAnyStack = {};

/**
 * Refuses a second resource for an image of which one resource means to be the only manager: each would revoke
 * the other's accounts, on every run. Has to happen in the program, because a provider never learns names.
 *
 * @returns the image's ID, which fails to resolve when the image is only known later and is taken by then
 * @throws Error that names both resources
 */
export function claimImage(
  name: string,
  args: {
    service: string;
    region?: pulumi.Input<string>;
    imageId: pulumi.Input<string>;
    exclusive?: pulumi.Input<boolean>;
  },
): pulumi.Input<string> {
  const { service, region, imageId, exclusive } = args;
  const take = (known: string, place: string | undefined, isExclusive: boolean) => {
    const claim = { name, exclusive: isExclusive };
    const claims = claimsOfThisRun();
    const label = place === undefined ? known : `${known} (${place})`;
    const key = JSON.stringify([service, place, known]);
    const other = claims.get(key);
    if (other !== undefined && (other.exclusive || claim.exclusive)) throw conflict(label, other.name, name);
    claims.set(key, other ?? claim);
    return known;
  };
  const isKnown = exclusive === undefined || typeof exclusive === "boolean";
  if (isKnown && isPlain(imageId) && (region === undefined || isPlain(region))) {
    return take(imageId, region, exclusive !== false);
  }
  // A malformed value is the provider's to complain about.
  if (imageId === undefined || imageId === null) return imageId;
  // A secret among the others must not make a secret of the image.
  const mode = pulumi.unsecret(pulumi.output(exclusive));
  const claimed = pulumi
    .all([imageId, region, mode])
    .apply(([known, place, isExclusive]) => take(known, place, isExclusive !== false));
  // At a preview, a mode or a region that is not known yet must not make an image unknown that is known. A conflict ends
  // the program all the same, as an error that nobody has caught.
  return pulumi.runtime.isDryRun() ? imageId : claimed;
}

/** Stands for the run of the program: of the Automation API's, there may be many in one process. */
export function thisRun(): object {
  return pulumi.runtime.getStackResource() ?? outsideOfAnyStack;
}

function claimsOfThisRun(): Map<string, Claim> {
  const run = thisRun();
  const claims = claimsByRun.get(run) ?? new Map<string, Claim>();
  claimsByRun.set(run, claims);
  return claims;
}

function conflict(image: string, first: string, second: string): Error {
  const message =
    `${image}: two resources, "${first}" and "${second}", share this image, and each would revoke the accounts of the ` +
    "other. Merge them into one, or set exclusive: false in both";
  return new pulumi.RunError(withTopic(message, "two-resources"));
}

function isPlain(value: pulumi.Input<string> | undefined): value is string {
  return typeof value === "string";
}
