import type { ErrorMeaning } from "../../core/service-facts";
import { commonErrors } from "./errors";

/** The error table of ModifyImageSharePermission, and the vendor's common codes. None says "shared already" or "not shared". */
export const errors: Readonly<Record<string, ErrorMeaning>> = {
  ...commonErrors,
  "InvalidImage.NotFound": "image-gone",
  InvalidImageStatus: "image-busy",
  "InvalidAccount.Malformed": "account-refused",
  "LimitExceeded.MaximumShareImageAccount": "quota",
};
