import type { ErrorMeaning } from "../../core/service-facts";

/** Codes that every API of Tencent Cloud may answer with, as far as they mean something other than a permanent failure. */
export const commonErrors: Readonly<Record<string, ErrorMeaning>> = {
  RequestLimitExceeded: "throttled",
  AuthFailure: "auth",
  UnauthorizedOperation: "auth",
  InternalError: "ambiguous",
  InternalServerError: "ambiguous",
  ResourceUnavailable: "ambiguous",
};
