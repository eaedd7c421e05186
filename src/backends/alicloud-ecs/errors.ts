import type { ErrorMeaning } from "../../core/service-facts";
import { commonErrors } from "../alicloud/errors";

/**
 * The error table of ModifyImageSharePermission. No code says "shared already" or "not shared", and two of those
 * that say "not found" are not about the image.
 */
export const errors: Readonly<Record<string, ErrorMeaning>> = {
  ...commonErrors,
  "InvalidImageId.NotFound": "image-gone",
  "InvalidAccount.NotFound": "account-refused",
  // Sharing with oneself. The vendor's spelling, and the one that it may be corrected to.
  "InvalidAccount.Forbbiden": "account-refused",
  "InvalidAccount.Forbidden": "account-refused",
  "QuotaExceed.ShareImageUser": "quota",
  "QuotaExceed.ShareImage": "quota",
  "OperationDenied.InvalidImageStatus": "image-busy",
};
