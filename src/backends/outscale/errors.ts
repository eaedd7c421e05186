/** Rests on the vendor's page "OUTSCALE API: Errors" (1.39.1; some codes stand in older versions alone). */
import type { VendorError } from "../../core/errors";
import type { ErrorMeaning } from "../../core/service-facts";

/** The keys, or how they are used: each further attempt counts towards a lock, or cannot succeed. */
const refusalsOfKeys = ["1", "8", "9", "10", "11", "12", "13", "14", "20"] as const;

/** Keys that may not call an action. Other actions may be allowed. */
const refusalsOfActions = ["4", "5", "7"] as const;

export const errors: Readonly<Record<string, ErrorMeaning>> = {
  ...Object.fromEntries([...refusalsOfKeys, ...refusalsOfActions].map((code) => [code, "auth" as const])),
  "6": "throttled",
  "24": "throttled",
  "25": "throttled",
  "2000": "ambiguous",
  // No page says what an account that does not exist is answered with. This is the format of a permission.
  "4050": "account-refused",
  "5023": "image-gone",
  // One code for every state in which an action is not allowed.
  "6001": "unclear",
};

export function isRefusalOfKeys({ code }: VendorError): boolean {
  return refusalsOfKeys.some((one) => one === code);
}
