import type { ErrorMeaning } from "../../core/service-facts";

/** Common codes of every API of Volcengine that do not mean a permanent failure. */
export const commonErrors: Readonly<Record<string, ErrorMeaning>> = {
  FlowLimitExceeded: "throttled",
  AccessDenied: "auth",
  InvalidAccessKey: "auth",
  InvalidAuthorization: "auth",
  InvalidCredential: "auth",
  InvalidSecretToken: "auth",
  // The clock is wrong, or the token has expired: the request was refused.
  InvalidTimestamp: "auth",
  SignatureDoesNotMatch: "auth",
  InternalError: "ambiguous",
  InternalServiceError: "ambiguous",
  InternalServiceTimeout: "ambiguous",
  ServiceUnavailableTemp: "ambiguous",
};
