/** The places that --service, --region and --profile name. */
import type { Place } from "../app/places";
import { findService } from "../backends/registry";
import { UsageError } from "./report-failure";

export interface PlaceOptions {
  readonly service?: readonly string[];
  readonly region?: readonly string[];
}

/**
 * Each region with every service that has regions; `<service>=<region>` with that service alone.
 *
 * @param profiles undefined among them: the stack's own credentials
 * @throws UsageError
 */
export function placesIn(
  { service: services = [], region: regions = [] }: PlaceOptions,
  profiles: readonly (string | undefined)[],
): Place[] {
  const named = regions.map((region) => {
    const [left = "", right] = region.split("=", 2);
    return right === undefined ? { service: undefined, region: left } : { service: left, region: right };
  });
  const used = new Set<object>();
  const pairs = [...new Set(services)].flatMap((service): Omit<Place, "profile">[] => {
    if (findService(service)?.facts.region === undefined) return [{ service, region: undefined }];
    const mine = named.filter((region) => region.service === undefined || region.service === service);
    for (const region of mine) used.add(region);
    if (mine.length > 0)
      return [...new Set(mine.map(({ region }) => region))].map((region) => ({ service, region }));
    throw new UsageError(
      `${service} has regions: say which with --region (several times for several, or all)`,
    );
  });
  const unused = named.find((region) => !used.has(region));
  if (unused !== undefined) {
    throw new UsageError(`--region ${unused.region}: none of the services asked for has regions like this`);
  }
  return pairs.flatMap((pair) => [...new Set(profiles)].map((profile) => ({ ...pair, profile })));
}
