import {
  type Assumption,
  additionsInOneCall,
  readLag,
  removalsInOneCall,
  toldByCallerIdentity,
  tried,
  USUAL_READ_LAG_SECONDS,
} from "../../core/assumptions";

/** Of the pages of ModifyImageSharePermission, DescribeImageSharePermission and DescribeImages. */
export const assumptions: readonly Assumption[] = [
  additionsInOneCall(500),
  removalsInOneCall(500),
  tried(
    "second-addition",
    "an account that has access already is refused with `FailedOperation.AccountAlreadyExists`, or taken",
    ["success", "already-shared"],
    "ModifyImageSharePermission",
  ),
  tried("second-removal", "an account without access is taken, or refused as an account", [
    "success",
    "account-refused",
    "not-shared",
  ]),
  tried(
    "missing-image-read",
    "an image that is not there is answered with `InvalidImageId.NotFound`",
    ["image-gone"],
    "DescribeImageSharePermission",
  ),
  tried(
    "missing-image-look",
    "an image that is not there is not in the list of DescribeImages, or answered with the same code",
    ["image-gone"],
    "DescribeImages",
  ),
  tried("missing-image-write", "so is a write to it", ["image-gone"], "ModifyImageSharePermission"),
  tried(
    "strange-account",
    "an account that does not exist is refused with `InvalidAccountId.NotFound`",
    ["account-refused"],
    "ModifyImageSharePermission",
  ),
  tried(
    "own-account",
    "the account that owns the image is refused with `FailedOperation.AccountIsYourSelf` or `InvalidAccountIs.YourSelf`",
    ["account-refused"],
    "ModifyImageSharePermission",
  ),
  toldByCallerIdentity,
  readLag(USUAL_READ_LAG_SECONDS),
];
