import {
  type Assumption,
  additionsInOneCall,
  bothInOneCall,
  readLag,
  removalsInOneCall,
  secondAdditionTaken,
  secondRemovalTaken,
  toldByCallerIdentity,
  tried,
  USUAL_READ_LAG_SECONDS,
} from "../../core/assumptions";

/** Of the pages of ModifyImageSharePermission, DescribeImageSharePermission and DescribeImages, the same for BytePlus. */
export const ecsAssumptions: readonly Assumption[] = [
  additionsInOneCall(50, "ModifyImageSharePermission"),
  removalsInOneCall(50),
  bothInOneCall("ModifyImageSharePermission"),
  secondAdditionTaken,
  secondRemovalTaken,
  tried(
    "missing-image-read",
    "an image that is not there is answered with `InvalidImage.NotFound`",
    ["image-gone"],
    "ModifyImageSharePermission",
  ),
  tried("missing-image-look", "an image that is not there is not in the list of DescribeImages", [
    "image-gone",
  ]),
  tried(
    "missing-image-write",
    "a write to it is answered with `InvalidImage.NotFound`",
    ["image-gone"],
    "ModifyImageSharePermission",
  ),
  tried(
    "strange-account",
    "an account that does not exist is refused with `InvalidAccount.Malformed`",
    ["account-refused"],
    "ModifyImageSharePermission",
  ),
  tried("own-account", "the account that owns the image is refused as an account", ["account-refused"]),
  toldByCallerIdentity,
  readLag(USUAL_READ_LAG_SECONDS),
];
