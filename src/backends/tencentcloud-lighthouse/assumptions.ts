import {
  ASSUMED,
  type Assumption,
  additionsInOneCall,
  readLag,
  removalsInOneCall,
  USUAL_READ_LAG_SECONDS,
} from "../../core/assumptions";

/** Of the pages of ShareBlueprintAcrossAccounts, its two neighbours and DescribeBlueprints. */
export const assumptions: readonly Assumption[] = [
  additionsInOneCall(10, "ShareBlueprintAcrossAccounts"),
  removalsInOneCall(10, "CancelShareBlueprintAcrossAccounts"),
  {
    id: "second-addition",
    statement:
      "an account that has access already is refused with `UnsupportedOperation.BlueprintAlreadyShared`, or taken; the code speaks of accounts, not of the own CVM. A read decides in either case",
    source: ASSUMED,
    probe: { name: "second-addition", expects: ["success", "already-shared"] },
  },
  {
    id: "second-removal",
    statement:
      "an account without access is refused with `UnsupportedOperation.BlueprintHasNotShared`, or taken; likewise",
    source: ASSUMED,
    probe: { name: "second-removal", expects: ["success", "not-shared"] },
  },
  {
    id: "missing-image-read",
    statement:
      "an image that is not there, or not one's own, may be answered with an empty list of accounts. It costs one call more for images that nobody has access to",
    source: ASSUMED,
    probe: { name: "missing-image-read", expects: ["success", "image-gone"] },
  },
  {
    id: "missing-image-look",
    statement:
      "an image that is not there is `ResourceNotFound.BlueprintNotFound`, or not in the list of DescribeBlueprints",
    source: ASSUMED,
    probe: { name: "missing-image-look", expects: ["image-gone"] },
  },
  {
    id: "missing-image-write",
    statement: "a write to it is one of the `ResourceNotFound` codes",
    source: ASSUMED,
    probe: { name: "missing-image-write", expects: ["image-gone"] },
  },
  {
    id: "strange-account",
    statement: "an account that does not exist is refused with `InvalidParameterValue.AccountIdsNotExist`",
    source: "the list of codes in the vendor's SDK",
    probe: { name: "strange-account", expects: ["account-refused"] },
  },
  {
    id: "own-account",
    statement: "the account that owns the image is refused with `InvalidParameterValue.AccountIdSameWithUin`",
    source: "the list of codes in the vendor's SDK",
    probe: { name: "own-account", expects: ["account-refused"] },
  },
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
  {
    id: "whose-keys",
    statement: "GetCallerIdentity says which account the keys act for",
    source: "GetCallerIdentity",
    probe: { name: "whose-keys", expects: ["success"] },
  },
  readLag(USUAL_READ_LAG_SECONDS),
];
