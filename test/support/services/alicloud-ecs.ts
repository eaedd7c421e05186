import { alicloud, commonErrors, numberedPage } from "./alicloud.ts";
import { imageShape, numbered, type Subject } from "./subject.ts";

const image = { RegionId: "cn-hangzhou", ImageId: "m-bp1g7004ksh0oeuco8vd" };

export const alicloudEcs: Subject = {
  ...alicloud,
  target: { service: "alicloud-ecs", region: image.RegionId, imageId: image.ImageId },
  version: "2014-05-26",
  accountLimit: 50,
  accountsPerPage: 100,
  // Ten additions and ten removals in one call.
  fewestWrites: (add, remove) => Math.ceil(Math.max(add, remove) / 10),
  requests: {
    describe: page("1"),
    describeNext: page("2"),
    condition: { action: "DescribeImages", parameters: { ...image, Status: "ALL" } },
    add: (accounts) => modification(accounts, []),
    remove: (accounts) => modification([], accounts),
    both: modification,
  },
  listing: {
    action: "DescribeImages",
    perPage: 100,
    page: (index, size) => ({ ...numberedPage(index, size), Status: "ALL", ImageOwnerAlias: "self" }),
    name: "ImageName",
    answer: (Image, TotalCount) => ({ TotalCount, PageSize: 100, Images: { Image } }),
  },
  answers: {
    accounts: {
      envelope: [],
      list: ["Accounts", "Account"],
      id: "AliyunId",
      counts: true,
      echoes: ["ImageId", "PageNumber"],
      token: false,
    },
    images: imageShape([], ["Images", "Image"]),
  },
  // No code says "shared already"; the one for accounts comes closest to "not shared".
  strict: { duplicate: "success", absent: "account-refused" },
  unknownAccount: "account-refused",
  missingImage: "image-gone",
  hidesOthersImages: true,
  quotaError: { code: "QuotaExceed.ShareImageUser", status: 403 },
  possibleQuotaCode: "ShareLimitExceeded",
  errorTable: [
    ...commonErrors,
    ["InvalidImageId.NotFound", "image-gone", 404],
    // The account, not the image, in spite of its status.
    ["InvalidAccount.NotFound", "account-refused", 404],
    ["InvalidAccount.Forbbiden", "account-refused", 404],
    ["InvalidAccount.Forbidden", "account-refused", 404],
    ["QuotaExceed.ShareImageUser", "quota", 403],
    ["QuotaExceed.ShareImage", "quota", 403],
    ["OperationDenied.InvalidImageStatus", "image-busy", 403],
    ["InvalidGroup.Malformed", "permanent"],
    ["InvalidImageId.BidMismatch", "permanent", 403],
    ["OperationDeined.EncryptedSnapshot", "permanent", 403],
    ["OperationDeined.FullImage", "permanent", 403],
    ["AssumeRoleError", "permanent", 403],
    ["Image.Public", "permanent", 403],
    ["Image.NotPublic", "permanent", 403],
    ["InvalidParameter.IsPublic", "permanent", 403],
    ["InvalidOperation.ServiceKeyEncryptedImageUnsupported", "permanent", 403],
    ["PublicImageAgreement.NotSigned", "permanent", 403],
  ],
  states: [
    ["Available", "usable"],
    ["Creating", "busy"],
    ["Waiting", "busy"],
    ["UnAvailable", "unusable"],
    ["CreateFailed", "unusable"],
    ["Deprecated", "unusable"],
  ],
  othersImage: "unusable",
};

function page(PageNumber: string) {
  return { action: "DescribeImageSharePermission", parameters: { ...image, PageNumber, PageSize: "100" } };
}

function modification(add: readonly string[], remove: readonly string[]) {
  const parameters = { ...image, ...numbered("AddAccount", add), ...numbered("RemoveAccount", remove) };
  return { action: "ModifyImageSharePermission", parameters };
}
