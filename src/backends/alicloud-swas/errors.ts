import type { ErrorMeaning } from "../../core/service-facts";
import { commonErrors } from "../alicloud/errors";

/**
 * The error table of ModifyImageShareStatus. The pages of the actions for accounts list no codes; what stands here
 * for them follows the service's other tables.
 */
export const errors: Readonly<Record<string, ErrorMeaning>> = {
  ...commonErrors,
  "InvalidImageId.NotFound": "image-gone",
  "InvalidParam.OperationIllegal": "permanent",
  "InvalidParam.Account": "account-refused",
  InvalidAccount: "account-refused",
  IncorrectImageStatus: "unclear",
};
