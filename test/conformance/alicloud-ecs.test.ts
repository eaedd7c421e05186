import { account, commonErrors, notAccounts, notImages, numbered, section } from "./alicloud";
import { conforms } from "./suite";

const image = { RegionId: "cn-hangzhou", ImageId: "m-bp67acfmxazb4p" };

conforms({
  target: { service: "alicloud-ecs", region: image.RegionId, imageId: image.ImageId },
  account,
  notAccounts,
  notImages,
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
  // No code says "shared already"; the one for accounts comes closest to "not shared".
  strict: { duplicate: "success", absent: "account-refused" },
  unknownAccount: "account-refused",
  missingImage: "image-gone",
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
  section,
});

function page(PageNumber: string) {
  return { action: "DescribeImageSharePermission", parameters: { ...image, PageNumber, PageSize: "100" } };
}

function modification(add: readonly string[], remove: readonly string[]) {
  const parameters = { ...image, ...numbered("AddAccount", add), ...numbered("RemoveAccount", remove) };
  return { action: "ModifyImageSharePermission", parameters };
}
