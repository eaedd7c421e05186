/** Reads images and who has access to them, service by service side by side, within the vendors' limits. */
import type { App } from "../app/app";
import { mapConcurrent } from "../app/map-concurrent";
import { expandRegions, type Place } from "../app/places";
import type { ShareArgs } from "../core/arguments";
import type { ListedImage } from "../core/backend";
import { ExplainedError } from "../core/errors";
import { targetOf } from "../core/goal";
import { type ImageTarget, shareId } from "../core/target";
import { type Look, look } from "./look";

/** What to look at. */
export interface Sources {
  readonly places: readonly Place[];
  /** The shares of a file, checked; undefined without a file. */
  readonly shares: readonly ShareArgs[] | undefined;
}

/** Who watches: whether the user has pressed Ctrl-C, and how far it is. */
export interface Watcher {
  readonly interrupted: boolean;
  withProgress<T>(what: string, total: number, work: (done: () => void) => Promise<T>): Promise<T>;
}

/** A place, and how many images are there, or why they could not be listed. */
export interface PlaceSeen {
  readonly place: Place;
  readonly images?: number;
  readonly error?: unknown;
}

export interface ImageSeen {
  readonly target: ImageTarget;
  readonly profile: string | undefined;
  /** As its owner's list shows it; undefined for an image that only the file names. */
  readonly listing: ListedImage | undefined;
  /** The shares of the file that list it. */
  readonly shares: readonly ShareArgs[];
  readonly result: Look | { readonly kind: "failed"; readonly error: unknown } | { readonly kind: "skipped" };
}

export interface Gathered {
  readonly places: readonly PlaceSeen[];
  /** Sorted by image, each once. */
  readonly images: readonly ImageSeen[];
}

type Wanted = Omit<ImageSeen, "result">;

export async function gather(app: App, { places, shares }: Sources, watcher: Watcher): Promise<Gathered> {
  const { places: asked, unlisted } = await expandRegions(app, places);
  const lists = await mapConcurrent(
    asked,
    ({ service }) => service,
    (place) => listed(app, place),
  );
  const wanted = merged(
    lists.flatMap(({ found }) => found),
    shares ?? [],
  );
  const images = await watcher.withProgress("read", wanted.length, (done) =>
    mapConcurrent(
      wanted,
      ({ target }) => target.service,
      async (image) => {
        const result = await resultOf(app, image, watcher);
        done();
        return { ...image, result };
      },
    ),
  );
  return {
    places: [...unlisted, ...lists.map(({ seen }) => seen)],
    images: distinct(images.filter(isOwn)),
  };
}

async function listed(app: App, place: Place): Promise<{ seen: PlaceSeen; found: readonly Wanted[] }> {
  const { service, region, profile } = place;
  try {
    const images = await app.manager.listImages(service, region, profile);
    const found = images.map((listing) => ({
      target: { service, ...(region === undefined ? {} : { region }), imageId: listing.imageId },
      profile,
      listing,
      shares: [],
    }));
    return { seen: { place, images: images.length }, found };
  } catch (error) {
    return { seen: { place, error }, found: [] };
  }
}

/** The images of both, each once for each profile. */
function merged(found: readonly Wanted[], shares: readonly ShareArgs[]): Wanted[] {
  const wanted = new Map(found.map((image) => [keyOf(image), image]));
  for (const share of shares) {
    const profile = share.credentials;
    const image = { target: targetOf(share), profile, listing: undefined, shares: [] };
    const known = wanted.get(keyOf(image)) ?? image;
    wanted.set(keyOf(image), { ...known, shares: [...known.shares, share] });
  }
  return [...wanted.values()];
}

function keyOf({ target, profile }: Pick<Wanted, "target" | "profile">): string {
  return JSON.stringify([shareId(target), profile ?? null]);
}

async function resultOf(app: App, image: Wanted, watcher: Watcher): Promise<ImageSeen["result"]> {
  if (watcher.interrupted) return { kind: "skipped" };
  try {
    return await look(app, image);
  } catch (error) {
    const isCancelled = error instanceof ExplainedError && error.topic === "cancelled";
    return isCancelled ? { kind: "skipped" } : { kind: "failed", error };
  }
}

/** A service that cannot tell whose an image is lists those of others as well: they are not found. */
function isOwn({ result, shares }: ImageSeen): boolean {
  return result.kind !== "not-found" || shares.length > 0;
}

/** Two profiles may see one image: what was read counts, and what the file lists. */
function distinct(images: readonly ImageSeen[]): ImageSeen[] {
  const byId = new Map<string, ImageSeen>();
  for (const image of images) {
    const id = shareId(image.target);
    const other = byId.get(id);
    if (other === undefined) byId.set(id, image);
    else {
      const [best, rest] = rank(image) > rank(other) ? [image, other] : [other, image];
      byId.set(id, {
        ...best,
        listing: best.listing ?? rest.listing,
        shares: [...best.shares, ...rest.shares],
      });
    }
  }
  return [...byId].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, image]) => image);
}

function rank({ result, shares }: ImageSeen): number {
  return (result.kind === "read" ? 2 : 0) + (shares.length > 0 ? 1 : 0);
}
