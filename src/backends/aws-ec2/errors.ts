import type { ErrorMeaning } from "../../core/service-facts";
import { commonErrors } from "../aws/errors";

/** The vendor's client and server error codes, as far as ModifyImageAttribute and the reads can meet them. */
export const errors: Readonly<Record<string, ErrorMeaning>> = {
  ...commonErrors,
  "InvalidAMIID.NotFound": "image-gone",
  // "Deregistered and no longer available, or not in a state from which you can … modify attributes."
  "InvalidAMIID.Unavailable": "unclear",
  InvalidAMIAttributeItemValue: "account-refused",
  // No page names the code of the 1,001st entity; this one comes for the other quotas of images.
  ResourceLimitExceeded: "quota",
};

/**
 * The same for a call that adds and removes. No page says that one call may do both, and the sibling for snapshots may
 * not: a vendor that refuses the combination is sent one direction at a time.
 */
export const errorsOfBoth: Readonly<Record<string, ErrorMeaning>> = {
  ...errors,
  InvalidParameterCombination: "call-too-large",
};
