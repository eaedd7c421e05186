/**
 * Volcengine ECS 2020-04-01: ModifyImageSharePermission, DescribeImageSharePermission, DescribeImages.
 * Rests on the vendor's pages of these names: adds and removals in one call, 50 accounts per image, only own images
 * in status available; nothing says "shared already" or "not shared".
 */
import type { Action, ImageService, World } from "../../api";
import type { Image, Step } from "../../cloud";
import { type AccountRules, judge } from "../../rules";
import { invalidArgument, refuse } from "./errors";
import { numbered, onPage, optional, page } from "./parameters";

const ACCOUNTS_PER_IMAGE = 50;

const limitExceeded = () =>
  refuse(
    400,
    "LimitExceeded.MaximumShareImageAccount",
    "You've reached the limit on the number of account that you can share.",
  );

const malformed = (account: string) =>
  refuse(400, "InvalidAccount.Malformed", `The specified Account is malformed: ${account}.`);

/** One code for every account that is not fit ("指定的账户不合法"). */
const ACCOUNT_RULES: AccountRules = {
  format: /^\d{5,20}$/,
  malformed,
  yourself: malformed,
  unknown: malformed,
  duplicate: (account) => invalidArgument(`the image is shared with account ${account} already`),
  absent: (account) => invalidArgument(`the image is not shared with account ${account}`),
  limit: { accounts: ACCOUNTS_PER_IMAGE, exceeded: limitExceeded },
};

const ModifyImageSharePermission: Action = {
  effect: "write",
  run(parameters, world) {
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
    if (adds.length > ACCOUNTS_PER_IMAGE) {
      throw limitExceeded();
    }
    const image = ownImage(world.find(imageId), world);
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
    world.apply(imageId, steps, judge(image, steps, world, ACCOUNT_RULES));
    return {};
  },
};

const DescribeImageSharePermission: Action = {
  effect: "read",
  run(parameters, world) {
    const imageId = requiredImageId(parameters);
    const accounts = [...ownImage(world.observe(imageId), world).accounts.keys()];
    const { page: shown, NextToken } = onPage(accounts, page(parameters));
    return {
      ImageId: imageId,
      Accounts: shown.map((account) => ({ AccountId: account })),
      NextToken,
      TotalCount: accounts.length,
    };
  },
};

const DescribeImages: Action = {
  effect: "read",
  run(parameters, world) {
    const [ids, statuses] = [numbered(parameters, "ImageIds"), numbered(parameters, "Status")];
    if (ids.length > 100 || statuses.length > 10) {
      throw invalidArgument("at most 100 ImageIds and 10 Status");
    }
    const wanted = optional(parameters, "Visibility");
    if (wanted !== undefined && !["private", "public", "shared"].includes(wanted)) {
      throw invalidArgument("Visibility must be private, public or shared");
    }
    const images = world
      .observeAll()
      .filter((image) => visibility(image, world) !== undefined)
      .filter((image) => wanted === undefined || visibility(image, world) === wanted)
      .filter((image) => ids.length === 0 || ids.includes(image.imageId))
      .filter((image) => statuses.length === 0 || statuses.includes(image.state));
    const { page: shown, NextToken } = onPage(images, page(parameters));
    return { Images: shown.map((image) => described(image, world)), NextToken, TotalCount: images.length };
  },
};

export const ecs: ImageService = {
  name: "volcengine-ecs",
  cloud: "volcengine",
  version: "2020-04-01",
  regional: true,
  states: ["available", "creating", "error"],
  refusals: { InvalidArgument: () => invalidArgument("the image cannot be shared") },
  actions: { ModifyImageSharePermission, DescribeImageSharePermission, DescribeImages },
};

function requiredImageId(parameters: Readonly<Record<string, unknown>>): string {
  const imageId = optional(parameters, "ImageId");
  if (imageId === undefined) {
    throw refuse(400, "MissingParameter.ImageId", "The required parameter ImageId is not supplied.");
  }
  return imageId;
}

/** An image that was shared with the caller cannot be shared on; the page gives no code for that. */
function ownImage(image: Image | undefined, world: World): Image {
  if (image === undefined || visibility(image, world) === undefined) {
    throw refuse(404, "InvalidImage.NotFound", "The specified image does not exist.");
  }
  if (image.owner !== world.caller) {
    throw invalidArgument("the image belongs to another account");
  }
  return image;
}

function visibility(image: Image, world: World): "private" | "public" | "shared" | undefined {
  if (image.public) {
    return "public";
  }
  if (image.owner === world.caller) {
    return "private";
  }
  return image.accounts.has(world.caller) ? "shared" : undefined;
}

function described(image: Image, world: World): Readonly<Record<string, unknown>> {
  return {
    ImageId: image.imageId,
    ImageName: image.name,
    Status: image.state,
    Visibility: visibility(image, world),
    ShareStatus: image.accounts.size > 0 ? "Shared" : "NotShared",
    ImageOwnerId: image.owner,
    Architecture: "amd64",
    OsType: "Linux",
    Platform: "veLinux",
    Size: 20,
    CreatedAt: `${new Date(image.createdAt).toISOString().slice(0, 19)}Z`,
  };
}
