import { alicloud, commonErrors, numberedPage } from "./alicloud.ts";
import { imageShape, numbered, type Subject } from "./subject.ts";

const image = { RegionId: "cn-hangzhou", ImageId: "m-saacssasc1234" };

export const alicloudSwas: Subject = {
  ...alicloud,
  target: { service: "alicloud-swas", region: image.RegionId, imageId: image.ImageId },
  version: "2020-06-01",
  accountsPerPage: 50,
  // Additions and removals are actions of their own; no page says how many accounts one may name.
  fewestWrites: (add, remove) => Math.ceil(add / 200) + Math.ceil(remove / 200),
  requests: {
    describe: page("1"),
    describeNext: page("2"),
    condition: {
      action: "ListCustomImages",
      parameters: { RegionId: image.RegionId, ImageIds: JSON.stringify([image.ImageId]) },
    },
    add: (accounts) => change("AddCustomImageShareAccount", accounts),
    remove: (accounts) => change("RemoveCustomImageShareAccount", accounts),
  },
  listing: {
    action: "ListCustomImages",
    perPage: 100,
    page: numberedPage,
    name: "Name",
    withOthers: true,
    answer: (CustomImages, total) => ({ TotalCount: String(total), PageSize: "100", CustomImages }),
  },
  answers: {
    accounts: {
      envelope: [],
      list: ["ImageShareUsers"],
      id: "UserId",
      counts: true,
      echoes: ["PageNumber"],
      token: false,
    },
    images: imageShape([], ["CustomImages"]),
  },
  strict: { duplicate: "account-refused", absent: "account-refused" },
  unknownAccount: "account-refused",
  missingImage: "image-gone",
  hidesOthersImages: true,
  quotaError: { code: "QuotaExceeded" },
  possibleQuotaCode: "InvalidParameter",
  errorTable: [
    ...commonErrors,
    ["InvalidImageId.NotFound", "image-gone", 404],
    ["InvalidParam.OperationIllegal", "permanent"],
    ["InvalidParam.Account", "account-refused"],
    ["InvalidAccount.NotFound", "account-refused", 404],
    ["IncorrectImageStatus", "unclear", 403],
    ["InvalidImageStatus", "unclear"],
    ["InvalidAccountId.NotFound", "account-refused", 404],
    ["InvalidAliUid.NotFound", "account-refused", 404],
    ["InvalidParameter", "account-refused", 400, "permanent"],
    ["InvalidParameter.Account", "account-refused", 400, "permanent"],
    ["InvalidParameter.ImageId", "unclear"],
  ],
  states: [
    ["1", "usable"],
    ["0", "busy"],
    ["4", "busy"],
    ["2", "unusable"],
    ["3", "unusable"],
  ],
  // The list says whose an image is by a number, and nobody knows which number is one's own.
  othersImage: "usable",
};

function page(PageNumber: string) {
  return { action: "ListCustomImageShareAccounts", parameters: { ...image, PageNumber, PageSize: "50" } };
}

function change(action: string, accounts: readonly string[]) {
  return { action, parameters: { ...image, ...numbered("Account", accounts) } };
}
