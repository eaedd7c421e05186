/** Which services `doctor` asks, with which keys, and in which region. */
import { hasTraces, regionIn } from "../../backends/cloud-traces";
import { findService } from "../../backends/registry";
import { type CloudName, cloudNames, cloudOf, type ServiceName, serviceNames } from "../../core/services";
import { isMembers } from "../config-document";
import { UsageError } from "../report-failure";

export interface Asked {
  readonly service: ServiceName;
  /** Undefined for a service without regions. */
  readonly region: string | undefined;
  /** Whether nobody named the region. */
  readonly isUsual: boolean;
}

/** One set of keys, and the services that they are tried with. */
export interface KeysToTry {
  readonly cloud: CloudName;
  readonly profile: string | undefined;
  readonly asked: readonly Asked[];
  /** Whether the user named the services; else it is not known which of the cloud's services are in use. */
  readonly isNamed: boolean;
}

export interface Wanted {
  readonly service?: readonly string[];
  readonly region?: readonly string[];
  readonly profile?: string;
}

/** The file's configuration, as far as it matters here. */
interface Configured {
  /** Unchecked. */
  readonly shares: unknown;
  /** Clouds with a section of their own. */
  readonly clouds: readonly CloudName[];
  /** The clouds of each profile. */
  readonly profiles: Readonly<Record<string, readonly CloudName[]>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The services on the command line; else those of the shares and all services of the clouds that are configured; else all
 * services of the clouds that the environment has something of.
 *
 * @throws UsageError for a region that no service asked for has
 */
export function keysToTry(wanted: Wanted, configured: Configured, environment: Environment): KeysToTry[] {
  const { service: services = [], profile } = wanted;
  const region = regionsOf(wanted, configured, environment);
  const groups = new Map<string, KeysToTry>();
  const add = (service: ServiceName, name: string | undefined, isNamed: boolean) => {
    const cloud = cloudOf(service);
    const key = JSON.stringify([cloud, name ?? null]);
    const known = groups.get(key) ?? { cloud, profile: name, asked: [], isNamed };
    if (known.asked.some((one) => one.service === service)) return;
    groups.set(key, { ...known, asked: [...known.asked, { service, ...region(service, name) }] });
  };
  const addCloud = (cloud: CloudName, name: string | undefined) => {
    // The shares say better which services are in use.
    if (groups.has(JSON.stringify([cloud, name ?? null]))) return;
    for (const service of serviceNames) if (cloudOf(service) === cloud) add(service, name, false);
  };
  if (services.length > 0) {
    for (const service of serviceNames) if (services.includes(service)) add(service, profile, true);
  } else if (profile !== undefined) {
    const clouds = configured.profiles[profile] ?? [];
    for (const { service } of sharesIn(configured.shares).filter((share) => share.profile === profile))
      add(service, profile, true);
    for (const cloud of clouds) addCloud(cloud, profile);
  } else {
    for (const share of sharesIn(configured.shares)) add(share.service, share.profile, true);
    for (const cloud of configured.clouds) addCloud(cloud, undefined);
    for (const [name, clouds] of Object.entries(configured.profiles))
      for (const cloud of clouds) addCloud(cloud, name);
    if (groups.size === 0)
      for (const cloud of cloudNames) if (hasTraces(cloud, environment)) addCloud(cloud, undefined);
  }
  return [...groups.values()];
}

/** The region that a service is asked in: one is enough to try keys. */
function regionsOf(
  { service = [], region: written = [] }: Wanted,
  { shares }: Configured,
  environment: Environment,
) {
  const named = written.map((text) => {
    const [left = "", right] = text.split("=", 2);
    return right === undefined ? { region: left } : { service: left, region: right };
  });
  const stray = named.find((one) => one.service !== undefined && !service.includes(one.service));
  if (stray !== undefined)
    throw new UsageError(
      `--region ${stray.service}=${stray.region}: name the service with --service as well`,
    );
  return (name: ServiceName, profile: string | undefined): Omit<Asked, "service"> => {
    const format = findService(name)?.facts.region;
    if (format === undefined) return { region: undefined, isUsual: false };
    const candidates = [
      named.find((one) => one.service === name)?.region,
      named.find((one) => one.service === undefined)?.region,
      sharesIn(shares).find((share) => share.service === name && share.profile === profile)?.region,
      regionIn(cloudOf(name), environment),
    ];
    const region = candidates.find((one) => one !== undefined && format.pattern.test(one));
    return region === undefined ? { region: format.example, isUsual: true } : { region, isUsual: false };
  };
}

interface Share {
  readonly service: ServiceName;
  readonly region: string | undefined;
  readonly profile: string | undefined;
}

/** The shares as written; check says what is wrong with one. */
function sharesIn(shares: unknown): Share[] {
  if (!Array.isArray(shares)) return [];
  return shares.flatMap((share: unknown): Share[] => {
    if (!isMembers(share)) return [];
    const service = serviceNames.find((name) => name === share.service);
    if (service === undefined) return [];
    return [{ service, region: textOf(share.region), profile: textOf(share.credentials) }];
  });
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
