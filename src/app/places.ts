/** Where images are listed: a service, a region, and the credentials to look with. */
import type { App } from "./app";

export interface Place {
  readonly service: string;
  /** Undefined for services without regions. */
  readonly region: string | undefined;
  /** The name of a credentials profile; undefined: the stack's own. */
  readonly profile: string | undefined;
}

/** Stands for every region that the vendor lists. */
const ALL_REGIONS = "all";

/** A place whose regions could not be listed. */
interface Unlisted {
  readonly place: Place;
  readonly error: unknown;
}

export interface Expanded {
  /** Each place once, with a region of its own. */
  readonly places: readonly Place[];
  readonly unlisted: readonly Unlisted[];
}

/** Asks the vendor for the regions of the places that are `all`: one call for each service and profile. */
export async function expandRegions(app: App, places: readonly Place[]): Promise<Expanded> {
  const unlisted: Unlisted[] = [];
  const lists = await Promise.all(
    places.map(async (place): Promise<readonly Place[]> => {
      if (place.region !== ALL_REGIONS) return [place];
      try {
        const regions = await app.manager.listRegions(place.service, place.profile);
        return regions.map((region) => ({ ...place, region }));
      } catch (error) {
        unlisted.push({ place, error });
        return [];
      }
    }),
  );
  const distinct = new Map(lists.flat().map((place) => [placeKey(place), place]));
  return { places: [...distinct.values()], unlisted };
}

function placeKey({ service, region, profile }: Place): string {
  return JSON.stringify([service, region ?? null, profile ?? null]);
}
