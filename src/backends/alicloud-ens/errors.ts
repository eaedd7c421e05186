import type { ErrorMeaning } from "../../core/service-facts";
import { commonErrors } from "../alicloud/errors";

/**
 * The error tables of ModifyImageSharePermission and DescribeImageSharePermission. All of it is HTTP 400, and none
 * of it says that an image is missing or busy, or that there are too many accounts. The service has two
 * codes for internal errors, and `InvalidParameter.<field>` for the rest.
 */
export const errors: Readonly<Record<string, ErrorMeaning>> = {
  ...commonErrors,
  "ens.interface.error": "unclear",
  CallInterface: "unclear",
  "InvalidParameter.ImageId": "unclear",
  "InvalidParameter.AddAccounts": "account-refused",
  "InvalidParameter.RemoveAccounts": "account-refused",
  // Without the name of a field. Besides the image a write names only accounts, and a read names none at all.
  InvalidParameter: "account-refused",
};

export const errorsOfReading: typeof errors = { ...errors, InvalidParameter: "unclear" };

/** A list names neither accounts nor an image. */
export const errorsOfListing: typeof errors = { ...errors, InvalidParameter: "permanent" };
