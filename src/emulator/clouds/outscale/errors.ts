/**
 * OUTSCALE's errors: a number, which the vendor's page of errors lists, and a type. A number with a suffix here is one of
 * the type "TooManyResources (QuotaExceded)", as the vendor spells it.
 */
import { ApiError } from "../../api";

const QUOTA = ".QuotaExceeded";

export function refuse(status: number, code: string, message: string): ApiError {
  return new ApiError(code, message, status);
}

export const missingParameter = (name: string) =>
  refuse(400, "7000", `The request must contain the parameter ${name}.`);

export const invalidParameter = (detail: string) => refuse(400, "3001", `A parameter is invalid: ${detail}.`);

/** What an answer has for an error. */
export function encoded({ code, message, status }: ApiError): Readonly<Record<string, string>> {
  const isQuota = code.endsWith(QUOTA);
  return {
    Type: isQuota ? "TooManyResources (QuotaExceded)" : typeOf(status),
    Details: message,
    Code: isQuota ? code.slice(0, -QUOTA.length) : code,
  };
}

function typeOf(status: number): string {
  if (status === 401 || status === 403 || status === 429) return "AccessDenied";
  return status >= 500 ? "InternalError" : "InvalidParameterValue";
}
