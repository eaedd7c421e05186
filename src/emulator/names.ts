/** Names of clouds, services and images. */

export type CloudName =
  | "alicloud"
  | "aws"
  | "byteplus"
  | "openstack"
  | "outscale"
  | "volcengine"
  | "tencentcloud";

export const serviceNames = [
  "alicloud-ens",
  "alicloud-ecs",
  "alicloud-swas",
  "aws-ec2",
  "volcengine-ecs",
  "byteplus-ecs",
  "outscale",
  "tencentcloud-cvm",
  "tencentcloud-lighthouse",
  "openstack-glance",
] as const;

/** The services that are emulated. */
export type ServiceName = (typeof serviceNames)[number];

/** The clouds' token services, which return the account behind the keys. They hold no images. */
const tokenServiceNames = [
  "alicloud-sts",
  "aws-sts",
  "byteplus-sts",
  "openstack-keystone",
  "volcengine-sts",
  "tencentcloud-sts",
] as const;

export const apiNames = [...serviceNames, ...tokenServiceNames] as const;

/** All emulated services: those with images, and the token services. */
export type ApiName = ServiceName | (typeof tokenServiceNames)[number];

/** Any well-formed name, because new regions appear. */
export const REGION_NAME = /^[a-z]{2,}(-[a-z0-9]+)+$/;

/** `alicloud-ecs/cn-hangzhou/m-1`, `alicloud-ens/m-1`. */
export function pathOf({ service, region, imageId }: Omit<Target, "service"> & { service: string }): string {
  return [service, ...(region ? [region] : []), imageId].join("/");
}

/** Parses {@link pathOf}. Undefined unless there are two or three parts. The parts are not validated. */
export function targetAt(path: string): Target | undefined {
  const parts = path.split("/");
  const [service, imageId] = [parts[0], parts.at(-1)];
  if (parts.length < 2 || parts.length > 3 || !service || !imageId) {
    return undefined;
  }
  const region = parts.length === 3 ? { region: parts[1] } : {};
  return { service: service as ServiceName, ...region, imageId };
}

/** One image of one service. ENS has no region; every other service needs one. */
export interface Target {
  readonly service: ServiceName;
  readonly region?: string | undefined;
  readonly imageId: string;
}
