/**
 * ECS 2020-04-01 of Volcengine and of BytePlus: ModifyImageSharePermission, DescribeImageSharePermission, DescribeImages.
 * Rests on the vendor's pages of these names: adds and removals in one call, 50 accounts per image, only own images
 * in status available; nothing says "shared already" or "not shared".
 */
import type { Action, ActionContext, ImageService } from "../../api";
import type { Image, Step } from "../../cloud";
import type { CloudName, ServiceName } from "../../names";
import { type AccountRules, validateSteps } from "../../rules";
import { DIGITS } from "../account-number";
import { always, type Filters, passing, refuseUnemulated } from "../filters";
import { invalidArgument, refuse } from "./errors";
import { hasTags, numbered, onPage, optional, page } from "./parameters";

const ACCOUNTS_PER_IMAGE = 50;

const limitExceeded = () =>
  refuse(
    400,
    "LimitExceeded.MaximumShareImageAccount",
    "You've reached the limit on the number of account that you can share.",
  );

const malformed = (account: string) =>
  refuse(400, "InvalidAccount.Malformed", `The specified Account is malformed: ${account}.`);

/** One code for every invalid account ("指定的账户不合法"). */
const ACCOUNT_RULES: AccountRules = {
  format: DIGITS,
  malformed,
  self: malformed,
  unknown: malformed,
  duplicate: (account) => invalidArgument(`the image is shared with account ${account} already`),
  absent: (account) => invalidArgument(`the image is not shared with account ${account}`),
  limit: { accounts: ACCOUNTS_PER_IMAGE, exceeded: limitExceeded },
};

const ModifyImageSharePermission: Action = {
  effect: "write",
  run(parameters, context) {
    const imageId = requiredImageId(parameters);
    const adds = numbered(parameters, "AddAccounts");
    const removes = numbered(parameters, "RemoveAccounts");
    if (adds.length + removes.length === 0) {
      throw refuse(
        400,
        "MissingParameter.AddAccountsAndRemoveAccounts",
        "The required parameter AddAccountsAndRemoveAccounts is not supplied.",
      );
    }
    // "添加共享的账户。最多支持50个账户。"
    if (adds.length > (context.quota(imageId) ?? ACCOUNTS_PER_IMAGE)) {
      throw limitExceeded();
    }
    const image = ownImage(context.find(imageId), context);
    if (image.refuses !== undefined) {
      throw refuse(400, image.refuses, "The image cannot be shared.");
    }
    if (image.state !== "available") {
      throw refuse(
        400,
        "InvalidImageStatus",
        "The specified image is not in the correct status for the request.",
      );
    }
    const steps = [
      ...adds.map((account): Step => ({ kind: "share", account })),
      ...removes.map((account): Step => ({ kind: "unshare", account })),
    ];
    context.apply(imageId, steps, validateSteps(image, steps, context, ACCOUNT_RULES));
    return {};
  },
};

const DescribeImageSharePermission: Action = {
  effect: "read",
  run(parameters, context) {
    const imageId = requiredImageId(parameters);
    const accounts = ownImage(context.observe(imageId), context).accounts.accounts();
    const { page: shown, NextToken } = onPage(accounts, page(parameters));
    return {
      ImageId: imageId,
      Accounts: shown.map((account) => ({ AccountId: account })),
      NextToken,
      TotalCount: accounts.length,
    };
  },
};

/** The values that the page lists; others are refused. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  IsLTS: ["true", "false"],
  IsSupportCloudInit: ["true", "false"],
  OsType: ["Linux", "Windows"],
};

/** `ImageStatus` is in the vendor's SDK and not on its page: a Status that is not a list. */
const FILTERS: Filters = {
  ImageName: (image, value) => image.name === value,
  ImageStatus: (image, value) => image.state === value,
  // "This parameter takes effect only when its value is true": public images that are maintained for long.
  IsLTS: (_, value) => value === "false",
  IsSupportCloudInit: always("true"),
  OsType: always("Linux"),
  Platform: always("veLinux"),
  ProjectName: always("default"),
};

const DescribeImages: Action = {
  effect: "read",
  run(parameters, context) {
    const [ids, statuses] = [numbered(parameters, "ImageIds"), numbered(parameters, "Status")];
    if (ids.length > 100 || statuses.length > 10) {
      throw invalidArgument("at most 100 ImageIds and 10 Status");
    }
    const wanted = optional(parameters, "Visibility");
    if (wanted !== undefined && !["private", "public", "shared"].includes(wanted)) {
      throw invalidArgument("Visibility must be private, public or shared");
    }
    for (const [name, known] of Object.entries(VALUES)) {
      const value = optional(parameters, name);
      if (value !== undefined && !known.includes(value)) {
        throw invalidArgument(`${name} must be ${known.join(" or ")}`);
      }
    }
    refuseUnemulated(parameters, ["InstanceTypeId"], (name, detail) =>
      refuse(400, "InvalidArgument", `The specified argument ${name} is invalid. ${detail}`),
    );
    const images = context
      .observeAll()
      .filter((image) => visibility(image, context) !== undefined)
      .filter((image) => wanted === undefined || visibility(image, context) === wanted)
      .filter((image) => ids.length === 0 || ids.includes(image.imageId))
      .filter((image) => statuses.length === 0 || statuses.includes(image.state))
      .filter(passing(parameters, FILTERS, context))
      .filter(hasTags(parameters));
    const { page: shown, NextToken } = onPage(images, page(parameters));
    return { Images: shown.map((image) => described(image, context)), NextToken, TotalCount: images.length };
  },
};

const MOST_REGION_IDS = 20;

const DescribeRegions: Action = {
  effect: "read",
  run(parameters, context) {
    const ids = numbered(parameters, "RegionIds");
    if (ids.length > MOST_REGION_IDS) {
      throw refuse(
        400,
        "LimitExceeded.MaximumRegionIds",
        "The number of specified RegionIds exceeds the maximum limit.",
      );
    }
    const regions = context.regions.filter((region) => ids.length === 0 || ids.includes(region));
    const { page: shown, NextToken } = onPage(regions, page(parameters));
    return { Regions: shown.map((RegionId) => ({ RegionId })), NextToken };
  },
};

export function ecsOf(name: ServiceName, cloud: CloudName, region: string): ImageService {
  return {
    name,
    cloud,
    version: "2020-04-01",
    regional: true,
    demoImage: { region, imageId: "image-ebgy1og99tfct0gw" },
    accountIds: DIGITS,
    states: ["available", "creating", "error"],
    refusals: { InvalidArgument: () => invalidArgument("the image cannot be shared") },
    actions: { ModifyImageSharePermission, DescribeImageSharePermission, DescribeImages, DescribeRegions },
  };
}

function requiredImageId(parameters: Readonly<Record<string, unknown>>): string {
  const imageId = optional(parameters, "ImageId");
  if (imageId === undefined) {
    throw refuse(400, "MissingParameter.ImageId", "The required parameter ImageId is not supplied.");
  }
  return imageId;
}

/** An image that was shared with the caller cannot be shared on; the page gives no code for that. */
function ownImage(image: Image | undefined, context: ActionContext): Image {
  if (image === undefined || visibility(image, context) === undefined) {
    throw refuse(404, "InvalidImage.NotFound", "The specified image does not exist.");
  }
  if (image.owner !== context.caller) {
    throw invalidArgument("the image belongs to another account");
  }
  return image;
}

function visibility(image: Image, context: ActionContext): "private" | "public" | "shared" | undefined {
  if (image.public) {
    return "public";
  }
  if (image.owner === context.caller) {
    return "private";
  }
  return image.accounts.has(context.caller) ? "shared" : undefined;
}

function described(image: Image, context: ActionContext): Readonly<Record<string, unknown>> {
  return {
    ImageId: image.imageId,
    ImageName: image.name,
    Status: image.state,
    Visibility: visibility(image, context),
    ShareStatus: image.accounts.size > 0 ? "Shared" : "NotShared",
    ImageOwnerId: image.owner,
    Architecture: "amd64",
    OsType: "Linux",
    Platform: "veLinux",
    ProjectName: "default",
    IsLTS: false,
    IsSupportCloudInit: true,
    Tags: [...image.tags].map(([Key, Value]) => ({ Key, Value })),
    Size: 20,
    CreatedAt: `${new Date(image.createdAt).toISOString().slice(0, 19)}Z`,
  };
}
