import type { ErrorMeaning } from "../../core/service-facts";

/**
 * Common codes of every API of Alibaba Cloud that do not mean a permanent
 * failure, and not throttling.
 */
export const commonErrors: Readonly<Record<string, ErrorMeaning>> = {
  // This is not an image that is not found.
  InvalidAccessKeyId: "auth",
  InvalidSecurityToken: "auth",
  MissingSecurityToken: "auth",
  IncompleteSignature: "auth",
  SignatureDoesNotMatch: "auth",
  Forbidden: "auth",
  NoPermission: "auth",
  // The clock is wrong: every call fails until it is set.
  InvalidTimeStamp: "auth",
  // A proxy sent the request twice; the first one counted.
  SignatureNonceUsed: "ambiguous",
  InternalError: "ambiguous",
  ServiceUnavailable: "ambiguous",
};

/** Like the vendor's SDKs, by the word: Throttling, Throttling.User, Rejected.Throttling, … */
export function isThrottling(code: string): boolean {
  return code.includes("Throttling");
}
