import { accountGrantees } from "../../core/grantees";
import type { ServiceFacts } from "../../core/service-facts";
import { accountFormat, regionFormat } from "../tencentcloud/formats";
import { assumptions } from "./assumptions";
import { errors } from "./errors";

/**
 * Tencent Cloud CVM, API 2017-03-12.
 *
 * Rests on the vendor's pages for ModifyImageSharePermission (500 accounts per image, root accounts only, one
 * direction per call) and DescribeImageSharePermission (no pages).
 */
export const tencentcloudCvm: ServiceFacts<"tencentcloud-cvm"> = {
  service: "tencentcloud-cvm",
  title: "Tencent Cloud CVM",
  cloud: "tencentcloud",
  region: regionFormat,
  imageId: {
    pattern: /^img-[a-z0-9]{4,32}$/,
    description: "the ID of a custom image, img- and 4 to 32 lower-case letters or digits",
    example: "img-6pb6lrmy",
  },
  account: accountFormat,
  grantees: [accountGrantees(accountFormat)],
  accountLimit: 500,
  // The page has no limit per call, so one call holds as many accounts as an image. If the vendor answers
  // InvalidParameterValue.LimitExceeded, converge halves the call and goes on.
  capacity: { add: 500, remove: 500, together: "never" },
  errors,
  closedAccountCodes: ["InvalidAccountId.NotFound"],
  ownAccountCodes: ["FailedOperation.AccountIsYourSelf", "InvalidAccountIs.YourSelf"],
  // From the same pages: "a maximum of 10 requests can be initiated per second"; DescribeImages: 40.
  actions: [
    "DescribeImageSharePermission",
    "ModifyImageSharePermission",
    "DescribeImages",
    "DescribeRegions",
  ],
  rateLimits: {
    ModifyImageSharePermission: { calls: 10, perMs: 1000, per: "region" },
    DescribeImageSharePermission: { calls: 10, perMs: 1000, per: "region" },
    DescribeImages: { calls: 40, perMs: 1000, per: "region" },
  },
  assumptions,
};
