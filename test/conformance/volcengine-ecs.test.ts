import { conforms } from "./suite";

const ImageId = "image-ebgy1og99tfct0gw";

conforms({
  target: { service: "volcengine-ecs", region: "cn-beijing", imageId: ImageId },
  account: (index) => String(2_100_051_234 + index),
  // Accounts of Tencent Cloud and Alibaba Cloud, a role.
  notAccounts: ["100000000001", "1234567890123456", "trn:iam::2100051234:root"],
  notImages: ["m-bp67acfmxazb4p", "img-6pb6lrmy", "image-", "i-ebgy1og99tfct0gw"],
  accountsPerPage: 100,
  fewestWrites: (add, remove) => Math.ceil((add + remove) / 50),
  requests: {
    describe: { action: "DescribeImageSharePermission", parameters: { ImageId, MaxResults: "100" } },
    describeNext: {
      action: "DescribeImageSharePermission",
      parameters: { ImageId, MaxResults: "100", NextToken: expect.stringMatching(/.+/) },
    },
    condition: { action: "DescribeImages", parameters: { "ImageIds.1": ImageId } },
    add: (accounts) => modification(accounts, []),
    remove: (accounts) => modification([], accounts),
    both: modification,
  },
  // No code says either; the emulator's strict reading uses the closest one.
  strict: { duplicate: "permanent", absent: "permanent" },
  unknownAccount: "account-refused",
  missingImage: "image-gone",
  errorTable: [
    ["InvalidImage.NotFound", "image-gone", 404],
    ["InvalidImageStatus", "image-busy"],
    ["InvalidAccount.Malformed", "account-refused"],
    ["LimitExceeded.MaximumShareImageAccount", "quota"],
    ["InvalidArgument", "permanent"],
    ["InvalidParameter", "permanent"],
    ["MissingParameter.AddAccountsAndRemoveAccounts", "permanent"],
    ["MissingParameter.ImageId", "permanent"],
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
  ],
  states: [
    ["available", "usable"],
    ["creating", "busy"],
    ["error", "unusable"],
  ],
  othersImage: "unusable",
  section: ({ id, secret, token }) => ({
    accessKeyId: id,
    secretKey: secret,
    ...(token === undefined ? {} : { sessionToken: token }),
  }),
});

function modification(add: readonly string[], remove: readonly string[]) {
  const parameters = { ImageId, ...numbered("AddAccounts", add), ...numbered("RemoveAccounts", remove) };
  return { action: "ModifyImageSharePermission", parameters };
}

function numbered(name: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
}
