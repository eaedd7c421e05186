import { accountGrantees } from "../../core/grantees";
import type { ServiceFacts } from "../../core/service-facts";
import { accountFormat, imageFormat, regionFormat } from "../alicloud/formats";
import { assumptions } from "./assumptions";
import { errors } from "./errors";

/**
 * Alibaba Cloud ECS, API 2014-05-26.
 *
 * Rests on the vendor's pages for ModifyImageSharePermission (50 accounts per image; of the accounts of one call the
 * first ten are processed and the others ignored), DescribeImageSharePermission (pages of at most 100),
 * DescribeImages and DescribeRegions (no pages).
 */
export const alicloudEcs: ServiceFacts<"alicloud-ecs"> = {
  service: "alicloud-ecs",
  title: "Alibaba Cloud ECS",
  cloud: "alicloud",
  region: regionFormat,
  imageId: imageFormat,
  account: accountFormat,
  grantees: [accountGrantees(accountFormat), { kind: "public", managed: false }],
  accountLimit: 50,
  // AddAccount.N and RemoveAccount.N each take N from 1 to 10.
  capacity: { add: 10, remove: 10, together: "each" },
  errors,
  closedAccountCodes: ["InvalidAccount.NotFound"],
  // The vendor's spelling, and the one that it may be corrected to.
  ownAccountCodes: ["InvalidAccount.Forbbiden", "InvalidAccount.Forbidden"],
  // From the page of DescribeImages; those of the sharing actions publish no figures.
  actions: [
    "DescribeImageSharePermission",
    "ModifyImageSharePermission",
    "DescribeImages",
    "DescribeRegions",
  ],
  rateLimits: { DescribeImages: { calls: 1000, perMs: 60_000, per: "account" } },
  assumptions,
};
