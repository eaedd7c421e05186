/**
 * Alibaba Cloud ECS 2014-05-26: DescribeImages. Without Status it lists only Available images, so an image that is
 * being created looks deleted.
 */
import type { Action, ActionContext, ApiError } from "../../api";
import type { Image } from "../../cloud";
import { accountNumber } from "../account-number";
import { always, type Filters, none, passing, refuseUnemulated, type Unemulated } from "../filters";
import { dryRunPassed, refuse } from "./errors";
import { flag, hasTags, onPage, optional, page, requireRegion } from "./parameters";

export const invalid = (name: string, detail = `The specified parameter ${name} is not valid.`): ApiError =>
  refuse(400, `InvalidParameter.${name}`, detail);

const STATUSES = ["Creating", "Waiting", "Available", "UnAvailable", "CreateFailed", "Deprecated", "ALL"];

/** The values that the page lists; others are refused. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  Architecture: ["i386", "x86_64", "arm64"],
  ImageOwnerAlias: ["system", "self", "others", "marketplace"],
  OSType: ["windows", "linux"],
  Usage: ["instance", "none"],
};

const FILTERS: Filters = {
  Architecture: always("x86_64"),
  ImageFamily: none,
  ImageId: (image, value) => value.split(",").includes(image.imageId),
  // "Fuzzy search is supported."
  ImageName: (image, value) => image.name.includes(value),
  ImageOwnerAlias: (image, value, context) => ownerAlias(image, context) === value,
  // "Takes effect only when you query shared images or community images."
  ImageOwnerId: (image, value, context) => image.owner === context.caller || image.owner === value,
  // Community images are those that other accounts have published.
  IsPublic: (image, value, context) => isCommunity(image, context) === (value.toLowerCase() === "true"),
  IsSupportCloudinit: always("true"),
  IsSupportIoOptimized: always("true"),
  OSType: always("linux"),
  ResourceGroupId: none,
  SnapshotId: none,
  Usage: always("none"),
};

/** ShowExpired is not among them: it adds subscription images, of which there are none. */
const UNEMULATED: Unemulated = ["ActionType", "Filter.", "InstanceType", "Usable"];

export const DescribeImages: Action = {
  effect: "read",
  limit: { calls: 1000, perMs: 60_000, scope: "account" },
  run(parameters, context) {
    requireRegion(parameters);
    const pages = page(parameters, 100, invalid);
    const statuses = (optional(parameters, "Status") ?? "Available").split(",");
    if (!statuses.every((status) => STATUSES.includes(status))) {
      throw invalid("Status");
    }
    for (const [name, known] of Object.entries(VALUES)) {
      const value = optional(parameters, name);
      if (value !== undefined && !known.includes(value)) {
        throw invalid(name);
      }
    }
    for (const name of ["IsSupportCloudinit", "IsSupportIoOptimized", "ShowExpired"]) {
      flag(parameters, name, invalid);
    }
    // "When you set this parameter to true, ImageOwnerAlias must be set to others."
    if (flag(parameters, "IsPublic", invalid) && optional(parameters, "ImageOwnerAlias") !== "others") {
      throw invalid("ImageOwnerAlias");
    }
    refuseUnemulated(parameters, UNEMULATED, invalid);
    if (flag(parameters, "DryRun", invalid)) {
      throw dryRunPassed();
    }
    const images = context
      .observeAll()
      .filter((image) => image.public || image.owner === context.caller || image.accounts.has(context.caller))
      .filter((image) => statuses.includes("ALL") || statuses.includes(image.state))
      .filter(passing(parameters, FILTERS, context))
      .filter(hasTags(parameters));
    return {
      TotalCount: images.length,
      PageNumber: pages.number,
      PageSize: pages.size,
      RegionId: context.region,
      Images: { Image: onPage(images, pages).map((image) => described(image, context)) },
    };
  },
};

function isCommunity(image: Image, context: ActionContext): boolean {
  return image.public && image.owner !== context.caller;
}

/** "Others" has both shared and community images. The emulator has no images of the vendor or its marketplace. */
function ownerAlias(image: Image, context: ActionContext): string {
  return image.owner === context.caller ? "self" : "others";
}

function described(image: Image, context: ActionContext): Readonly<Record<string, unknown>> {
  const isSelfShared = image.owner === context.caller && image.accounts.size > 0;
  return {
    ImageId: image.imageId,
    ImageName: image.name,
    ImageOwnerAlias: ownerAlias(image, context),
    ImageOwnerId: accountNumber(image.owner),
    Status: image.state,
    // Capitalised text, in every recorded answer.
    IsSelfShared: isSelfShared ? "True" : "False",
    IsPublic: image.public,
    CreationTime: isoSeconds(image.createdAt),
    Architecture: "x86_64",
    OSType: "linux",
    Platform: "Aliyun",
    Size: 20,
    Usage: "none",
    ImageFamily: "",
    ResourceGroupId: "",
    IsSupportCloudinit: true,
    IsSupportIoOptimized: true,
    Tags: { Tag: [...image.tags].map(([TagKey, TagValue]) => ({ TagKey, TagValue })) },
  };
}

/** 2018-06-10T11:02:50Z */
export function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
