import type { ErrorMeaning } from "../../core/service-facts";
import { commonErrors } from "../tencentcloud/errors";

/**
 * The service's list of codes, with the vendor's own comments on them, and the vendor's common codes. No page says which
 * action answers which. What is taken to be so, and not written anywhere:
 *
 * - BlueprintAlreadyShared and BlueprintHasNotShared speak of accounts. They may speak of the owner's own CVM instead,
 *   which is why both are answered by a read, and nothing is concluded from them alone.
 * - `InvalidParameterValue.LimitExceeded` is what a call of more than ten accounts gets.
 */
export const errors: Readonly<Record<string, ErrorMeaning>> = {
  ...commonErrors,
  "ResourceNotFound.BlueprintNotFound": "image-gone",
  "ResourceNotFound.BlueprintIdNotFound": "image-gone",
  "ResourceNotFound.PrivateBlueprintNotFound": "image-gone",
  "UnsupportedOperation.BlueprintAlreadyShared": "already-shared",
  "UnsupportedOperation.BlueprintHasNotShared": "not-shared",
  "InvalidParameterValue.AccountIdsNotExist": "account-refused",
  "InvalidParameterValue.AccountIdsNotOwnerAccount": "account-refused",
  "InvalidParameterValue.AccountIdSameWithUin": "account-refused",
  // "Sharing images to accounts in different sites is not allowed": China's and the international one.
  "InvalidParameterValue.AccountIdInvalidAccountArea": "account-refused",
  "LimitExceeded.ShareBlueprintAcrossAccountQuotaLimitExceeded": "quota",
  "InvalidParameterValue.LimitExceeded": "call-too-large",
  "ResourceInUse.BlueprintModifyingSharePermission": "image-busy",
  "OperationDenied.BlueprintOperationInProgress": "image-busy",
  "UnsupportedOperation.BlueprintLatestOperationUnfinished": "image-busy",
  // These also come of states that never end.
  "UnsupportedOperation.BlueprintCurStateInvalid": "unclear",
  "UnsupportedOperation.BlueprintOccupied": "unclear",
  "ResourceUnavailable.BlueprintUnavailable": "unclear",
  // "Try again later" proves nothing about what was carried out.
  "FailedOperation.ShareBlueprintAcrossAccountFailed": "ambiguous",
};
