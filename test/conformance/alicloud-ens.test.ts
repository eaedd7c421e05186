import { account, commonErrors, notAccounts, notImages, section } from "./alicloud";
import { conforms } from "./suite";

const ImageId = "m-5s7qotzavwbrnzaqh4unm";
const action = "ModifyImageSharePermission";

conforms({
  target: { service: "alicloud-ens", imageId: ImageId },
  account,
  notAccounts,
  notImages,
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
  strict: { duplicate: "account-refused", absent: "account-refused" },
  unknownAccount: "account-refused",
  missingImage: "unclear",
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
  section,
});

function page(PageNumber: string) {
  return { action: "DescribeImageSharePermission", parameters: { ImageId, PageNumber, PageSize: "100" } };
}
