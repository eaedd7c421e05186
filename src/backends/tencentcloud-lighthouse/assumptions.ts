import {
  ASSUMED,
  type Assumption,
  additionsInOneCall,
  readLag,
  removalsInOneCall,
  toldByCallerIdentity,
  tried,
  USUAL_READ_LAG_SECONDS,
} from "../../core/assumptions";

/** Of the pages of ShareBlueprintAcrossAccounts, its two neighbours and DescribeBlueprints. */
export const assumptions: readonly Assumption[] = [
  additionsInOneCall(10, "ShareBlueprintAcrossAccounts"),
  removalsInOneCall(10, "CancelShareBlueprintAcrossAccounts"),
  tried(
    "second-addition",
    "an account that has access already is refused with `UnsupportedOperation.BlueprintAlreadyShared`, or taken; the code speaks of accounts, not of the own CVM. A read decides in either case",
    ["success", "already-shared"],
  ),
  tried(
    "second-removal",
    "an account without access is refused with `UnsupportedOperation.BlueprintHasNotShared`, or taken; likewise",
    ["success", "not-shared"],
  ),
  tried(
    "missing-image-read",
    "an image that is not there, or not one's own, may be answered with an empty list of accounts. It costs one call more for images that nobody has access to",
    ["success", "image-gone"],
  ),
  tried(
    "missing-image-look",
    "an image that is not there is `ResourceNotFound.BlueprintNotFound`, or not in the list of DescribeBlueprints",
    ["image-gone"],
  ),
  tried("missing-image-write", "a write to it is one of the `ResourceNotFound` codes", ["image-gone"]),
  tried(
    "strange-account",
    "an account that does not exist is refused with `InvalidParameterValue.AccountIdsNotExist`",
    ["account-refused"],
    "the list of codes in the vendor's SDK",
  ),
  tried(
    "own-account",
    "the account that owns the image is refused with `InvalidParameterValue.AccountIdSameWithUin`",
    ["account-refused"],
    "the list of codes in the vendor's SDK",
  ),
  {
    id: "whole-call-fails",
    statement:
      "one account that is refused fails its whole call of ten. Otherwise the next read shows what was done, and the rest is sent again",
    source: ASSUMED,
  },
  {
    id: "call-size-code",
    statement:
      "`InvalidParameterValue.LimitExceeded` means too many accounts in one call: the call is halved",
    source: ASSUMED,
  },
  {
    id: "creating-ends",
    statement: "an image in the state `CREATING`, which no page lists, ends in another state by itself",
    source: ASSUMED,
  },
  {
    id: "listing-rate",
    statement: "DescribeBlueprints may be called at any frequency. Throttling is waited out",
    source: ASSUMED,
  },
  toldByCallerIdentity,
  readLag(USUAL_READ_LAG_SECONDS),
];
