import { accountGrantees } from "../../core/grantees";
import type { ServiceFacts } from "../../core/service-facts";
import { accountFormat, imageFormat, regionFormat } from "../alicloud/formats";
import { assumptions } from "./assumptions";
import { errors } from "./errors";

/** From the pages of the list actions: ten calls a minute for one account. Assumed for writes too. */
const tenAMinute = { calls: 10, perMs: 60_000, per: "account" } as const;

/**
 * Alibaba Cloud Simple Application Server (SWAS), API 2020-06-01.
 *
 * Rests on the vendor's page for ModifyImageShareStatus (a toggle for the account's own ECS) and on its SDK for
 * AddCustomImageShareAccount, RemoveCustomImageShareAccount, ListCustomImageShareAccounts (pages of at most 50) and
 * ListCustomImages and ListRegions. No page names a limit of accounts per image.
 */
export const alicloudSwas: ServiceFacts<"alicloud-swas"> = {
  service: "alicloud-swas",
  title: "Alibaba Cloud Simple Application Server",
  cloud: "alicloud",
  region: regionFormat,
  imageId: imageFormat,
  account: accountFormat,
  grantees: [accountGrantees(accountFormat), { kind: "own-ecs", argument: "shareToEcs", managed: true }],
  // No maximum is published. Two hundred Account.N of eighteen digits stay below the 8 KB at which gateways cut a
  // request line. Additions and removals are actions of their own.
  capacity: { add: 200, remove: 200, together: "never" },
  errors,
  bareCodes: ["InvalidParameter", "InvalidParam.OperationIllegal"],
  closedAccountCodes: ["InvalidParam.Account", "InvalidAccount", "InvalidAccountId", "InvalidAliUid"],
  actions: [
    "ListCustomImageShareAccounts",
    "AddCustomImageShareAccount",
    "RemoveCustomImageShareAccount",
    "ModifyImageShareStatus",
    "ListCustomImages",
    "ListRegions",
  ],
  rateLimits: {
    ModifyImageShareStatus: tenAMinute,
    AddCustomImageShareAccount: tenAMinute,
    RemoveCustomImageShareAccount: tenAMinute,
    ListCustomImageShareAccounts: tenAMinute,
    ListCustomImages: tenAMinute,
    ListRegions: tenAMinute,
  },
  assumptions,
};
