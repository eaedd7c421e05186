/** What the services of Tencent Cloud have in common. */
import type { CloudSubject, ErrorRow } from "./subject.ts";

export const tencentcloud: CloudSubject = {
  cloud: "tencentcloud",
  account: (index) => String(100_000_000_001 + index),
  // An AppID, an account of Alibaba Cloud, a role, projects of OpenStack.
  notAccounts: [
    "12345678",
    "1234567890123456",
    "qcs::cam::uin/100000000001:root",
    "93f048e385f744ff9c84236b677ce396",
    "40000000000000000000000000000001",
  ],
  notImages: [
    "m-bp67acfmxazb4p",
    "image-ebgy1og99tfct0gw",
    "img-",
    "ins-6pb6lrmy",
    "ec470585-cd38-4279-9c18-f1cf56f5aaa3",
  ],
  section: ({ id, secret, token }) => ({
    secretId: id,
    secretKey: secret,
    ...(token === undefined ? {} : { token }),
  }),
  environment: ({ id, secret }) => ({ TENCENTCLOUD_SECRET_ID: id, TENCENTCLOUD_SECRET_KEY: secret }),
  sdk: "tencentcloud-sdk-nodejs",
  authError: { code: "AuthFailure.SecretIdNotFound" },
};

/** The vendor's common codes, and those with which it throttles. */
export const commonErrors: readonly ErrorRow[] = [
  ["UnauthorizedOperation.InvalidToken", "auth"],
  ["UnauthorizedOperation", "auth"],
  ["AuthFailure.SignatureFailure", "auth"],
  ["AuthFailure.TokenFailure", "auth"],
  ["RequestLimitExceeded", "throttled"],
  ["RequestLimitExceeded.UinLimitExceeded", "throttled"],
  ["InternalError", "ambiguous"],
  ["InternalServerError", "ambiguous"],
  ["ResourceUnavailable", "ambiguous"],
];
