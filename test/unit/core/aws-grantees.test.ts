/** The lists of aws-ec2: each takes its own kind, of the region's own partition, and says where another one belongs. */
import { findService } from "../../../src/backends/registry";
import { checkArgs } from "../../../src/core/args";
import { serviceNames } from "../../../src/core/services";

const place = { service: "aws-ec2", region: "eu-central-1", imageId: "ami-0123456789abcdef0" };
const organization = "arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5";
const unit = "arn:aws:organizations::111122223333:ou/o-a1b2c3d4e5/ou-ab12-c3d4e5f6";

const reasons = (args: Readonly<Record<string, unknown>>, service = "aws-ec2") =>
  checkArgs({ ...place, ...args }, findService(service)?.facts, serviceNames).failures.map(
    ({ property, reason }) => `${property}: ${reason}`,
  );

it.each([
  [{ accounts: ["012345678901"], organizationArns: [organization], organizationalUnitArns: [unit] }],
  [{ organizationArns: [organization] }],
  [{ organizationalUnitArns: [unit] }],
  [{ accounts: ["012345678901"], protectedAccounts: ["012345678901", organization, unit] }],
  [{ region: "cn-north-1", organizationArns: [organization.replace("aws", "aws-cn")] }],
  [{ region: "us-gov-west-1", organizationalUnitArns: [unit.replace("aws", "aws-us-gov")] }],
])("takes %j", (args) => {
  expect(reasons(args)).toEqual([]);
});

it.each<[Readonly<Record<string, unknown>>, string, string]>([
  [
    { accounts: [12_345_678_901] },
    "accounts[0]",
    'the zeros in front are lost, as in every number: write "012345678901" in quotes',
  ],
  [{ accounts: ["7"] }, "accounts[0]", 'write "000000000007" in quotes'],
  [{ accounts: ["0123-4567-8901"] }, "accounts[0]", "leave the dashes out"],
  [{ accounts: [organization] }, "accounts[0]", "an organisation goes into organizationArns"],
  [{ accounts: [unit] }, "accounts[0]", "an organisational unit goes into organizationalUnitArns"],
  [
    { accounts: ["arn:aws:iam::012345678901:root"] },
    "accounts[0]",
    'an account goes into accounts, by its digits alone: "012345678901"',
  ],
  [{ accounts: ["o-a1b2c3d4e5"] }, "accounts[0]", "write the whole ARN"],
  [
    { organizationArns: [unit] },
    "organizationArns[0]",
    "an organisational unit goes into organizationalUnitArns",
  ],
  [{ organizationArns: ["012345678901"] }, "organizationArns[0]", "an account goes into accounts"],
  [{ organizationArns: ["o-a1b2c3d4e5"] }, "organizationArns[0]", "write the whole ARN"],
  [
    { organizationArns: [organization.replace("organization/", "root/")] },
    "organizationArns[0]",
    "cannot be shared with a root",
  ],
  [{ organizationArns: organization }, "organizationArns", "must be a list of ARNs"],
  [
    { organizationalUnitArns: [organization] },
    "organizationalUnitArns[0]",
    "an organisation goes into organizationArns",
  ],
  [
    { organizationalUnitArns: [`${unit}, ${unit}`] },
    "organizationalUnitArns[0]",
    "must be the ARN of an organisational unit",
  ],
  [
    { region: "cn-north-1", organizationArns: [organization] },
    "organizationArns[0]",
    "it is of the partition aws, and cn-north-1 is of aws-cn",
  ],
  [
    { organizationalUnitArns: [unit.replace("aws", "aws-us-gov")] },
    "organizationalUnitArns[0]",
    "it is of the partition aws-us-gov, and eu-central-1 is of aws",
  ],
  [
    {},
    "accounts",
    "accounts, organizationArns and organizationalUnitArns are all absent: write at least one of them",
  ],
  [
    { accounts: ["012345678901"], shareToEcs: true },
    "shareToEcs",
    "are shared with accounts, organizationArns, organizationalUnitArns alone",
  ],
])("refuses %j", (args, property, reason) => {
  const found = reasons(args);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(`${property}: `);
  expect(found[0]).toContain(reason);
});

it("is for aws-ec2 alone", () => {
  const cvm = {
    service: "tencentcloud-cvm",
    region: "ap-guangzhou",
    imageId: "img-6pb6lrmy",
    accounts: ["100000000001"],
  };
  expect(reasons({ ...cvm, organizationArns: [organization] }, "tencentcloud-cvm")).toEqual([
    'organizationArns: unknown argument "organizationArns" for tencentcloud-cvm: images of Tencent Cloud CVM are shared with accounts alone, leave organizationArns out',
  ]);
});

it("counts all lists towards the limit, each grantee once", () => {
  const accounts = Array.from({ length: 999 }, (_, index) => String(200_000_000_000 + index));
  expect(reasons({ accounts, organizationArns: [organization, organization] })).toEqual([]);
  expect(
    reasons({ accounts, organizationArns: [organization], organizationalUnitArns: [unit] })[0],
  ).toContain("list 1001 grantees together and AWS EC2 allows 1000 per image");
});
