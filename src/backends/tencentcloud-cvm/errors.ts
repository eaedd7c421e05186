import type { ErrorMeaning } from "../../core/service-facts";

/**
 * The error tables of ModifyImageSharePermission and DescribeImageSharePermission, and the vendor's common codes
 * as far as they mean something other than a permanent failure.
 */
export const errors: Readonly<Record<string, ErrorMeaning>> = {
  "InvalidImageId.NotFound": "image-gone",
  "FailedOperation.AccountAlreadyExists": "already-shared",
  "FailedOperation.AccountIsYourSelf": "account-refused",
  "InvalidAccountIs.YourSelf": "account-refused",
  "FailedOperation.NotMasterAccount": "account-refused",
  "InvalidAccountId.NotFound": "account-refused",
  "InvalidParameterValue.InvalidAppIdFormat": "account-refused",
  OverQuota: "quota",
  "InvalidParameterValue.LimitExceeded": "call-too-large",
  "InvalidParameterValue.InvalidImageState": "image-busy",
  RequestLimitExceeded: "throttled",
  AuthFailure: "auth",
  UnauthorizedOperation: "auth",
  "UnauthorizedOperation.ImageNotBelongToAccount": "permanent",
  InternalError: "ambiguous",
  InternalServerError: "ambiguous",
  ResourceUnavailable: "ambiguous",
};
