import {
  ASSUMED,
  type Assumption,
  additionsInOneCall,
  readLag,
  secondAdditionRefused,
  secondRemovalRefused,
  toldByCallerIdentity,
  tried,
  USUAL_READ_LAG_SECONDS,
} from "../../core/assumptions";

/** Of the pages of ModifyImageSharePermission, DescribeImageSharePermission and DescribeSelfImages. */
export const assumptions: readonly Assumption[] = [
  additionsInOneCall(300),
  secondAdditionRefused,
  secondRemovalRefused,
  tried(
    "missing-image-read",
    "a read of an image that is not there fails with one of the two codes for internal errors or with `InvalidParameter.ImageId`, or shows an empty list",
    ["success", "unclear", "image-gone"],
  ),
  tried("missing-image-look", "an image that is not there is not in the list of DescribeSelfImages", [
    "image-gone",
  ]),
  tried(
    "strange-account",
    "an account that does not exist is refused with `InvalidParameter.AddAccounts`, or taken",
    ["account-refused", "success"],
  ),
  tried("own-account", "the account that owns the image is refused as an account, or taken", [
    "account-refused",
    "success",
  ]),
  {
    id: "quota-code",
    statement: "a full image is refused with a code that names a quota or a limit, or no reason",
    source: ASSUMED,
  },
  toldByCallerIdentity,
  readLag(USUAL_READ_LAG_SECONDS),
];
