import type { ServiceFacts } from "../../core/service-facts";
import { errors } from "./ecs-errors";

/** What is the same of Volcengine's ECS and of BytePlus's, API 2020-04-01. */
export const ecsFacts = {
  imageId: {
    pattern: /^image-[a-z0-9]{4,40}$/,
    description: "the ID of a custom image, image- and 4 to 40 lower-case letters or digits",
    example: "image-ebgy1og99tfct0gw",
  },
  accountLimit: 50,
  // The page limits the additions of one call to 50 accounts, and does not mention removals, so both
  // together stay within it.
  capacity: { add: 50, remove: 50, together: "sum" },
  errors,
  closedAccountCodes: ["InvalidAccount"],
  // The vendor publishes no figures; FlowLimitExceeded is waited out.
  actions: [
    "DescribeImageSharePermission",
    "ModifyImageSharePermission",
    "DescribeImages",
    "DescribeRegions",
  ],
  rateLimits: {},
} as const satisfies Partial<ServiceFacts>;
