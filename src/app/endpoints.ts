/** Where the calls of a run go, by cloud and profile, as the configuration says it. */
import type { CurrentEndpoint, Endpoint } from "../core/recorded-endpoint";
import { VENDOR } from "../core/recorded-endpoint";
import type { ServiceFacts } from "../core/service-facts";
import { type Config, ENDPOINT_KEY, sectionFor, sectionName } from "./config";

/** What of a section says where its cloud is called. */
interface Address {
  readonly endpoint?: string | undefined;
  readonly site?: string | undefined;
}

/**
 * The endpoint of one cloud: of the profile, else of the stack's section, else of all clouds. A profile that has none goes
 * where its cloud goes: it is other keys, and no other place.
 *
 * @throws ConfigurationError when the profile is not there
 */
export function endpointFor(
  settings: Config,
  cloud: string,
  profile: string | undefined,
): Endpoint | undefined {
  if (settings.endpointOption !== undefined) return settings.endpointOption;
  const ofProfile = profile === undefined ? undefined : endpointIn(settings, cloud, profile);
  return ofProfile ?? endpointIn(settings, cloud, undefined) ?? settings.endpoint;
}

function endpointIn(settings: Config, cloud: string, profile: string | undefined): Endpoint | undefined {
  const { endpoint } = addressIn(settings, cloud, profile);
  const source = `${sectionName(cloud, profile)}.endpoint`;
  return endpoint === undefined ? undefined : { url: new URL(endpoint), source };
}

function addressIn(settings: Config, cloud: string, profile: string | undefined): Address {
  return (sectionFor(settings, cloud, profile) ?? {}) as Address;
}

/** @throws ConfigurationError when the profile is not there */
export function placeFor(
  settings: Config,
  { cloud, sites }: Pick<ServiceFacts, "cloud" | "sites">,
  profile: string | undefined,
): CurrentEndpoint {
  const endpoint = endpointFor(settings, cloud, profile);
  const site = sites === undefined ? undefined : (addressIn(settings, cloud, profile).site ?? sites[0]);
  return {
    endpoint: endpoint?.url.origin ?? VENDOR,
    ...(site === undefined ? {} : { site }),
    endpointKey: endpoint?.source ?? ENDPOINT_KEY,
    siteKey: `${sectionName(cloud, profile)}.site`,
  };
}

/** All endpoints that are set for single clouds, of the stack and of profiles; none counts beside the option. */
export function ownEndpoints(settings: Config): Endpoint[] {
  if (settings.endpointOption !== undefined) return [];
  const ofSections = (clouds: Config["clouds"], profile: string | undefined) =>
    Object.entries(clouds).flatMap(([cloud, section]) =>
      section === undefined ? [] : (endpointIn(settings, cloud, profile) ?? []),
    );
  const ofProfiles = Object.entries(settings.profiles).map(([name, clouds]) => ofSections(clouds, name));
  return [...ofSections(settings.clouds, undefined), ...ofProfiles.flat()];
}
