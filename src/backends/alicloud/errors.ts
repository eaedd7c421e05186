import type { ErrorMeaning } from "../../core/service-facts";

/**
 * Codes that every API of Alibaba Cloud may answer with, as far as they mean something other than a permanent
 * failure, and not throttling.
 */
export const commonErrors: Readonly<Record<string, ErrorMeaning>> = {
  // Not to be taken for an image that is not found.
  InvalidAccessKeyId: "auth",
  InvalidSecurityToken: "auth",
  MissingSecurityToken: "auth",
  IncompleteSignature: "auth",
  SignatureDoesNotMatch: "auth",
  Forbidden: "auth",
  NoPermission: "auth",
  // A clock that is off: nothing was carried out, and nothing will be until it is set.
  InvalidTimeStamp: "auth",
  // A proxy sent the request twice; the first one counted.
  SignatureNonceUsed: "ambiguous",
  InternalError: "ambiguous",
  ServiceUnavailable: "ambiguous",
};

/** The vendor's SDKs recognise throttling by the word: Throttling, Throttling.User, Rejected.Throttling, … */
export function isThrottling(code: string): boolean {
  return code.includes("Throttling");
}
