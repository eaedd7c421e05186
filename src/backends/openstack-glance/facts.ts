import { accountGrantees } from "../../core/grantees";
import type { Format, ServiceFacts } from "../../core/service-facts";
import { assumptions } from "./assumptions";
import { errors } from "./errors";

/** Glance takes any text for a member, and a text that is no project's ID gives access to nobody. */
const accountFormat: Format = {
  pattern: /^([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
  description:
    "the ID of an OpenStack project, 32 hexadecimal digits or a UUID, and not the project's name " +
    "(openstack project show NAME -f value -c id)",
  example: "93f048e385f744ff9c84236b677ce396",
};

/**
 * OpenStack Glance, Image API v2: members of images whose visibility is `shared`.
 *
 * Rests on the Image API reference ("Sharing"), and on what a real Glance 33.0.0 with Keystone 30.0.0 answered. Clouds
 * with project IDs of another form are not known, and would need another format here.
 */
export const openstackGlance: ServiceFacts<"openstack-glance"> = {
  service: "openstack-glance",
  title: "OpenStack Glance",
  cloud: "openstack",
  // Operators choose the names; the catalogue knows which there are.
  region: {
    pattern: /^[\w.-]{1,255}$/,
    description: "a region of the cloud's catalogue",
    example: "RegionOne",
  },
  imageId: {
    pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    description: "the ID of an image, a UUID in small letters",
    example: "ec470585-cd38-4279-9c18-f1cf56f5aaa3",
  },
  account: accountFormat,
  // No accountLimit: image_member_quota is 128 unless the operator says otherwise, and may be none.
  capacity: { add: 1, remove: 1, together: "never" },
  // A public or a community image has no members: reading and writing them is refused, so neither is a kind here.
  grantees: [accountGrantees(accountFormat)],
  errors,
  // Glance never asks Keystone whether a project exists.
  closedAccountCodes: [],
  actions: ["ListImageMembers", "CreateImageMember", "DeleteImageMember", "ShowImage", "ListImages"],
  // Glance has none; a proxy in front of it answers 429.
  rateLimits: {},
  assumptions,
};
