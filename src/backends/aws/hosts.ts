/** Where AWS answers. Regions are in partitions, each with a domain and accounts of its own. */

/** Domains by what the names of a partition's regions begin with; all others are at the usual one. */
const domains: readonly (readonly [prefix: string, domain: string])[] = [
  ["cn-", "amazonaws.com.cn"],
  ["eusc-", "amazonaws.eu"],
  ["us-iso-", "c2s.ic.gov"],
  ["us-isob-", "sc2s.sgov.gov"],
  ["eu-isoe-", "cloud.adc-e.uk"],
  ["us-isof-", "csp.hci.ic.gov"],
];

const USUAL_DOMAIN = "amazonaws.com";

/** The host of a service in a region: GovCloud's regions are at the usual domain. */
export function hostFor(service: string, region: string): string {
  const domain = domains.find(([prefix]) => region.startsWith(prefix))?.[1] ?? USUAL_DOMAIN;
  return `${service}.${region}.${domain}`;
}

/** A region of the partition that an ARN names, to assume a role in. */
export function regionOfArn(arn: string): string {
  const partition = arn.split(":")[1] ?? "";
  return regionsOfPartitions[partition] ?? "us-east-1";
}

const regionsOfPartitions: Readonly<Record<string, string | undefined>> = {
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
  "aws-eusc": "eusc-de-east-1",
  "aws-iso": "us-iso-east-1",
  "aws-iso-b": "us-isob-east-1",
  "aws-iso-e": "eu-isoe-west-1",
  "aws-iso-f": "us-isof-south-1",
};
