import {
  ASSUMED,
  type Assumption,
  additionsInOneCall,
  readLag,
  removalsInOneCall,
  secondAdditionTaken,
  secondRemovalTaken,
  tried,
} from "../../core/assumptions";

/** Of the vendor's OpenAPI description 1.42.0 and of its page of errors. */
export const assumptions: readonly Assumption[] = [
  additionsInOneCall(100),
  removalsInOneCall(100),
  secondAdditionTaken,
  secondRemovalTaken,
  tried(
    "missing-image-read",
    "an OMI that is not there is not in the list of ReadImages",
    ["image-gone"],
    "ReadImages",
  ),
  tried(
    "missing-image-look",
    "its state is asked by the same call, and answered the same way",
    ["image-gone"],
    "ReadImages",
  ),
  tried(
    "missing-image-write",
    "a write to it is answered with `5023`",
    ["image-gone"],
    "OUTSCALE API: Errors",
  ),
  tried("strange-account", "an account that does not exist is refused with `4050`, or taken like any other", [
    "account-refused",
    "success",
  ]),
  tried("own-account", "the account that owns the OMI is refused as an account, or taken", [
    "account-refused",
    "success",
  ]),
  {
    id: "quota-code",
    statement: "a full OMI is refused with a code of the type `TooManyResources (QuotaExceded)`",
    source: ASSUMED,
  },
  {
    id: "state-code",
    statement:
      "`6001` comes for an OMI that is pending, and for one that has failed; its state is read, and decides",
    source: ASSUMED,
  },
  {
    id: "others-image",
    statement: "an OMI that another account shares with you may show no accounts; a write to it is refused",
    source: ASSUMED,
  },
  tried("whose-keys", "ReadAccounts says which account the keys act for", ["success"], "ReadAccounts"),
  readLag(30),
];
