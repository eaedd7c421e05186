import {
  ASSUMED,
  type Assumption,
  additionsInOneCall,
  readLag,
  removalsInOneCall,
  USUAL_READ_LAG_SECONDS,
} from "../../core/assumptions";

/** Of the pages of ModifyImageSharePermission, DescribeImageSharePermission and DescribeImages. */
export const assumptions: readonly Assumption[] = [
  additionsInOneCall(500),
  removalsInOneCall(500),
  {
    id: "second-addition",
    statement:
      "an account that has access already is refused with `FailedOperation.AccountAlreadyExists`, or taken",
    source: "ModifyImageSharePermission",
    probe: { name: "second-addition", expects: ["success", "already-shared"] },
  },
  {
    id: "second-removal",
    statement: "an account without access is taken, or refused as an account",
    source: ASSUMED,
    probe: { name: "second-removal", expects: ["success", "account-refused", "not-shared"] },
  },
  {
    id: "missing-image-read",
    statement: "an image that is not there is answered with `InvalidImageId.NotFound`",
    source: "DescribeImageSharePermission",
    probe: { name: "missing-image-read", expects: ["image-gone"] },
  },
  {
    id: "missing-image-look",
    statement:
      "an image that is not there is not in the list of DescribeImages, or answered with the same code",
    source: "DescribeImages",
    probe: { name: "missing-image-look", expects: ["image-gone"] },
  },
  {
    id: "missing-image-write",
    statement: "so is a write to it",
    source: "ModifyImageSharePermission",
    probe: { name: "missing-image-write", expects: ["image-gone"] },
  },
  {
    id: "strange-account",
    statement: "an account that does not exist is refused with `InvalidAccountId.NotFound`",
    source: "ModifyImageSharePermission",
    probe: { name: "strange-account", expects: ["account-refused"] },
  },
  {
    id: "own-account",
    statement:
      "the account that owns the image is refused with `FailedOperation.AccountIsYourSelf` or `InvalidAccountIs.YourSelf`",
    source: "ModifyImageSharePermission",
    probe: { name: "own-account", expects: ["account-refused"] },
  },
  {
    id: "whose-keys",
    statement: "GetCallerIdentity says which account the keys act for",
    source: "GetCallerIdentity",
    probe: { name: "whose-keys", expects: ["success"] },
  },
  readLag(USUAL_READ_LAG_SECONDS),
];
