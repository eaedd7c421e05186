/** What the three services of Alibaba Cloud have in common. */
import type { ErrorRow, Key } from "./subject";

export const account = (index: number) => String(1_234_567_890_123_456 + index);

/** Accounts of Tencent Cloud and Volcengine, a user name, a role. */
export const notAccounts = [
  "100000000001",
  "2100051234",
  "somebody@example.com",
  "acs:ram::1234567890123456:root",
];
export const notImages = ["img-6pb6lrmy", "image-ebgy1og99tfct0gw", "m-", "i-bp67acfmxazb4p"];

/** The vendor's common codes, and those with which it throttles. */
export const commonErrors: readonly ErrorRow[] = [
  ["InvalidAccessKeyId.NotFound", "auth", 404],
  ["InvalidAccessKeyId.Inactive", "auth", 403],
  ["InvalidSecurityToken.Expired", "auth"],
  ["InvalidSecurityToken.Malformed", "auth"],
  ["MissingSecurityToken", "auth"],
  ["IncompleteSignature", "auth"],
  ["SignatureDoesNotMatch", "auth"],
  ["InvalidTimeStamp.Expired", "auth"],
  ["Forbidden.RAM", "auth", 403],
  ["NoPermission", "auth"],
  ["Throttling", "throttled"],
  ["Throttling.User", "throttled"],
  ["Throttling.Api", "throttled"],
  ["Rejected.Throttling", "throttled"],
  ["SignatureNonceUsed", "ambiguous"],
  ["ServiceUnavailable", "ambiguous", 503],
  ["InternalError", "ambiguous", 500],
  ["MissingParameter", "permanent"],
];

export function section({ id, secret, token }: Key) {
  return {
    accessKeyId: id,
    accessKeySecret: secret,
    ...(token === undefined ? {} : { securityToken: token }),
  };
}

export function numbered(name: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
}
