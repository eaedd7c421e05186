/** The endpoints of a run, by cloud and profile, from the configuration. */
import type { CurrentEndpoint, Endpoint } from "../core/recorded-endpoint";
import { VENDOR } from "../core/recorded-endpoint";
import type { ServiceFacts } from "../core/service-facts";
import { type Config, ENDPOINT_KEY, sectionFor, sectionName } from "./config";

/** The members of a section that decide the endpoint and the site. */
interface Address {
  readonly endpoint?: string | undefined;
  readonly site?: string | undefined;
}

/**
 * The endpoint of one cloud: from the profile, else from the stack's section, else for all clouds. A profile without an
 * endpoint uses its cloud's, because a profile is other keys and not another endpoint.
 *
 * @throws ConfigurationError if the profile is unknown
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

/** @throws ConfigurationError if the profile is unknown */
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

/** Endpoints of single clouds, in the stack and in profiles; empty if the command line's option is set. */
export function ownEndpoints(settings: Config): Endpoint[] {
  if (settings.endpointOption !== undefined) return [];
  const ofSections = (clouds: Config["clouds"], profile: string | undefined) =>
    Object.entries(clouds).flatMap(([cloud, section]) =>
      section === undefined ? [] : (endpointIn(settings, cloud, profile) ?? []),
    );
  const ofProfiles = Object.entries(settings.profiles).map(([name, clouds]) => ofSections(clouds, name));
  return [...ofSections(settings.clouds, undefined), ...ofProfiles.flat()];
}
