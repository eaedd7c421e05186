import type { ErrorMeaning } from "../../core/service-facts";

/**
 * The error table of ModifyImageSharePermission and DescribeImageSharePermission, and the common codes that
 * matter here. A code stands for itself and for its sub-codes (`AuthFailure` for `AuthFailure.TokenFailure`),
 * the longest match first.
 */
const meanings: Readonly<Record<string, ErrorMeaning>> = {
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

export function meaningOf(code: string): ErrorMeaning {
  for (let prefix = code; prefix !== ""; prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf(".")))) {
    const meaning = meanings[prefix];
    if (meaning !== undefined) return meaning;
  }
  return "permanent";
}
