import { imageShape, type Subject } from "./subject.ts";
import { commonErrors, tencentcloud } from "./tencentcloud.ts";

const ImageId = "img-6pb6lrmy";

export const tencentcloudCvm: Subject = {
  ...tencentcloud,
  target: { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: ImageId },
  version: "2017-03-12",
  accountLimit: 500,
  // "InvalidParameterValue.LimitExceeded" exists, but no figure; the image holds 500 in all.
  fewestWrites: (add, remove) => Math.ceil(add / 500) + Math.ceil(remove / 500),
  requests: {
    describe: { action: "DescribeImageSharePermission", parameters: { ImageId } },
    condition: { action: "DescribeImages", parameters: { ImageIds: [ImageId] } },
    add: (accounts) => modification("SHARE", accounts),
    remove: (accounts) => modification("CANCEL", accounts),
  },
  listing: {
    action: "DescribeImages",
    perPage: 100,
    page: (index, size) => ({
      Filters: [{ Name: "image-type", Values: ["PRIVATE_IMAGE"] }],
      Offset: index * size,
      Limit: size,
    }),
    name: "ImageName",
    answer: (ImageSet, TotalCount) => ({ Response: { ImageSet, TotalCount, RequestId: "R-1" } }),
  },
  answers: {
    accounts: {
      envelope: ["Response"],
      list: ["SharePermissionSet"],
      id: "AccountId",
      counts: false,
      echoes: [],
      token: false,
    },
    images: imageShape(["Response"], ["ImageSet"]),
  },
  strict: { duplicate: "already-shared", absent: "account-refused" },
  unknownAccount: "account-refused",
  missingImage: "image-gone",
  hidesOthersImages: false,
  quotaError: { code: "OverQuota" },
  possibleQuotaCode: "LimitExceeded.ShareAccounts",
  errorTable: [
    ...commonErrors,
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
};

function modification(Permission: "SHARE" | "CANCEL", AccountIds: readonly string[]) {
  return { action: "ModifyImageSharePermission", parameters: { ImageId, AccountIds, Permission } };
}
