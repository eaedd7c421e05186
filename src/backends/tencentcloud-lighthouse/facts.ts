import { accountGrantees } from "../../core/grantees";
import type { ServiceFacts } from "../../core/service-facts";
import { accountFormat, regionFormat } from "../tencentcloud/formats";
import { assumptions } from "./assumptions";
import { errors } from "./errors";

/** The pages of the three share actions: "20 times a second". */
const twentyASecond = { calls: 20, perMs: 1000, per: "region" } as const;

/**
 * Tencent Cloud Lighthouse, API 2020-03-24, whose images are called blueprints.
 *
 * Rests on the vendor's pages for ShareBlueprintAcrossAccounts and CancelShareBlueprintAcrossAccounts (ten accounts in
 * one call, root accounts only) and for DescribeBlueprintsShareAcrossAccountInfos (pages of at most 100), and on the
 * vendor's SDK for DescribeBlueprints. No page says how many accounts an image can be shared with, although a code for
 * it exists.
 */
export const tencentcloudLighthouse: ServiceFacts<"tencentcloud-lighthouse"> = {
  service: "tencentcloud-lighthouse",
  title: "Tencent Cloud Lighthouse",
  cloud: "tencentcloud",
  region: regionFormat,
  // No page says the form; all examples are lhbp- and eight characters.
  imageId: {
    pattern: /^lhbp-[a-z0-9]{4,32}$/,
    description: "the ID of a custom image, lhbp- and 4 to 32 lower-case letters or digits",
    example: "lhbp-6jc6l8yb",
  },
  account: accountFormat,
  grantees: [accountGrantees(accountFormat)],
  capacity: { add: 10, remove: 10, together: "never" },
  errors,
  closedAccountCodes: ["InvalidParameterValue.AccountIdsNotExist"],
  ownAccountCodes: ["InvalidParameterValue.AccountIdSameWithUin"],
  actions: [
    "DescribeBlueprintsShareAcrossAccountInfos",
    "ShareBlueprintAcrossAccounts",
    "CancelShareBlueprintAcrossAccounts",
    "DescribeBlueprints",
    "DescribeRegions",
  ],
  // Of DescribeBlueprints no figure was found: RequestLimitExceeded is waited out.
  rateLimits: {
    DescribeBlueprintsShareAcrossAccountInfos: twentyASecond,
    ShareBlueprintAcrossAccounts: twentyASecond,
    CancelShareBlueprintAcrossAccounts: twentyASecond,
  },
  assumptions,
};
