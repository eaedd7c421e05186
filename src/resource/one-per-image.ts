import { setImmediate as nextTurn } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { withTopic } from "../core/error-topics";
import { isMocked } from "./preconditions";

interface Claim {
  readonly name: string;
  readonly exclusive: boolean;
  /** Why it must not be carried out, when a later resource is for the same image. */
  conflict?: Error;
}

/** Claims by image, apart for each run: programs of the Automation API run again and again in one process. */
const claimsByRun = new WeakMap<object, Map<string, Claim[]>>();
const outsideOfAnyStack = {};

/**
 * Refuses a second resource for an image of which one resource means to be the only manager: each would revoke
 * the other's accounts, on every run. Has to happen in the program, because a provider never learns names.
 *
 * @returns the image's ID, which fails to resolve when another resource takes the same image: then neither is carried out
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
    const claim: Claim = { name, exclusive: isExclusive };
    const claims = claimsFor(JSON.stringify([service, place, known]));
    const rival = claims.find((other) => other.exclusive || isExclusive);
    if (rival !== undefined) {
      const error = conflict(place === undefined ? known : `${known} (${place})`, rival.name, name);
      for (const other of claims) other.conflict ??= error;
      throw error;
    }
    claims.push(claim);
    return unlessContested(claim, known);
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

/**
 * Stands for the run of the program: of the Automation API's, there may be many in one process, and a unit test's mocks
 * begin one each time that they are set.
 */
export function thisRun(): object {
  return pulumi.runtime.getStackResource() ?? pulumi.runtime.getMonitor() ?? outsideOfAnyStack;
}

function claimsFor(image: string): Claim[] {
  const run = thisRun();
  const byImage = claimsByRun.get(run) ?? new Map<string, Claim[]>();
  claimsByRun.set(run, byImage);
  const claims = byImage.get(image) ?? [];
  byImage.set(image, claims);
  return claims;
}

/** Waits until the program has made its other resources: the engine carries out each as soon as it hears of it. */
async function unlessContested(claim: Claim, imageId: string): Promise<string> {
  // A unit test carries nothing out, and an ID that fails to resolve would end it as an error that nobody has caught.
  if (isMocked()) return imageId;
  await nextTurn();
  if (claim.conflict !== undefined) throw claim.conflict;
  return imageId;
}

function conflict(image: string, first: string, second: string): Error {
  const names = first === second ? `both named "${first}",` : `"${first}" and "${second}",`;
  const message =
    `${image}: two resources, ${names} share this image, and each would revoke the accounts of the ` +
    "other. Merge them into one, or set exclusive: false in both";
  return new pulumi.RunError(withTopic(message, "two-resources"));
}

function isPlain(value: pulumi.Input<string> | undefined): value is string {
  return typeof value === "string";
}
