import type { Subject } from "./subject.ts";
import { commonErrors, tencentcloud } from "./tencentcloud.ts";

const BlueprintId = "lhbp-6jc6l8yb";

export const tencentcloudLighthouse: Subject = {
  ...tencentcloud,
  notImages: ["img-6pb6lrmy", "image-ebgy1og99tfct0gw", "lhbp-", "lhins-6pb6lrmy"],
  target: { service: "tencentcloud-lighthouse", region: "ap-guangzhou", imageId: BlueprintId },
  version: "2020-03-24",
  accountsPerPage: 100,
  looksAtUnshared: true,
  // An action for each direction, and at most ten accounts in one call.
  fewestWrites: (add, remove) => Math.ceil(add / 10) + Math.ceil(remove / 10),
  requests: {
    describe: page(0),
    describeNext: page(100),
    condition: { action: "DescribeBlueprints", parameters: { BlueprintIds: [BlueprintId] } },
    add: (accounts) => change("ShareBlueprintAcrossAccounts", accounts),
    remove: (accounts) => change("CancelShareBlueprintAcrossAccounts", accounts),
  },
  listing: {
    action: "DescribeBlueprints",
    perPage: 100,
    page: (index, size) => ({
      Filters: [{ Name: "blueprint-type", Values: ["PRIVATE"] }],
      Offset: index * size,
      Limit: size,
    }),
    name: "BlueprintName",
    answer: (BlueprintSet, TotalCount) => ({ Response: { BlueprintSet, TotalCount, RequestId: "R-1" } }),
  },
  answers: {
    accounts: {
      envelope: ["Response"],
      list: ["BlueprintShareAcrossAccountInfoSet"],
      id: "AccountId",
      counts: true,
      echoes: [],
      token: false,
      isByOffset: true,
    },
    images: {
      envelope: ["Response"],
      list: ["BlueprintSet"],
      id: "BlueprintId",
      counts: true,
      echoes: [],
      token: false,
    },
  },
  strict: { duplicate: "already-shared", absent: "not-shared" },
  unknownAccount: "account-refused",
  missingImage: "image-gone",
  hidesOthersImages: true,
  quotaError: { code: "LimitExceeded.ShareBlueprintAcrossAccountQuotaLimitExceeded" },
  possibleQuotaCode: "LimitExceeded.ShareAccounts",
  errorTable: [
    ...commonErrors,
    ["ResourceNotFound.BlueprintNotFound", "image-gone"],
    ["ResourceNotFound.BlueprintIdNotFound", "image-gone"],
    ["ResourceNotFound.PrivateBlueprintNotFound", "image-gone"],
    ["UnsupportedOperation.BlueprintAlreadyShared", "already-shared"],
    ["UnsupportedOperation.BlueprintHasNotShared", "not-shared"],
    ["InvalidParameterValue.AccountIdsNotExist", "account-refused"],
    ["InvalidParameterValue.AccountIdsNotOwnerAccount", "account-refused"],
    ["InvalidParameterValue.AccountIdSameWithUin", "account-refused"],
    ["InvalidParameterValue.AccountIdInvalidAccountArea", "account-refused"],
    ["LimitExceeded.ShareBlueprintAcrossAccountQuotaLimitExceeded", "quota"],
    ["InvalidParameterValue.LimitExceeded", "call-too-large"],
    ["ResourceInUse.BlueprintModifyingSharePermission", "image-busy"],
    ["OperationDenied.BlueprintOperationInProgress", "image-busy"],
    ["UnsupportedOperation.BlueprintLatestOperationUnfinished", "image-busy"],
    ["UnsupportedOperation.BlueprintCurStateInvalid", "unclear"],
    ["UnsupportedOperation.BlueprintOccupied", "unclear"],
    ["ResourceUnavailable.BlueprintUnavailable", "unclear"],
    ["FailedOperation.ShareBlueprintAcrossAccountFailed", "ambiguous"],
    ["InternalError.TradeCallError", "ambiguous"],
    ["UnauthorizedOperation.NoPermission", "auth"],
    ["UnauthorizedOperation.MFAExpired", "auth"],
    ["InvalidParameterValue.BlueprintIdMalformed", "permanent"],
    ["InvalidParameterValue.BlueprintId", "permanent"],
    ["InvalidParameterValue.InvalidBlueprintId", "permanent"],
    ["UnsupportedOperation.NotSupportSharedBlueprint", "permanent"],
    ["UnsupportedOperation.BlueprintTypeNotSupportOperation", "permanent"],
    ["UnsupportedOperation.ImageUnableToShare", "permanent"],
  ],
  states: [
    ["NORMAL", "usable"],
    ["SYNCING", "busy"],
    ["OFFLINE", "unusable"],
    ["CREATEFAILED", "unusable"],
    ["SYNCING_FAILED", "unusable"],
    ["ISOLATING", "unusable"],
    ["ISOLATED", "unusable"],
    ["DELETING", "unusable"],
    ["DESTROYING", "unusable"],
  ],
  othersImage: "unusable",
};

function page(Offset: number) {
  const parameters = { BlueprintIds: [BlueprintId], Offset, Limit: 100 };
  return { action: "DescribeBlueprintsShareAcrossAccountInfos", parameters };
}

function change(action: string, AccountIds: readonly string[]) {
  return { action, parameters: { BlueprintId, AccountIds } };
}
