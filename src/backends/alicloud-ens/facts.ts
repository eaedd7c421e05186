import { accountGrantees } from "../../core/grantees";
import type { ServiceFacts } from "../../core/service-facts";
import { accountFormat, imageFormat } from "../alicloud/formats";
import { assumptions } from "./assumptions";
import { errors } from "./errors";

/**
 * Alibaba Cloud ENS (Edge Node Service), API 2017-11-10.
 *
 * Rests on the vendor's pages for ModifyImageSharePermission (many accounts are added in one call, "only one" is
 * removed; no limit of accounts per image) and DescribeImageSharePermission (pages of at most 100).
 */
export const alicloudEns: ServiceFacts<"alicloud-ens"> = {
  service: "alicloud-ens",
  title: "Alibaba Cloud ENS",
  cloud: "alicloud",
  sites: ["china", "international"],
  imageId: imageFormat,
  account: accountFormat,
  grantees: [accountGrantees(accountFormat)],
  capacity: {
    // The page of ModifyImageSharePermission names no maximum. Three hundred IDs of eighteen digits, with encoded
    // commas, stay below the 8 KB at which gateways cut a request line.
    add: 300,
    remove: 1,
    // Nor does it say what happens to additions and a removal in one call.
    together: "never",
  },
  errors,
  bareCodes: ["InvalidParameter", "ens.interface.error", "CallInterface"],
  closedAccountCodes: ["InvalidParameter.RemoveAccounts"],
  // The pages publish no figures; throttling is waited out.
  actions: ["DescribeImageSharePermission", "ModifyImageSharePermission", "DescribeSelfImages"],
  rateLimits: {},
  assumptions,
};
