/** What the services of Volcengine have in common. */
import type { CloudSubject, ErrorRow } from "./subject.ts";

export const volcengine: CloudSubject = {
  cloud: "volcengine",
  account: (index) => String(2_100_051_234 + index),
  // Accounts of Tencent Cloud and Alibaba Cloud, a role, projects of OpenStack.
  notAccounts: [
    "100000000001",
    "1234567890123456",
    "trn:iam::2100051234:root",
    "93f048e385f744ff9c84236b677ce396",
    "40000000000000000000000000000001",
  ],
  notImages: [
    "m-bp67acfmxazb4p",
    "img-6pb6lrmy",
    "image-",
    "i-ebgy1og99tfct0gw",
    "ec470585-cd38-4279-9c18-f1cf56f5aaa3",
  ],
  section: ({ id, secret, token }) => ({
    accessKeyId: id,
    secretKey: secret,
    ...(token === undefined ? {} : { sessionToken: token }),
  }),
  environment: ({ id, secret }) => ({ VOLCENGINE_ACCESS_KEY: id, VOLCENGINE_SECRET_KEY: secret }),
  sdk: "@volcengine",
  authError: { code: "InvalidAccessKey", status: 401 },
};

/** The vendor's common codes, and those with which it throttles. */
export const commonErrors: readonly ErrorRow[] = [
  ["InvalidActionOrVersion", "permanent", 404],
  ["ServiceNotFound", "permanent", 404],
  ["InvalidTimestamp", "auth"],
  ["InvalidAuthorization", "auth"],
  ["InvalidCredential", "auth"],
  ["InvalidAccessKey", "auth", 401],
  ["InvalidSecretToken", "auth", 401],
  ["SignatureDoesNotMatch", "auth", 401],
  ["AccessDenied", "auth", 403],
  ["FlowLimitExceeded", "throttled", 429],
  ["InternalError", "ambiguous", 500],
  ["InternalServiceError", "ambiguous", 502],
  ["ServiceUnavailableTemp", "ambiguous", 503],
  ["InternalServiceTimeout", "ambiguous", 504],
];
