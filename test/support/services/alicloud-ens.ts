import { alicloud, commonErrors, numberedPage } from "./alicloud.ts";
import { imageShape, type Subject } from "./subject.ts";

const ImageId = "m-5s7qotzavwbrnzaqh4unm";
const action = "ModifyImageSharePermission";

export const alicloudEns: Subject = {
  ...alicloud,
  target: { service: "alicloud-ens", imageId: ImageId },
  version: "2017-11-10",
  accountsPerPage: 100,
  // Many additions in one call, and a call for each removal.
  fewestWrites: (add, remove) => Math.ceil(add / 300) + remove,
  requests: {
    describe: page("1"),
    describeNext: page("2"),
    condition: { action: "DescribeSelfImages", parameters: { ImageId, PageNumber: "1", PageSize: "50" } },
    add: (accounts) => ({ action, parameters: { ImageId, AddAccounts: accounts.join(",") } }),
    remove: (accounts) => ({ action, parameters: { ImageId, RemoveAccounts: accounts.join(",") } }),
  },
  listing: {
    action: "DescribeSelfImages",
    perPage: 50,
    page: numberedPage,
    name: "ImageName",
    answer: (Image, total) => ({ TotalCount: String(total), PageSize: "50", Images: { Image } }),
  },
  answers: {
    accounts: {
      envelope: [],
      list: ["Accounts", "Account"],
      id: "AliyunUid",
      counts: true,
      echoes: ["ImageId", "PageNumber"],
      token: false,
    },
    images: imageShape([], ["Images", "Image"]),
  },
  strict: { duplicate: "account-refused", absent: "account-refused" },
  unknownAccount: "account-refused",
  missingImage: "unclear",
  hidesOthersImages: false,
  quotaError: { code: "QuotaExceeded" },
  possibleQuotaCode: "InvalidParameter",
  errorTable: [
    ...commonErrors,
    ["ens.interface.error", "unclear"],
    ["CallInterface", "unclear"],
    ["InvalidParameter.ImageId", "unclear"],
    ["InvalidParameter.AddAccounts", "account-refused"],
    ["InvalidParameter.RemoveAccounts", "account-refused"],
    // A read names no accounts that could be at fault.
    ["InvalidParameter", "account-refused", undefined, "unclear"],
    ["InvalidImageType.NotSupported", "permanent"],
  ],
  states: [
    ["Available", "usable"],
    ["Creating", "busy"],
    ["Packing", "busy"],
    ["Uploading", "busy"],
    ["Copying", "busy"],
    ["Pack_failed", "unusable"],
    ["Upload_failed", "unusable"],
    ["Unavailable", "unusable"],
  ],
  othersImage: "unusable",
};

function page(PageNumber: string) {
  return { action: "DescribeImageSharePermission", parameters: { ImageId, PageNumber, PageSize: "100" } };
}
