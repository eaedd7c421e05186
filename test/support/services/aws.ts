/** What the services of AWS have in common. */
import type { CloudSubject, ErrorRow } from "./subject.ts";

export const aws: CloudSubject = {
  cloud: "aws",
  account: (index) => String(12_345_678_901 + index).padStart(12, "0"),
  fragileAccounts: ["000000000001", "001234567890", "012345678901"],
  answersIn: "XML",
  // One that lost its zero as a number, one of Alibaba Cloud, what the console shows, a role, projects of OpenStack.
  notAccounts: [
    "12345678901",
    "1234567890123456",
    "0123-4567-8901",
    "arn:aws:iam::012345678901:root",
    "93f048e385f744ff9c84236b677ce396",
    "40000000000000000000000000000001",
  ],
  notImages: [
    "ami-1",
    "ami-0123456789ABCDEF0",
    "img-6pb6lrmy",
    "snap-0123456789abcdef0",
    "ec470585-cd38-4279-9c18-f1cf56f5aaa3",
  ],
  section: ({ id, secret, token }) => ({
    accessKeyId: id,
    secretAccessKey: secret,
    ...(token === undefined ? {} : { sessionToken: token }),
  }),
  environment: ({ id, secret }) => ({ AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret }),
  sdk: "@smithy",
  authError: { code: "AuthFailure", status: 401 },
};

/** The vendor's common codes, and those with which it throttles. */
export const commonErrors: readonly ErrorRow[] = [
  ["AuthFailure", "auth", 401],
  ["UnauthorizedOperation", "auth", 403],
  ["AccessDenied", "auth", 403],
  ["SignatureDoesNotMatch", "auth", 403],
  ["IncompleteSignature", "auth"],
  ["InvalidClientTokenId", "auth", 403],
  ["InvalidSecurityToken", "auth"],
  ["MissingAuthenticationToken", "auth", 403],
  ["RequestExpired", "auth"],
  ["ExpiredToken", "auth", 403],
  ["OptInRequired", "auth", 401],
  ["PendingVerification", "auth"],
  ["Blocked", "auth", 403],
  ["RequestLimitExceeded", "throttled", 503],
  ["Throttling", "throttled"],
  ["ThrottlingException", "throttled"],
  ["InternalError", "ambiguous", 500],
  ["InternalFailure", "ambiguous", 500],
  ["Unavailable", "ambiguous", 503],
  ["ServiceUnavailable", "ambiguous", 503],
  ["InvalidAction", "permanent"],
  ["UnknownParameter", "permanent"],
];
