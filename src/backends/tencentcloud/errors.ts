import type { ErrorMeaning } from "../../core/service-facts";

/** Common codes of every API of Tencent Cloud that do not mean a permanent failure. */
export const commonErrors: Readonly<Record<string, ErrorMeaning>> = {
  RequestLimitExceeded: "throttled",
  AuthFailure: "auth",
  UnauthorizedOperation: "auth",
  InternalError: "ambiguous",
  InternalServerError: "ambiguous",
  ResourceUnavailable: "ambiguous",
};
