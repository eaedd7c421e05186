/** What all views of the page need to know of the report. */
import { findService } from "../../backends/registry";
import type { Report, ReportImage } from "../model";

/** What the filter calls an image, and the accounts that can use it. */
const titles = {
  "not-read": "not looked at",
  public: "public",
  unnamed: "without a name",
  unlisted: "in no list",
  drift: "not as listed",
} as const;

export type Flag = keyof typeof titles;

export interface View {
  readonly clouds: readonly string[];
  /** The flags that anything in the report has, with their titles. */
  readonly flags: readonly (readonly [Flag, string])[];
  /** The name of an account; undefined without one. */
  readonly names: ReadonlyMap<string, string>;
  /** The flags of each image, in the order of the report. */
  readonly imageFlags: readonly ReadonlySet<Flag>[];
  /** By account: its images, by their place in the report. */
  readonly access: ReadonlyMap<string, readonly Access[]>;
}

export interface Access {
  readonly image: number;
  readonly since: string | undefined;
  /** False for an account that the file does not list. */
  readonly listed: boolean | undefined;
}

export function viewOf({ images, accounts }: Report): View {
  const names = new Map(
    accounts.flatMap(({ account, name }) => (name === undefined ? [] : [[account, name] as const])),
  );
  const access = new Map<string, Access[]>(accounts.map(({ account }) => [account, []]));
  for (const [index, image] of images.entries()) {
    for (const { account, since, listed } of image.accounts) {
      access.get(account)?.push({ image: index, since, listed });
    }
  }
  const imageFlags = images.map((image) => flagsOf(image, names));
  const used = new Set(imageFlags.flatMap((flags) => [...flags]));
  return {
    clouds: [...new Set(images.map(cloudOf))].sort(),
    flags: (Object.keys(titles) as Flag[])
      .filter((flag) => used.has(flag))
      .map((flag) => [flag, titles[flag]]),
    names,
    imageFlags,
    access,
  };
}

export function cloudOf({ service }: Pick<ReportImage, "service">): string {
  return findService(service)?.facts.cloud ?? service;
}

/** "tencentcloud-cvm ap-guangzhou" */
export function placeOf({ service, region }: Pick<ReportImage, "service" | "region">): string {
  return region === undefined ? service : `${service} ${region}`;
}

function flagsOf(image: ReportImage, names: ReadonlyMap<string, string>): Set<Flag> {
  const flags = new Set<Flag>();
  if (image.status === "failed" || image.status === "not-looked-at") flags.add("not-read");
  if (image.public === true) flags.add("public");
  if (image.accounts.some(({ account }) => !names.has(account))) flags.add("unnamed");
  const isShared = image.accounts.length + image.organisations.length > 0 || image.shareToEcs === true;
  if (image.listed === false && isShared) flags.add("unlisted");
  const differs = (image.unlisted?.length ?? 0) + (image.missing?.length ?? 0) > 0;
  if (differs || image.status === "not-found") flags.add("drift");
  return flags;
}
