import {
  ASSUMED,
  type Assumption,
  additionsInOneCall,
  bothInOneCall,
  readLag,
  removalsInOneCall,
} from "../../core/assumptions";

/** Of the pages "AMI quotas" and "Request throttling", of the list of error codes and of the models of the vendor's SDK. */
export const assumptions: readonly Assumption[] = [
  additionsInOneCall(200),
  removalsInOneCall(200),
  bothInOneCall(),
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
    statement: "an AMI that is not there is answered with `InvalidAMIID.NotFound`",
    source: "error codes of the EC2 API",
    probe: { name: "missing-image-read", expects: ["image-gone"] },
  },
  {
    id: "missing-image-look",
    statement:
      "an AMI that is not there is answered with the same code by DescribeImages, or is not in its list",
    source: "error codes of the EC2 API",
    probe: { name: "missing-image-look", expects: ["image-gone"] },
  },
  {
    id: "missing-image-write",
    statement: "a write to it is answered with the same code",
    source: "error codes of the EC2 API",
    probe: { name: "missing-image-write", expects: ["image-gone"] },
  },
  {
    id: "strange-account",
    statement:
      "a closed or unknown account is refused with `InvalidAMIAttributeItemValue`, or taken like any other",
    source: ASSUMED,
    probe: { name: "strange-account", expects: ["account-refused", "success"] },
  },
  {
    id: "own-account",
    statement: "the account that owns the AMI is refused as an account, or taken",
    source: ASSUMED,
    probe: { name: "own-account", expects: ["account-refused", "success"] },
  },
  {
    id: "strange-organization",
    statement:
      "the ARN of an organisation that does not exist is refused with `InvalidAMIAttributeItemValue`, as an account is",
    source: ASSUMED,
  },
  {
    id: "quota-code",
    statement: "`ResourceLimitExceeded` is the code of the 1,001st entity",
    source: ASSUMED,
  },
  {
    id: "return",
    statement:
      "a write that is answered without `<return>` has succeeded: the vendor's page shows one, the model of its SDK has none",
    source: ASSUMED,
  },
  {
    id: "whose-keys",
    statement: "GetCallerIdentity says which account the keys act for",
    source: "GetCallerIdentity",
    probe: { name: "whose-keys", expects: ["success"] },
  },
  readLag(120),
];
