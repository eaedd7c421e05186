import { accountGrantees } from "../../core/grantees";
import type { ServiceFacts } from "../../core/service-facts";
import { ecsAssumptions } from "../volcengine/ecs-assumptions";
import { ecsFacts } from "../volcengine/ecs-facts";

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
  account: accountFormat,
  grantees: [accountGrantees(accountFormat)],
  ...ecsFacts,
  assumptions: ecsAssumptions,
};
