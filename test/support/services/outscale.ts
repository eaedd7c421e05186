/** OUTSCALE: a cloud with one service. */
import type { CloudSubject, ErrorRow, Subject } from "./subject.ts";

const ImageId = "ami-12345678";

const ACCOUNTS_PER_CALL = 100;

export const outscaleCloud: CloudSubject = {
  cloud: "outscale",
  account: (index) => String(23_456_789_012 + index).padStart(12, "0"),
  fragileAccounts: ["000000000001", "001234567890", "012345678901"],
  notAccounts: ["12345678901", "1234567890123456", "0123-4567-8901"],
  notImages: ["ami-1", "ami-0123456789abcdef0", "ami-1234567G", "img-6pb6lrmy", "vol-12345678"],
  section: ({ id, secret }) => ({ accessKey: id, secretKey: secret }),
  environment: ({ id, secret }) => ({ OSC_ACCESS_KEY: id, OSC_SECRET_KEY: secret }),
  hasTokens: false,
  identity: { service: "outscale", action: "ReadAccounts" },
  authError: { code: "1", status: 401 },
};

const commonErrors: readonly ErrorRow[] = [
  ["1", "auth", 401],
  ["4", "auth", 401],
  ["5", "auth", 401],
  ["7", "auth", 401],
  ["8", "auth", 403],
  ["9", "auth", 401],
  ["10", "auth", 403],
  ["11", "auth", 401],
  ["12", "auth", 401],
  ["13", "auth", 401],
  ["14", "auth", 401],
  ["20", "auth", 401],
  ["6", "throttled", 503],
  ["24", "throttled", 429],
  ["25", "throttled", 429],
  ["2000", "ambiguous", 500],
  ["0", "permanent"],
  ["3001", "permanent"],
  ["7000", "permanent"],
];

const page = (size: number, after: unknown) => ({
  Filters: { AccountIds: ["099990000011"] },
  ResultsPerPage: size,
  ...(after === undefined ? {} : { NextPageToken: after }),
});

export const outscale: Subject = {
  ...outscaleCloud,
  target: { service: "outscale", region: "eu-west-2", imageId: ImageId },
  version: "v1",
  fewestWrites: (add, remove) => Math.ceil(add / ACCOUNTS_PER_CALL) + Math.ceil(remove / ACCOUNTS_PER_CALL),
  requests: {
    describe: { action: "ReadImages", parameters: { Filters: { ImageIds: [ImageId] } } },
    condition: { action: "ReadImages", parameters: { Filters: { ImageIds: [ImageId] } } },
    add: (accounts) => modification({ Additions: { AccountIds: accounts } }),
    remove: (accounts) => modification({ Removals: { AccountIds: accounts } }),
  },
  listing: {
    before: { action: "ReadAccounts", parameters: {} },
    firstPage: '["099990000011"]',
    action: "ReadImages",
    perPage: 1000,
    page: (_index, size, after) => page(size, after),
    name: "ImageName",
    answer: (Images) => ({ ResponseContext: { RequestId: "R-1" }, Images }),
  },
  answers: {
    accounts: {
      envelope: [],
      list: ["Images", "0", "PermissionsToLaunch", "AccountIds"],
      id: "",
      counts: false,
      echoes: [],
      token: false,
    },
    images: { envelope: [], list: ["Images"], id: "ImageId", counts: false, echoes: [], token: false },
  },
  strict: { duplicate: "success", absent: "success" },
  unknownAccount: "account-refused",
  missingImage: "image-gone",
  hidesOthersImages: true,
  quotaError: { code: "10000.QuotaExceeded" },
  possibleQuotaCode: "10099.QuotaExceeded",
  errorTable: [
    ...commonErrors,
    ["5023", "image-gone"],
    ["6001", "unclear", 409],
    ["4050", "account-refused"],
    ["4045", "permanent"],
    ["4046", "permanent"],
    ["4047", "permanent"],
  ],
  states: [
    ["available", "usable"],
    ["pending", "busy"],
    ["failed", "unusable"],
  ],
  // The answer tells the state of whosever image it is.
  othersImage: "usable",
};

function modification(permissions: object) {
  return { action: "UpdateImage", parameters: { ImageId, PermissionsToLaunch: permissions } };
}
