import { setImmediate as nextTurn } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { type AccountId, OWN_ECS } from "../core/accounts";
import { withTopic } from "../core/error-topics";
import { granteeLists } from "../core/grantees";
import type { ImageTarget } from "../core/target";
import { isMocked } from "./preconditions";

/** The arguments that decide the image and its listed accounts. */
interface ClaimingArgs {
  readonly service: string;
  readonly region?: pulumi.Input<string>;
  readonly imageId: pulumi.Input<string>;
  readonly exclusive?: pulumi.Input<boolean>;
  readonly accounts?: unknown;
  readonly organizationArns?: unknown;
  readonly organizationalUnitArns?: unknown;
  readonly shareToEcs?: unknown;
}

interface Claim {
  readonly name: string;
  readonly exclusive: boolean;
  /** `shareToEcs`, if the program knows its value. */
  readonly ownEcs: boolean | undefined;
  /** The listed accounts that the program knows. */
  readonly accounts: readonly AccountId[];
  /** Whether the program knows all listed accounts. */
  readonly isWhole: boolean;
  /** Set if a later resource manages the same image: the error that stops both. */
  conflict?: Error;
}

/** Claims of one run of the program. The Automation API may have many runs in one process. */
class RunClaims {
  readonly byImage = new Map<string, Claim[]>();
  /** Resources whose image or mode is not known yet, by name, with what is known of the image. */
  readonly open = new Map<string, Partial<ImageTarget>>();
}

const claimsByRun = new WeakMap<object, RunClaims>();
const outsideOfAnyStack = {};

/**
 * Refuses a second resource for an image that one resource manages exclusively, because each would revoke
 * the other's accounts in every run. Also refuses opposite values of `shareToEcs`. The program checks it,
 * because a provider does not know names.
 *
 * @returns the image's ID, which fails to resolve when another resource takes the same image: then neither is carried out
 * @throws Error that names both resources
 */
export function claimImage(name: string, args: ClaimingArgs): pulumi.Input<string> {
  const { service, region, imageId, exclusive } = args;
  const take = (known: string, place: string | undefined, isExclusive: boolean) => {
    const ownEcs = typeof args.shareToEcs === "boolean" ? args.shareToEcs : undefined;
    const claim: Claim = { name, exclusive: isExclusive, ownEcs, ...listedBy(args) };
    const claims = claimsOn(keyOf(service, place, known));
    const rival = claims.find((other) => other.exclusive || isExclusive || contradicts(other, claim));
    if (rival !== undefined) {
      const error = conflict(place === undefined ? known : `${known} (${place})`, rival, claim);
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
  // The provider reports a malformed value.
  if (imageId === undefined || imageId === null) return imageId;
  const run = claimsOfRun();
  run.open.set(name, {
    service,
    ...(isPlain(region) ? { region } : {}),
    ...(isPlain(imageId) ? { imageId } : {}),
  });
  // A secret among the others must not make the image's ID a secret.
  const mode = pulumi.unsecret(pulumi.output(exclusive));
  const claimed = pulumi.all([imageId, region, mode]).apply(([known, place, isExclusive]) => {
    run.open.delete(name);
    return take(known, place, isExclusive !== false);
  });
  // At a preview, a mode or a region that is not known yet must not make an image unknown that is known. A conflict ends
  // the program all the same, as an error that nobody has caught.
  return pulumi.runtime.isDryRun() ? imageId : claimed;
}

/** Accounts that other resources list for an image, as far as the program has run. */
export function listedElsewhere(
  name: string,
  target: ImageTarget,
): { readonly accounts: Readonly<Record<AccountId, string>>; readonly isWhole: boolean } {
  const image = keyOf(target.service, target.region, target.imageId);
  const others = claimsOn(image).filter((claim) => claim.name !== name);
  const isOpen = [...claimsOfRun().open].some(([other, known]) => {
    const { service, region, imageId } = { ...target, ...known };
    return other !== name && keyOf(service, region, imageId) === image;
  });
  return {
    accounts: Object.fromEntries(
      others.flatMap((claim) => claim.accounts.map((account) => [account, claim.name])),
    ),
    isWhole: !isOpen && others.every((claim) => claim.isWhole),
  };
}

/** Skips secrets, because they would become visible in another resource. */
function listedBy(args: ClaimingArgs): Pick<Claim, "accounts" | "isWhole"> {
  const { shareToEcs } = args;
  const lists = granteeLists.map(({ argument }) => args[argument]);
  const list = lists.flatMap((given): readonly unknown[] => (Array.isArray(given) ? given : []));
  const isText = (value: unknown): value is string => typeof value === "string";
  return {
    accounts: [...list.filter(isText), ...(shareToEcs === true ? [OWN_ECS] : [])],
    isWhole:
      lists.every((given) => given === undefined || Array.isArray(given)) &&
      list.every(isText) &&
      (shareToEcs === undefined || typeof shareToEcs === "boolean"),
  };
}

/**
 * Stands for the run of the program: of the Automation API's, there may be many in one process, and a unit test's mocks
 * begin one each time that they are set.
 */
export function thisRun(): object {
  return pulumi.runtime.getStackResource() ?? pulumi.runtime.getMonitor() ?? outsideOfAnyStack;
}

function claimsOfRun(): RunClaims {
  const run = thisRun();
  const claims = claimsByRun.get(run) ?? new RunClaims();
  claimsByRun.set(run, claims);
  return claims;
}

function claimsOn(image: string): Claim[] {
  const { byImage } = claimsOfRun();
  const claims = byImage.get(image) ?? [];
  byImage.set(image, claims);
  return claims;
}

function keyOf(service: string, region: string | undefined, imageId: string): string {
  return JSON.stringify([service, region, imageId]);
}

/** Waits until the program has made its other resources, because the engine carries out each at once. */
async function unlessContested(claim: Claim, imageId: string): Promise<string> {
  // A unit test applies nothing, and an ID that fails to resolve would end it with an uncaught error.
  if (isMocked()) return imageId;
  await nextTurn();
  if (claim.conflict !== undefined) throw claim.conflict;
  return imageId;
}

/** Whether one gives the owner's own ECS access, and the other removes it, in every run. */
function contradicts({ ownEcs: one }: Claim, { ownEcs: other }: Claim): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

function conflict(image: string, first: Claim, second: Claim): Error {
  const names =
    first.name === second.name ? `both named "${first.name}",` : `"${first.name}" and "${second.name}",`;
  const reason =
    first.exclusive || second.exclusive
      ? "and each would revoke the accounts of the other. Merge them into one, or set exclusive: false in both"
      : "and one says shareToEcs: true, the other one false. Say the same in both, or leave it out of one";
  const message = `${image}: two resources, ${names} share this image, ${reason}`;
  return new pulumi.RunError(withTopic(message, "two-resources"));
}

function isPlain(value: pulumi.Input<string> | undefined): value is string {
  return typeof value === "string";
}
