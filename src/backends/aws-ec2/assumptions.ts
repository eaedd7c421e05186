import {
  ASSUMED,
  type Assumption,
  additionsInOneCall,
  bothInOneCall,
  readLag,
  removalsInOneCall,
  secondAdditionTaken,
  secondRemovalTaken,
  toldByCallerIdentity,
  tried,
} from "../../core/assumptions";

/** Of the pages "AMI quotas" and "Request throttling", of the list of error codes and of the models of the vendor's SDK. */
export const assumptions: readonly Assumption[] = [
  additionsInOneCall(200),
  removalsInOneCall(200),
  bothInOneCall(),
  secondAdditionTaken,
  secondRemovalTaken,
  tried(
    "missing-image-read",
    "an AMI that is not there is answered with `InvalidAMIID.NotFound`",
    ["image-gone"],
    "error codes of the EC2 API",
  ),
  tried(
    "missing-image-look",
    "an AMI that is not there is answered with the same code by DescribeImages, or is not in its list",
    ["image-gone"],
    "error codes of the EC2 API",
  ),
  tried(
    "missing-image-write",
    "a write to it is answered with the same code",
    ["image-gone"],
    "error codes of the EC2 API",
  ),
  tried(
    "strange-account",
    "a closed or unknown account is refused with `InvalidAMIAttributeItemValue`, or taken like any other",
    ["account-refused", "success"],
  ),
  tried("own-account", "the account that owns the AMI is refused as an account, or taken", [
    "account-refused",
    "success",
  ]),
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
  tried(
    "snapshot-additions",
    "one call adds 500 accounts to a snapshot; it may not remove others as well",
    ["success"],
    "ModifySnapshotAttribute",
  ),
  tried(
    "missing-snapshot",
    "a snapshot that is not there is answered with `InvalidSnapshot.NotFound`, never as an AMI that is not there",
    ["permanent"],
    "error codes of the EC2 API",
  ),
  {
    id: "snapshot-strange-account",
    statement:
      "a closed or unknown account is refused at a snapshot with `InvalidUserID.Malformed` or `InvalidAMIAttributeItemValue`, or taken like any other",
    source: ASSUMED,
  },
  {
    id: "snapshot-default-key",
    statement: "`OperationNotPermitted` is the code of a snapshot under the default key of EBS",
    source: ASSUMED,
  },
  {
    id: "snapshots-for-life",
    statement: "an AMI keeps its snapshots for life, so they are looked up once and recorded",
    source: ASSUMED,
  },
  toldByCallerIdentity,
  readLag(120),
];
