import { conforms } from "./suite";

const ImageId = "img-6pb6lrmy";

conforms({
  target: { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: ImageId },
  account: (index) => String(100_000_000_001 + index),
  // An AppID, an account of Alibaba Cloud, a role.
  notAccounts: ["12345678", "1234567890123456", "qcs::cam::uin/100000000001:root"],
  notImages: ["m-bp67acfmxazb4p", "image-ebgy1og99tfct0gw", "img-", "ins-6pb6lrmy"],
  // "InvalidParameterValue.LimitExceeded" exists, but no figure; the image holds 500 in all.
  fewestWrites: (add, remove) => Math.ceil(add / 500) + Math.ceil(remove / 500),
  requests: {
    describe: { action: "DescribeImageSharePermission", parameters: { ImageId } },
    condition: { action: "DescribeImages", parameters: { ImageIds: [ImageId] } },
    add: (accounts) => modification("SHARE", accounts),
    remove: (accounts) => modification("CANCEL", accounts),
  },
  strict: { duplicate: "already-shared", absent: "account-refused" },
  unknownAccount: "account-refused",
  missingImage: "image-gone",
  errorTable: [
    ["InvalidImageId.NotFound", "image-gone"],
    ["FailedOperation.AccountAlreadyExists", "already-shared"],
    ["FailedOperation.AccountIsYourSelf", "account-refused"],
    ["FailedOperation.NotMasterAccount", "account-refused"],
    ["InvalidAccountId.NotFound", "account-refused"],
    ["InvalidAccountIs.YourSelf", "account-refused"],
    ["InvalidParameterValue.InvalidAppIdFormat", "account-refused"],
    ["OverQuota", "quota"],
    ["InvalidParameterValue.LimitExceeded", "call-too-large"],
    ["InvalidParameterValue.InvalidImageState", "image-busy"],
    ["FailedOperation.BYOLImageShareFailed", "permanent"],
    ["FailedOperation.QImageShareFailed", "permanent"],
    ["FailedOperation.RImageShareFailed", "permanent"],
    ["InvalidImageId.Malformed", "permanent"],
    ["InvalidParameter.InstanceImageNotSupport", "permanent"],
    ["InvalidParameterValue.InvalidImageId", "permanent"],
    ["UnauthorizedOperation.ImageNotBelongToAccount", "permanent"],
    ["UnsupportedOperation.EncryptedImagesNotSupported", "permanent"],
    ["UnsupportedOperation.LocationImageNotSupported", "permanent"],
    ["UnauthorizedOperation.InvalidToken", "auth"],
    ["UnauthorizedOperation", "auth"],
    ["AuthFailure.SignatureFailure", "auth"],
    ["AuthFailure.TokenFailure", "auth"],
    ["RequestLimitExceeded", "throttled"],
    ["RequestLimitExceeded.UinLimitExceeded", "throttled"],
    ["InternalError", "ambiguous"],
    ["InternalServerError", "ambiguous"],
    ["ResourceUnavailable", "ambiguous"],
  ],
  states: [
    ["NORMAL", "usable"],
    ["CREATING", "busy"],
    ["SYNCING", "busy"],
    ["IMPORTING", "busy"],
    ["CREATEFAILED", "unusable"],
    ["IMPORTFAILED", "unusable"],
  ],
  othersImage: "unusable",
  section: ({ id, secret, token }) => ({
    secretId: id,
    secretKey: secret,
    ...(token === undefined ? {} : { token }),
  }),
});

function modification(Permission: "SHARE" | "CANCEL", AccountIds: readonly string[]) {
  return { action: "ModifyImageSharePermission", parameters: { ImageId, AccountIds, Permission } };
}
