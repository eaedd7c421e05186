import type { ErrorMeaning } from "../../core/service-facts";

/** Codes that every API of AWS may answer with, as far as they mean something other than a permanent failure. */
export const commonErrors: Readonly<Record<string, ErrorMeaning>> = {
  RequestLimitExceeded: "throttled",
  Throttling: "throttled",
  ThrottlingException: "throttled",
  // Also said of an image of another account: "Not authorized for image".
  AuthFailure: "auth",
  UnauthorizedOperation: "auth",
  AccessDenied: "auth",
  SignatureDoesNotMatch: "auth",
  IncompleteSignature: "auth",
  InvalidClientTokenId: "auth",
  InvalidSecurityToken: "auth",
  MissingAuthenticationToken: "auth",
  // The clock is wrong, or the token has expired: the request was refused.
  RequestExpired: "auth",
  ExpiredToken: "auth",
  OptInRequired: "auth",
  PendingVerification: "auth",
  Blocked: "auth",
  InternalError: "ambiguous",
  InternalFailure: "ambiguous",
  Unavailable: "ambiguous",
  ServiceUnavailable: "ambiguous",
};
