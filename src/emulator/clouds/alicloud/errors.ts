/** Alibaba Cloud's common errors ("Common error codes" of its OpenAPI), with the HTTP status of each. */
import { ApiError } from "../../api";

export function refuse(status: number, code: string, message: string): ApiError {
  return new ApiError(code, message, status);
}

export const missingParameter = (name: string) =>
  refuse(
    400,
    "MissingParameter",
    `The input parameter "${name}" that is mandatory for processing this request is not supplied.`,
  );

export const dryRunPassed = () =>
  refuse(400, "DryRunOperation", "Request validation has been passed with DryRun flag set.");

export const unknownRegion = (region: string) =>
  refuse(404, "InvalidRegionId.NotFound", `The specified region ${region} does not exist.`);
