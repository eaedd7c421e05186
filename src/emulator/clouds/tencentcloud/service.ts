/** The services of API 3.0, and how a request finds its service. */
import type { Parameters, Service } from "../../api";

export interface TencentService extends Service {
  /** Its name in the credential scope, which is also the first label of its host: `cvm`. */
  readonly scope: string;
  /** The parameters that name images: one, or a list. */
  readonly imageParameters: readonly string[];
  /** Actions that the vendor's international site does not have: hosts below intl.tencentcloudapi.com. */
  readonly chinaOnly?: readonly string[];
}

/** The service as the site of a host has it. */
export function onSite(service: TencentService | undefined, host: string): TencentService | undefined {
  const missing = service?.chinaOnly;
  if (service === undefined || missing === undefined || !INTERNATIONAL.test(host)) return service;
  const actions = Object.entries(service.actions).filter(([name]) => !missing.includes(name));
  return { ...service, actions: Object.fromEntries(actions) };
}

const INTERNATIONAL = /\.intl\.tencentcloudapi\.com(:\d+)?$/;

/** The parts of a request that decide the service. */
export interface Addressed {
  /** Of the credential scope; a v1 signature has none. */
  readonly scope: string | undefined;
  readonly hostLabel: string;
  readonly version: string;
  readonly action: string;
}

/**
 * Services may share a version (CVM, VPC and CBS do), so the name in the scope or else in the host decides.
 * If both are those of an address, as some SDKs sign it, the version and then the action decide.
 */
export function serviceFor(
  services: readonly TencentService[],
  { scope, hostLabel, version, action }: Addressed,
): TencentService | undefined {
  const ofVersion = services.filter((service) => service.version === version);
  const name = [scope, hostLabel].find((label) => services.some((service) => service.scope === label));
  return name === undefined
    ? (ofVersion.find(({ actions }) => Object.hasOwn(actions, action)) ?? ofVersion[0])
    : ofVersion.find((service) => service.scope === name);
}

/** The names that may stand in the credential scope: of the host, or, where that is an address, of any service. */
export function possibleScopes(services: readonly TencentService[], hostLabel: string): string[] {
  const names = services.map(({ scope }) => scope);
  return names.includes(hostLabel) ? [hostLabel] : [hostLabel, ...names];
}

export function imageIdsOf(service: TencentService | undefined, parameters: Parameters): string[] {
  const values = (service?.imageParameters ?? []).flatMap((name) => parameters[name]);
  return values.filter((id) => typeof id === "string");
}
