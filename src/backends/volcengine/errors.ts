import type { ErrorMeaning } from "../../core/service-facts";

/** Codes that every API of Volcengine may answer with, as far as they mean something other than a permanent failure. */
export const commonErrors: Readonly<Record<string, ErrorMeaning>> = {
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
