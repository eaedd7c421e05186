import type { ErrorMeaning } from "../../core/service-facts";
import { commonErrors } from "../alicloud/errors";

/**
 * The error table of ModifyImageShareStatus. The pages of the actions for accounts list no codes. Their codes
 * follow the tables of the service's other actions and of Alibaba Cloud's other services, in every spelling
 * seen there. If a refused account is classified otherwise, no other account in the call gets access.
 */
export const errors: Readonly<Record<string, ErrorMeaning>> = {
  ...commonErrors,
  "InvalidImageId.NotFound": "image-gone",
  "InvalidParam.OperationIllegal": "permanent",
  "InvalidParam.Account": "account-refused",
  InvalidAccount: "account-refused",
  InvalidAccountId: "account-refused",
  InvalidAliUid: "account-refused",
  // Without the name of a field, or with that of the accounts. Beside these a call names only the image.
  InvalidParameter: "account-refused",
  "InvalidParameter.ImageId": "unclear",
  IncorrectImageStatus: "unclear",
  InvalidImageStatus: "unclear",
};

/** For calls that name no account. */
export const errorsOfTheImage: typeof errors = { ...errors, InvalidParameter: "permanent" };
