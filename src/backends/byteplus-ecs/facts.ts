import { accountGrantees } from "../../core/grantees";
import type { ServiceFacts } from "../../core/service-facts";
import { ecsFacts } from "../volcengine/ecs-facts";
import { assumptions } from "./assumptions";

// Examples have ten digits and begin with 2, as Volcengine's have: an account of one cannot be told from one of the other.
const accountFormat = {
  pattern: /^[1-9][0-9]{9,10}$/,
  description: "the ID of a BytePlus account: 10 or 11 digits, nothing else",
  example: "2100051234",
} as const;

/**
 * BytePlus ECS, API 2020-04-01.
 *
 * Rests on the vendor's page for ModifyImageSharePermission, and on byteplus-python-sdk-v2 3.0.63, whose models of the
 * three actions are those of Volcengine's SDK. The vendor's SDK also has a version 2025-11-01, which is not used.
 */
export const byteplusEcs: ServiceFacts<"byteplus-ecs"> = {
  service: "byteplus-ecs",
  title: "BytePlus ECS",
  cloud: "byteplus",
  // The vendor publishes no list of regions; ap-southeast-1 is certain.
  region: {
    pattern: /^[a-z]{2,4}-[a-z]+(-[a-z0-9]+)*$/,
    description: "a BytePlus region",
    example: "ap-southeast-1",
  },
  account: accountFormat,
  grantees: [accountGrantees(accountFormat)],
  ...ecsFacts,
  assumptions,
};
