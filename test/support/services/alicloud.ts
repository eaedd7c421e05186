/** What the services of Alibaba Cloud have in common. */
import type { CloudSubject, ErrorRow } from "./subject.ts";

export const alicloud: CloudSubject = {
  cloud: "alicloud",
  account: (index) => String(1_234_567_890_123_456 + index),
  // Accounts of Tencent Cloud and Volcengine, a user name, a role, projects of OpenStack.
  notAccounts: [
    "100000000001",
    "2100051234",
    "somebody@example.com",
    "acs:ram::1234567890123456:root",
    "93f048e385f744ff9c84236b677ce396",
    "40000000000000000000000000000001",
  ],
  notImages: [
    "img-6pb6lrmy",
    "image-ebgy1og99tfct0gw",
    "m-",
    "i-bp67acfmxazb4p",
    "ec470585-cd38-4279-9c18-f1cf56f5aaa3",
  ],
  section: ({ id, secret, token }) => ({
    accessKeyId: id,
    accessKeySecret: secret,
    ...(token === undefined ? {} : { securityToken: token }),
  }),
  environment: ({ id, secret }) => ({
    ALIBABA_CLOUD_ACCESS_KEY_ID: id,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret,
  }),
  sdk: "@alicloud",
  authError: { code: "InvalidAccessKeyId.NotFound", status: 404 },
};

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

export function numberedPage(index: number, size: number) {
  return { PageNumber: String(index + 1), PageSize: String(size) };
}
