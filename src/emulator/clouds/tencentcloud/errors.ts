/** Tencent Cloud's common errors (API 3.0, "Common Error Codes"). Every API error is HTTP 200. */
import { ApiError } from "../../api";

export function refuse(code: string, message: string): ApiError {
  return new ApiError(code, message, 200);
}

export const signatureFailure = (detail = "Please check your signature is correct.") =>
  refuse("AuthFailure.SignatureFailure", `The provided credentials could not be validated. ${detail}`);

export const missingParameter = (name: string) =>
  refuse("MissingParameter", `The request is missing a required parameter \`${name}\`.`);

export const unknownParameter = (name: string) =>
  refuse("UnknownParameter", `The parameter \`${name}\` is not recognized.`);

export const wrongType = (name: string) =>
  refuse("InvalidParameter", `The value type of parameter \`${name}\` is not valid.`);

export const wrongValue = (name: string) =>
  refuse("InvalidParameterValue", `The value of parameter \`${name}\` is not valid.`);
