/** The error codes of EC2 ("Error codes for the Amazon EC2 API") and STS, with the HTTP status of each. */
import { ApiError } from "../../api";

export function refuse(status: number, code: string, message: string): ApiError {
  return new ApiError(code, message, status);
}

export const invalidParameterValue = (detail: string) => refuse(400, "InvalidParameterValue", detail);

export const missingParameter = (name: string) =>
  refuse(400, "MissingParameter", `The request must contain the parameter ${name}`);

/** The code of a gateway of this vendor, by status. */
export const BROKEN: Readonly<Record<number, string>> = {
  500: "InternalError",
  503: "Unavailable",
};
