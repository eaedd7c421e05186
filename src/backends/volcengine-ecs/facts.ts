import { accountGrantees } from "../../core/grantees";
import type { ServiceFacts } from "../../core/service-facts";
import { errors } from "./errors";

// Every ID on the vendor's pages has ten digits and begins with 2 (2100051234). No page promises that it stays
// so, hence eleven at most and any first digit: still enough to catch an account of Tencent Cloud (12 digits)
// or Alibaba Cloud (16 and more) in the wrong list.
const accountFormat = {
  pattern: /^[1-9][0-9]{9,10}$/,
  description: "the ID of a Volcengine account: 10 or 11 digits, nothing else",
  example: "2100051234",
} as const;

/**
 * Volcengine ECS, API 2020-04-01.
 *
 * Rests on the vendor's pages for ModifyImageSharePermission (additions and removals in one call, 50 accounts) and
 * DescribeImageSharePermission (pages of 1 to 100).
 */
export const volcengineEcs: ServiceFacts<"volcengine-ecs"> = {
  service: "volcengine-ecs",
  title: "Volcengine ECS",
  cloud: "volcengine",
  region: {
    pattern: /^[a-z]{2,4}-[a-z]+(-[a-z0-9]+)*$/,
    description: "a Volcengine region",
    example: "cn-beijing",
  },
  imageId: {
    pattern: /^image-[a-z0-9]{4,40}$/,
    description: "the ID of a custom image, image- and 4 to 40 lower-case letters or digits",
    example: "image-ebgy1og99tfct0gw",
  },
  account: accountFormat,
  grantees: [accountGrantees(accountFormat)],
  accountLimit: 50,
  // The page limits the additions of one call to 50 accounts, and does not mention removals, so both
  // together stay within it.
  capacity: { add: 50, remove: 50, together: "sum" },
  errors,
  closedAccountCodes: ["InvalidAccount"],
  // The vendor publishes no figures; FlowLimitExceeded is waited out.
  actions: ["DescribeImageSharePermission", "ModifyImageSharePermission", "DescribeImages"],
  rateLimits: {},
};
