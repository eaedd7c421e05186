/** Volcengine's common errors, with the HTTP status of each ("公共错误码"). */
import { ApiError } from "../../api";

export function refuse(status: number, code: string, message: string): ApiError {
  return new ApiError(code, message, status);
}

export const invalidArgument = (detail: string) =>
  refuse(400, "InvalidArgument", `The specified argument is invalid: ${detail}.`);

/** The code of a gateway of this vendor, by status. */
export const BROKEN: Readonly<Record<number, string>> = {
  500: "InternalError",
  502: "InternalServiceError",
  503: "ServiceUnavailableTemp",
  504: "InternalServiceTimeout",
};
