/** The services and their clouds. The compiler checks every table of services against this list. */

export const cloudNames = [
  "alicloud",
  "aws",
  "byteplus",
  "openstack",
  "outscale",
  "tencentcloud",
  "volcengine",
] as const;

/** The clouds. Each has its own account IDs. */
export type CloudName = (typeof cloudNames)[number];

/** Each name is, or begins with, its cloud's name. */
export const serviceNames = [
  "alicloud-ens",
  "alicloud-ecs",
  "alicloud-swas",
  "aws-ec2",
  "tencentcloud-cvm",
  "tencentcloud-lighthouse",
  "volcengine-ecs",
  "byteplus-ecs",
  "openstack-glance",
  "outscale",
] as const;

/** Names of the services whose images can be shared. */
export type ServiceName = (typeof serviceNames)[number];

/** The cloud that a service belongs to. */
export type CloudOf<Name extends string> = Name extends CloudName
  ? Name
  : Name extends `${infer Cloud extends CloudName}-${string}`
    ? Cloud
    : string;

export function cloudOf(service: ServiceName): CloudName {
  return service.split("-", 1)[0] as CloudName;
}
