import {
  ASSUMED,
  type Assumption,
  additionsInOneCall,
  readLag,
  removalsInOneCall,
  secondAdditionRefused,
  secondRemovalRefused,
  toldByCallerIdentity,
  tried,
  USUAL_READ_LAG_SECONDS,
} from "../../core/assumptions";

/** Of the pages of AddCustomImageShareAccount, RemoveCustomImageShareAccount, ListCustomImageShareAccounts and ListCustomImages. */
export const assumptions: readonly Assumption[] = [
  additionsInOneCall(200),
  removalsInOneCall(200),
  secondAdditionRefused,
  secondRemovalRefused,
  tried("missing-image-read", "an image that is not there is answered with `InvalidImageId.NotFound`", [
    "image-gone",
  ]),
  tried("missing-image-look", "an image that is not there is not in the list of ListCustomImages", [
    "image-gone",
  ]),
  tried(
    "strange-account",
    "an account that does not exist is refused with one of four codes for accounts, or with `InvalidParameter`",
    ["account-refused"],
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
