/** Reports that were never made: of a small company for pictures, and of a large one for measurements. */
import { createRequire } from "node:module";
import type { Report, ReportImage } from "../../src/report/model.ts";

const built = createRequire(import.meta.url);
const { findingsOf } = built("../../dist/report/findings.js") as {
  findingsOf(observed: object, names: Readonly<Record<string, string>>): Report["findings"];
};

const services = [
  ["tencentcloud-cvm", "ap-guangzhou", "img-"],
  ["alicloud-ecs", "cn-hangzhou", "m-bp1"],
  ["aws-ec2", "eu-central-1", "ami-0f3c9a71"],
  ["volcengine-ecs", "cn-beijing", "image-"],
  ["tencentcloud-lighthouse", "ap-shanghai", "lhbp-"],
] as const;
const [first, second] = [
  ["Acme", "Borealis", "Cobalt", "Dunes", "Ember", "Fjord", "Granite", "Harbor", "Indigo", "Juniper"],
  ["Retail", "Logistics", "Games", "Health", "Media", "Bank", "Labs", "Energy"],
] as const;
const bakes = ["ubuntu-24.04", "windows-2025", "debian-13", "gpu-base", "db-node", "edge-proxy"] as const;

/** Numbers that are the same in every run. */
function random(): () => number {
  let state = 7;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** @param density how much of the matrix is full, from 0 to 1; the images are spread over the services above */
export function estate(size: { accounts: number; images: number; density: number }): Report {
  const next = random();
  const people = Array.from({ length: size.accounts }, (_, index) => ({
    account: String(100_000_000_000 + index * 37),
    ...(index % 11 === 5 ? {} : { name: nameOf(index) }),
  }));
  const names = Object.fromEntries(people.flatMap(({ account, name }) => (name ? [[account, name]] : [])));
  const images = Array.from({ length: size.images }, (_, index) =>
    imageAt(index, people, size.density, next),
  );
  const accounts = people
    .map(({ account, ...rest }) => {
      const used = images.filter((image) => image.accounts.some((grant) => grant.account === account));
      const clouds = [...new Set(used.map(({ service }) => service.split("-")[0] ?? ""))].sort();
      return { account, ...rest, clouds, images: used.length };
    })
    .filter((row) => row.images > 0)
    .sort((left, right) => ((left.name ?? "~") < (right.name ?? "~") ? -1 : 1));
  const places = [
    ...services.map(([service, region]) => ({ service, region, images: size.images / services.length })),
    {
      service: "byteplus-ecs",
      region: "ap-southeast-1",
      error: {
        message:
          "byteplus-ecs ap-southeast-1: BytePlus ECS refuses DescribeImages: AccessDenied, the key may not list images.",
        topic: "auth",
      },
    },
  ];
  const shared = images.filter((image) => image.accounts.length > 0).length;
  return {
    format: "pulumi-image-share report",
    version: 1,
    createdAt: "2026-03-02T06:30:00.000Z",
    complete: false,
    file: "Pulumi.prod.yaml",
    totals: {
      images: images.length,
      shared,
      public: images.filter((image) => image.public === true).length,
      accounts: accounts.length,
      notRead: 1,
    },
    findings: findingsOf({ images, places, accounts, file: "Pulumi.prod.yaml" }, names),
    places,
    images,
    accounts,
  };
}

function nameOf(index: number): string {
  const name = `${first[index % first.length]} ${second[Math.floor(index / first.length) % second.length]}`;
  return index < first.length * second.length ? name : `${name} ${index}`;
}

function imageAt(
  index: number,
  people: readonly { readonly account: string }[],
  density: number,
  next: () => number,
): ReportImage {
  const [service, region, prefix] = services[index % services.length] ?? services[0];
  const imageId = prefix + (11_757_312 + index * 7_919_113).toString(36).slice(-7);
  const isListed = index % 9 !== 4;
  const accounts = people
    .filter(() => next() < density)
    .map(({ account }) => ({
      account,
      ...(service === "tencentcloud-cvm" || service === "alicloud-ecs" ? { since: sinceOf(next) } : {}),
      listed: isListed && next() > 0.02,
    }));
  const tellsPublic = service === "alicloud-ecs" || service === "aws-ec2";
  return {
    id: `${service}/${region}/${imageId}`,
    service,
    region,
    imageId,
    status: "read",
    name: `${bakes[index % bakes.length]}-${2026 - (index % 3)}.${1 + (index % 12)}`,
    state: index % 23 === 8 ? "CREATING" : "usable",
    owner: "100099990002",
    ...(tellsPublic ? { public: index % 40 === 6 } : {}),
    accounts,
    organisations: index % 25 === 2 ? ["arn:aws:organizations::100099990002:organization/o-a1b2c3d4e5"] : [],
    listed: isListed,
    ...(isListed
      ? {
          missing: index % 13 === 3 ? ["100000000037"] : [],
          unlisted: accounts.filter(({ listed }) => !listed).map(({ account }) => account),
        }
      : {}),
  };
}

function sinceOf(next: () => number): string {
  const [year, month, day] = [
    2024 + Math.floor(next() * 2),
    1 + Math.floor(next() * 12),
    1 + Math.floor(next() * 28),
  ];
  return new Date(Date.UTC(year, month - 1, day, 8)).toISOString().replace(".000", "");
}
