import {
  type Assumption,
  additionsInOneCall,
  bothInOneCall,
  readLag,
  removalsInOneCall,
  secondAdditionTaken,
  toldByCallerIdentity,
  tried,
  USUAL_READ_LAG_SECONDS,
} from "../../core/assumptions";

/** Of the pages of ModifyImageSharePermission, DescribeImageSharePermission and DescribeImages. */
export const assumptions: readonly Assumption[] = [
  additionsInOneCall(10, "ModifyImageSharePermission"),
  removalsInOneCall(10, "ModifyImageSharePermission"),
  bothInOneCall(),
  secondAdditionTaken,
  tried("second-removal", "an account without access is taken, or refused with `InvalidAccount.NotFound`", [
    "success",
    "account-refused",
    "not-shared",
  ]),
  tried(
    "missing-image-read",
    "an image that is not there is answered with `InvalidImageId.NotFound`",
    ["image-gone"],
    "ModifyImageSharePermission",
  ),
  tried("missing-image-look", "an image that is not there is not in the list of DescribeImages", [
    "image-gone",
  ]),
  tried("missing-image-write", "so is a write to it", ["image-gone"], "ModifyImageSharePermission"),
  tried(
    "strange-account",
    "an account that does not exist is refused with `InvalidAccount.NotFound`",
    ["account-refused"],
    "ModifyImageSharePermission",
  ),
  tried(
    "own-account",
    "the account that owns the image is refused with `InvalidAccount.Forbbiden`",
    ["account-refused"],
    "ModifyImageSharePermission",
  ),
  toldByCallerIdentity,
  readLag(USUAL_READ_LAG_SECONDS),
];
