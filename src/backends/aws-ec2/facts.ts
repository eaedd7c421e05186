import type { ServiceFacts } from "../../core/service-facts";
import { assumptions } from "./assumptions";
import { errors } from "./errors";
import { accountFormat, grantees } from "./grantees";

/**
 * AWS EC2, API 2016-11-15: the launch permissions of AMIs.
 *
 * Rests on the vendor's pages "AMI quotas" (1,000 entities per AMI), "Request throttling for the Amazon EC2 API" (the
 * buckets), on the models of its SDK for ModifyImageAttribute and DescribeImageAttribute, and on its page for
 * ModifySnapshotAttribute.
 */
export const awsEc2: ServiceFacts<"aws-ec2"> = {
  service: "aws-ec2",
  title: "AWS EC2",
  cloud: "aws",
  region: {
    pattern: /^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$/,
    description: "an AWS region",
    example: "eu-central-1",
  },
  imageId: {
    pattern: /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/,
    description: "the ID of an AMI, ami- and 8 or 17 hexadecimal digits",
    example: "ami-0123456789abcdef0",
  },
  account: accountFormat,
  // Accounts, organisations and organisational units together. The vendor raises it on request (L-70015FFA).
  accountLimit: 1000,
  // No page names a cap per call. The sibling ModifySnapshotAttribute takes 500; 200 keeps well below. That one call may
  // add and remove rests on the model and on two emulators alone, see errorsOfBoth. A snapshot's call may not, by its page.
  capacity: { add: 200, remove: 200, together: "sum", snapshot: 500 },
  grantees,
  errors,
  // Nothing tells an account that was closed from one that never was.
  closedAccountCodes: ["InvalidAMIAttributeItemValue", "InvalidUserID.Malformed"],
  // EC2 is eventually consistent by its own words; nothing says for how long: two minutes.
  maxVerifyReads: 8,
  actions: [
    "DescribeImageAttribute",
    "ModifyImageAttribute",
    "DescribeImages",
    "DescribeRegions",
    // With `snapshots: true` alone.
    "DescribeSnapshotAttribute",
    "ModifySnapshotAttribute",
  ],
  rateLimits: {
    ModifyImageAttribute: { calls: 5, perMs: 1000, burst: 100, per: "region" },
    DescribeImageAttribute: { calls: 20, perMs: 1000, burst: 100, per: "region" },
    ModifySnapshotAttribute: { calls: 5, perMs: 1000, burst: 100, per: "region" },
    DescribeSnapshotAttribute: { calls: 20, perMs: 1000, burst: 100, per: "region" },
    DescribeImages: { calls: 20, perMs: 1000, burst: 100, per: "region" },
    DescribeRegions: { calls: 20, perMs: 1000, burst: 100, per: "region" },
  },
  assumptions,
};
