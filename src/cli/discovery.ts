/** Finds an account's own images, and who they are shared with. */

import { listsIn } from "../app/access";
import { mapConcurrent } from "../app/map-concurrent";
import { expandRegions, type Place } from "../app/places";
import { everythingOf } from "../app/request";
import { findService } from "../backends/registry";
import { type AccountId, OWN_ECS } from "../core/accounts";
import type { ListedImage } from "../core/backend";
import { manages } from "../core/grantees";
import { listedIn } from "../core/managed-parts";
import { type ImageTarget, imageLabel, shareId } from "../core/target";
import { isCancellation, type Session } from "./session";
import { checkEntry } from "./shares";

/** A share as in a file or a program, with the image's name. */
export interface Found {
  readonly target: ImageTarget;
  /** The owner's text: sanitize it before printing. */
  readonly name: string;
  readonly accounts: readonly AccountId[];
  /** Absent for services without them, and where there is none. */
  readonly organizationArns?: readonly AccountId[];
  readonly organizationalUnitArns?: readonly AccountId[];
  /** Absent for services without it. */
  readonly shareToEcs?: boolean;
  /** Whether every account of the cloud can use it; absent where it cannot, or the service does not tell. */
  readonly public?: true;
}

/** An image that no file can list. */
export interface LeftOut {
  readonly target: ImageTarget;
  readonly reason: string;
}

export interface Discovery {
  /** Sorted by image. */
  readonly found: readonly Found[];
  readonly leftOut: readonly LeftOut[];
  readonly errors: readonly unknown[];
}

type Listed = ImageTarget & { readonly image: ListedImage };
type Result =
  | { readonly found: Found }
  | { readonly leftOut: LeftOut }
  | { readonly error: unknown }
  | undefined;

/** A shorter time for images that are not usable, because they may never answer. */
const MAX_SECONDS_UNUSABLE = 30;

export async function discoverAll(
  session: Session,
  asked: readonly Place[],
  profile: string | undefined,
): Promise<Discovery> {
  const { places, unlisted } = await expandRegions(session.app, asked);
  const lists = await mapConcurrent(
    places,
    ({ service }) => service,
    (place) => listed(session, place, profile),
  );
  const images = lists.flatMap((list) => ("images" in list ? list.images : []));
  const results = await session.withProgress("read", images.length, (done) =>
    mapConcurrent(
      images,
      ({ service }) => service,
      async (image) => {
        const result = await access(session, image, profile);
        done();
        return result;
      },
    ),
  );
  const found = results.flatMap((result) =>
    result !== undefined && "found" in result ? [result.found] : [],
  );
  return {
    found: found.sort((left, right) => (shareId(left.target) < shareId(right.target) ? -1 : 1)),
    leftOut: results.flatMap((result) =>
      result !== undefined && "leftOut" in result ? [result.leftOut] : [],
    ),
    errors: [...unlisted, ...lists, ...results].flatMap((result) =>
      result !== undefined && "error" in result && !isCancellation(result.error) ? [result.error] : [],
    ),
  };
}

async function listed(
  session: Session,
  { service, region }: Place,
  profile: string | undefined,
): Promise<{ readonly images: readonly Listed[] } | { readonly error: unknown }> {
  try {
    const images = await session.app.manager.listImages(service, region, profile);
    const place = region === undefined ? { service } : { service, region };
    return { images: images.map((image) => ({ ...place, imageId: image.imageId, image })) };
  } catch (error) {
    return { error };
  }
}

async function access(
  session: Session,
  { image, ...target }: Listed,
  profile: string | undefined,
): Promise<Result> {
  const isUsable = image.condition.kind === "usable";
  const facts = findService(target.service)?.facts;
  const ownEcs = facts !== undefined && manages(facts, "own-ecs");
  try {
    const live = await session.app.manager.read({
      target,
      // SWAS allows ten calls a minute, so values from the list are not read again.
      scope: { ...everythingOf(target.service), ownEcs: ownEcs && image.inOwnEcs === undefined },
      credentials: profile,
      timeoutSeconds: isUsable ? undefined : MAX_SECONDS_UNUSABLE,
    });
    // Another account's image (see Backend.listImages), or deleted since.
    if (live === undefined) return undefined;
    const found = {
      target,
      name: image.name,
      ...listsIn(live),
      ...(ownEcs ? { shareToEcs: image.inOwnEcs ?? live.has(OWN_ECS) } : {}),
      ...(session.app.manager.publicImages.has(target) ? { public: true as const } : {}),
    };
    const [failure] = checkEntry(session.app, entryFor(found, profile)).failures;
    return failure === undefined ? { found } : { leftOut: { target, reason: failure.reason } };
  } catch (error) {
    if (image.condition.kind === "usable" || isCancellation(error)) return { error };
    return {
      leftOut: { target, reason: `the vendor calls it ${image.condition.state}, and does not tell more` },
    };
  }
}

/** The share to write for an image, so that applying it changes nothing. */
export function entryFor(
  { target, accounts, organizationArns, organizationalUnitArns, shareToEcs }: Found,
  profile: string | undefined,
): Readonly<Record<string, unknown>> {
  return {
    ...target,
    ...(shareToEcs === undefined ? {} : { shareToEcs }),
    // Explicit, because a new share must set it: accounts that you remove from the list lose access.
    exclusive: true,
    accounts,
    ...(organizationArns === undefined ? {} : { organizationArns }),
    ...(organizationalUnitArns === undefined ? {} : { organizationalUnitArns }),
    ...(accounts.length === 0 ? { allowEmpty: true } : {}),
    ...(profile === undefined ? {} : { credentials: profile }),
  };
}

/** Everybody who has access to an image. */
export function granteesOf(found: Found): AccountId[] {
  return listedIn(found);
}

export function leftOutLine({ target, reason }: LeftOut): string {
  return `${imageLabel(target)}: left out: ${reason}`;
}
