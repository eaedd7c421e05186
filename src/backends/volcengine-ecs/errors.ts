import type { ErrorMeaning } from "../../core/service-facts";

/**
 * The error table of ModifyImageSharePermission, and the vendor's common codes as far as they mean something other
 * than a permanent failure. No code says "shared already" or "not shared".
 */
export const errors: Readonly<Record<string, ErrorMeaning>> = {
  "InvalidImage.NotFound": "image-gone",
  InvalidImageStatus: "image-busy",
  "InvalidAccount.Malformed": "account-refused",
  "LimitExceeded.MaximumShareImageAccount": "quota",
  FlowLimitExceeded: "throttled",
  AccessDenied: "auth",
  InvalidAccessKey: "auth",
  InvalidAuthorization: "auth",
  InvalidCredential: "auth",
  InvalidSecretToken: "auth",
  // A clock that is off, or a token that has had its day: the request was not let in.
  InvalidTimestamp: "auth",
  SignatureDoesNotMatch: "auth",
  InternalError: "ambiguous",
  InternalServiceError: "ambiguous",
  InternalServiceTimeout: "ambiguous",
  ServiceUnavailableTemp: "ambiguous",
};
