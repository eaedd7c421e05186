/** Who an AMI can be shared with: accounts, organisations and organisational units, each by a form of its own. */
import { accountGrantees } from "../../core/grantees";
import type { Format, GranteeFacts } from "../../core/service-facts";
import { twelveDigitsHint } from "../account-digits";

/** Accounts are twelve digits; a number in YAML or JSON has no zeros in front. */
export const accountFormat: Format = {
  pattern: /^[0-9]{12}$/,
  description: "the ID of an AWS account: 12 digits in quotes, zeros in front included",
  example: "012345678901",
  hint: (refused) => twelveDigitsHint(refused) ?? hintFor(refused),
};

/** The Organizations page of the vendor's ARNs: `o-` with 10 to 32 letters and digits, `ou-` with a root's and its own. */
const organizationFormat: Format = {
  pattern: /^arn:aws(-[a-z]+)*:organizations::[0-9]{12}:organization\/o-[a-z0-9]{10,32}$/,
  description: "the ARN of an organisation",
  example: "arn:aws:organizations::123456789012:organization/o-a1b2c3d4e5",
  hint: hintFor,
};

const unitFormat: Format = {
  pattern:
    /^arn:aws(-[a-z]+)*:organizations::[0-9]{12}:ou\/o-[a-z0-9]{10,32}\/ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/,
  description: "the ARN of an organisational unit",
  example: "arn:aws:organizations::123456789012:ou/o-a1b2c3d4e5/ou-ab12-c3d4e5f6",
  hint: hintFor,
};

/** In which list a grantee belongs; undefined for what no list takes. */
function hintFor(refused: string): string | undefined {
  const [, service = "", account = "", resource = ""] =
    /^arn:[^:]*:([^:]*):[^:]*:([^:]*):([^/:]*)/.exec(refused) ?? [];
  if (service === "organizations" && resource === "organization")
    return "an organisation goes into organizationArns";
  if (service === "organizations" && resource === "ou") {
    return "an organisational unit goes into organizationalUnitArns";
  }
  if (service === "organizations" && resource === "root") {
    return "an AMI cannot be shared with a root: its organisation goes into organizationArns";
  }
  if (/^[0-9]{12}$/.test(account)) return `an account goes into accounts, by its digits alone: "${account}"`;
  if (/^[0-9]{12}$/.test(refused)) return "an account goes into accounts";
  return /^(o|ou)-/.test(refused) ? "write the whole ARN, which the Organizations console shows" : undefined;
}

/** Partitions by what the names of their regions begin with; all others are in `aws`. */
const partitions: readonly (readonly [prefix: string, partition: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
];

/** An AMI cannot be shared across partitions: each has accounts and organisations of its own. */
function misplaced(arn: string, region: string | undefined): string | undefined {
  if (region === undefined) return undefined;
  const [, partition = ""] = /^arn:([^:]*):/.exec(arn) ?? [];
  const own = partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
  return partition === own
    ? undefined
    : `it is of the partition ${partition}, and ${region} is of ${own}: images cannot be shared across them`;
}

export const grantees: readonly GranteeFacts[] = [
  accountGrantees(accountFormat),
  {
    kind: "organization",
    argument: "organizationArns",
    format: organizationFormat,
    managed: true,
    misplaced,
  },
  {
    kind: "organizational-unit",
    argument: "organizationalUnitArns",
    format: unitFormat,
    managed: true,
    misplaced,
  },
  { kind: "public", managed: false },
];
