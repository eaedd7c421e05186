import {
  ASSUMED,
  type Assumption,
  additionsInOneCall,
  readLag,
  removalsInOneCall,
} from "../../core/assumptions";

/** Of the vendor's OpenAPI description 1.42.0 and of its page of errors. */
export const assumptions: readonly Assumption[] = [
  additionsInOneCall(100),
  removalsInOneCall(100),
  {
    id: "second-addition",
    statement: "an account that has access already is taken",
    source: ASSUMED,
    probe: { name: "second-addition", expects: ["success", "already-shared"] },
  },
  {
    id: "second-removal",
    statement: "an account without access is taken",
    source: ASSUMED,
    probe: { name: "second-removal", expects: ["success", "not-shared"] },
  },
  {
    id: "missing-image-read",
    statement: "an OMI that is not there is not in the list of ReadImages",
    source: "ReadImages",
    probe: { name: "missing-image-read", expects: ["image-gone"] },
  },
  {
    id: "missing-image-look",
    statement: "its state is asked by the same call, and answered the same way",
    source: "ReadImages",
    probe: { name: "missing-image-look", expects: ["image-gone"] },
  },
  {
    id: "missing-image-write",
    statement: "a write to it is answered with `5023`",
    source: "OUTSCALE API: Errors",
    probe: { name: "missing-image-write", expects: ["image-gone"] },
  },
  {
    id: "strange-account",
    statement: "an account that does not exist is refused with `4050`, or taken like any other",
    source: ASSUMED,
    probe: { name: "strange-account", expects: ["account-refused", "success"] },
  },
  {
    id: "own-account",
    statement: "the account that owns the OMI is refused as an account, or taken",
    source: ASSUMED,
    probe: { name: "own-account", expects: ["account-refused", "success"] },
  },
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
  {
    id: "whose-keys",
    statement: "ReadAccounts says which account the keys act for",
    source: "ReadAccounts",
    probe: { name: "whose-keys", expects: ["success"] },
  },
  readLag(30),
];
