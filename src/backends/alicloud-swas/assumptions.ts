import {
  ASSUMED,
  type Assumption,
  additionsInOneCall,
  readLag,
  removalsInOneCall,
  USUAL_READ_LAG_SECONDS,
} from "../../core/assumptions";

/** Of the pages of AddCustomImageShareAccount, RemoveCustomImageShareAccount, ListCustomImageShareAccounts and ListCustomImages. */
export const assumptions: readonly Assumption[] = [
  additionsInOneCall(200),
  removalsInOneCall(200),
  {
    id: "second-addition",
    statement: "an account that has access already is refused as an account, or taken",
    source: ASSUMED,
    probe: { name: "second-addition", expects: ["success", "account-refused", "already-shared"] },
  },
  {
    id: "second-removal",
    statement: "an account without access is refused as an account, or taken",
    source: ASSUMED,
    probe: { name: "second-removal", expects: ["success", "account-refused", "not-shared"] },
  },
  {
    id: "missing-image-read",
    statement: "an image that is not there is answered with `InvalidImageId.NotFound`",
    source: ASSUMED,
    probe: { name: "missing-image-read", expects: ["image-gone"] },
  },
  {
    id: "missing-image-look",
    statement: "an image that is not there is not in the list of ListCustomImages",
    source: ASSUMED,
    probe: { name: "missing-image-look", expects: ["image-gone"] },
  },
  {
    id: "strange-account",
    statement:
      "an account that does not exist is refused with one of four codes for accounts, or with `InvalidParameter`",
    source: ASSUMED,
    probe: { name: "strange-account", expects: ["account-refused"] },
  },
  {
    id: "own-account",
    statement: "the account that owns the image is refused as an account, or taken",
    source: ASSUMED,
    probe: { name: "own-account", expects: ["account-refused", "success"] },
  },
  {
    id: "quota-code",
    statement: "a full image is refused with a code that names a quota or a limit, or no reason",
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
