/** OpenStack's errors: an HTTP status, whose title stands for a code, and a message. */
import { ApiError } from "../../api";

const STATUSES: Readonly<Record<string, number>> = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  Conflict: 409,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  TooManyRequests: 429,
  InternalServerError: 500,
  ServiceUnavailable: 503,
};

/** @param title without spaces */
export function refuse(title: string, message: string): ApiError {
  return new ApiError(title, message, statusOf(title));
}

export function statusOf(title: string): number {
  return STATUSES[title] ?? 400;
}

/** "NotFound" as the services write it: "Not Found". */
export function titleOf(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, " ");
}
