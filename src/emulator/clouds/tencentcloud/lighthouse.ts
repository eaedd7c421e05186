/**
 * Tencent Cloud Lighthouse 2020-03-24: ShareBlueprintAcrossAccounts, CancelShareBlueprintAcrossAccounts,
 * DescribeBlueprintsShareAcrossAccountInfos; DescribeBlueprints is beside it. Rests on the vendor's pages of these names
 * (ten accounts in a call, 20 requests a second, custom images in state NORMAL) and on the service's list of codes. No
 * page says which action answers which code, nor how many accounts an image can be shared with.
 */
import { z } from "zod";
import type { ActionContext, ImageService } from "../../api";
import type { Image, Step } from "../../cloud";
import { type AccountRules, validateSteps } from "../../rules";
import { DIGITS } from "../account-number";
import { refuse } from "./errors";
import {
  BLUEPRINT_IDS,
  blueprintNotFound,
  checkBlueprintId,
  DescribeBlueprints,
  FILTERS_PARAMETER,
  type Filters,
  filtersOf,
  PAGE,
} from "./lighthouse-images";
import { defineAction } from "./parameters";
import { DescribeRegions } from "./regions";
import type { TencentService } from "./service";
import { isoSeconds } from "./time";

const limit = { calls: 20, perMs: 1000, scope: "region" } as const;

/** "The maximum number of accounts is 10." */
const ACCOUNTS_PER_CALL = 10;

const MAX_FILTER_VALUES = 5;

/** Codes for images that can never be shared; an image is seeded with one of them. */
const REFUSALS = {
  "UnsupportedOperation.BlueprintTypeNotSupportOperation": "The image type does not support this operation.",
  "UnsupportedOperation.ImageUnableToShare": "The image cannot be shared.",
} as const;

const refusals = Object.fromEntries(
  Object.entries(REFUSALS).map(([code, message]) => [code, () => refuse(code, message)]),
);

/** An integer is no text: `AccountIds` is an "Array of String". */
const ofAccounts = z.strictObject({ BlueprintId: z.string(), AccountIds: z.array(z.string()).min(1) });

type Grant = readonly [account: string, since: number];

const GRANT_FILTERS: Filters<Grant> = {
  "account-id":
    (values) =>
    ([account]) =>
      values.includes(account),
};

export const lighthouse: TencentService & ImageService = {
  name: "tencentcloud-lighthouse",
  cloud: "tencentcloud",
  scope: "lighthouse",
  version: "2020-03-24",
  imageParameters: ["BlueprintId", "BlueprintIds"],
  chinaOnly: ["DescribeBlueprintsShareAcrossAccountInfos"],
  regional: true,
  imageIds: BLUEPRINT_IDS,
  demoImage: { region: "ap-guangzhou", imageId: "lhbp-6jc6l8yb" },
  accountIds: DIGITS,
  states: [
    "NORMAL",
    "SYNCING",
    "OFFLINE",
    "CREATEFAILED",
    "SYNCING_FAILED",
    "ISOLATING",
    "ISOLATED",
    "DELETING",
    "DESTROYING",
  ],
  refusals,
  actions: {
    ShareBlueprintAcrossAccounts: change("share"),
    CancelShareBlueprintAcrossAccounts: change("unshare"),

    DescribeBlueprintsShareAcrossAccountInfos: defineAction({
      effect: "read",
      limit,
      parameters: z.strictObject({
        BlueprintIds: z.array(z.string()).min(1),
        Filters: FILTERS_PARAMETER,
        ...PAGE,
      }),
      run({ BlueprintIds, Filters, Offset = 0, Limit = 20 }, context) {
        const filters = filtersOf(Filters, MAX_FILTER_VALUES, GRANT_FILTERS);
        const infos = BlueprintIds.flatMap((imageId) =>
          ownImage(imageId, context, (id) => context.observe(id))
            .accounts.entries()
            .filter((grant) => filters.every((fits) => fits(grant, context)))
            .map(([account, since]) => ({
              BlueprintId: imageId,
              AccountId: account,
              CreatedTime: isoSeconds(since),
            })),
        );
        return {
          TotalCount: infos.length,
          BlueprintShareAcrossAccountInfoSet: infos.slice(Offset, Offset + Limit),
        };
      },
    }),

    DescribeBlueprints,
    DescribeRegions,
  },
};

/** The page asks for the state NORMAL to share; that the same holds to cancel is not on its page. */
function change(kind: "share" | "unshare") {
  return defineAction({
    effect: "write",
    limit,
    parameters: ofAccounts,
    run({ BlueprintId, AccountIds }, context) {
      const image = ownImage(BlueprintId, context, (id) => context.find(id));
      if (image.refuses !== undefined) {
        throw refusals[image.refuses]?.() ?? refuse(image.refuses, "The image cannot be shared.");
      }
      if (image.state !== "NORMAL") {
        throw refuse(
          "UnsupportedOperation.BlueprintCurStateInvalid",
          `The current state of the image (${image.state}) does not support this operation.`,
        );
      }
      const cap = Math.min(context.settings.perCallCap ?? ACCOUNTS_PER_CALL, ACCOUNTS_PER_CALL);
      if (AccountIds.length > cap) {
        throw refuse(
          "InvalidParameterValue.LimitExceeded",
          `The number of parameter values exceeds the limit: AccountIds has ${AccountIds.length}, at most ${cap}.`,
        );
      }
      const steps = AccountIds.map((account): Step => ({ kind, account }));
      context.apply(BlueprintId, steps, validateSteps(image, steps, context, ACCOUNT_RULES));
      return {};
    },
  });
}

/** What others share with the caller is told from what is not there by a code of its own. */
function ownImage(
  imageId: string,
  context: ActionContext,
  look: (imageId: string) => Image | undefined,
): Image {
  checkBlueprintId(imageId);
  const image = look(imageId);
  if (image?.owner === context.caller) return image;
  if (image?.accounts.has(context.caller)) {
    throw refuse("UnsupportedOperation.NotSupportSharedBlueprint", "Shared images do not support this.");
  }
  throw blueprintNotFound(imageId);
}

const ACCOUNT_RULES: AccountRules = {
  format: DIGITS,
  malformed: (account) =>
    refuse("InvalidParameterValue.AccountIdsNotExist", `The account ${account} does not exist.`),
  self: (account) =>
    refuse("InvalidParameterValue.AccountIdSameWithUin", `The account ${account} is the current user.`),
  unknown: (account) =>
    refuse("InvalidParameterValue.AccountIdsNotExist", `The account ${account} does not exist.`),
  subAccount: (account) =>
    refuse("InvalidParameterValue.AccountIdsNotOwnerAccount", `${account} is not a root account.`),
  duplicate: (account) =>
    refuse("UnsupportedOperation.BlueprintAlreadyShared", `The image is shared with ${account} already.`),
  absent: (account) =>
    refuse("UnsupportedOperation.BlueprintHasNotShared", `The image is not shared with ${account}.`),
  limit: {
    exceeded: (accounts) =>
      refuse(
        "LimitExceeded.ShareBlueprintAcrossAccountQuotaLimitExceeded",
        `The image is shared with the maximum of ${accounts} accounts.`,
      ),
  },
};
