/** The names that the vendors' policies give to the actions of a service, as docs/services/<service>.md lists them. */
import type { ServiceName } from "../../core/services";

const prefixes: Readonly<Record<Exclude<ServiceName, "openstack-glance">, string>> = {
  "alicloud-ecs": "ecs",
  "alicloud-ens": "ens",
  "alicloud-swas": "swas-open",
  "aws-ec2": "ec2",
  "byteplus-ecs": "ecs",
  outscale: "api",
  "tencentcloud-cvm": "cvm",
  "tencentcloud-lighthouse": "lighthouse",
  "volcengine-ecs": "ecs",
};

/** Glance's policies have names of their own. */
const glancePolicies: Readonly<Record<string, string>> = {
  ListImages: "get_images",
  ListImageMembers: "get_members",
};

/** `cvm:DescribeImages`, `get_images` */
export function permissionFor(service: ServiceName, action: string): string {
  return service === "openstack-glance"
    ? (glancePolicies[action] ?? action)
    : `${prefixes[service]}:${action}`;
}
