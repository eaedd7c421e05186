import type { ErrorMeaning } from "../../core/service-facts";
import { commonErrors } from "../tencentcloud/errors";

/** The error tables of ModifyImageSharePermission and DescribeImageSharePermission, and the vendor's common codes. */
export const errors: Readonly<Record<string, ErrorMeaning>> = {
  ...commonErrors,
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
  "UnauthorizedOperation.ImageNotBelongToAccount": "permanent",
};
