import type { ErrorMeaning } from "../../core/service-facts";

/**
 * OpenStack has no error codes. These are the titles of HTTP statuses, as the services write them beside their messages,
 * without spaces.
 */
export const commonErrors: Readonly<Record<string, ErrorMeaning>> = {
  Unauthorized: "auth",
  TooManyRequests: "throttled",
};

/** Keystone's, which answers 404 about an application credential that it does not know. */
export const keystoneErrors: Readonly<Record<string, ErrorMeaning>> = {
  ...commonErrors,
  Forbidden: "auth",
  NotFound: "auth",
};
