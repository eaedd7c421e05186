/**
 * Glance's Image API v2: the members of an image, the image itself, and the list of images.
 *
 * A real Glance 33.0.0 with its own policies answered with these statuses and messages. As there, any text is taken for a
 * member, the image's own project and projects that do not exist included; images in every status can be shared; and a
 * member that lists the members sees itself alone. Not here: what a member says of a share (`status` is always `pending`),
 * and administrators.
 */
import type { AccountForm, Action, ActionContext, ImageService, Parameters } from "../../api";
import type { Image } from "../../cloud";
import { type AccountRules, validateSteps } from "../../rules";
import { refuse } from "./errors";

/** `image_member_quota`, unless the operator sets it. */
const MEMBER_QUOTA = 128;

/** `limit_param_default` and `api_limit_max`, unless the operator sets them. */
const USUAL_LIMIT = 25;
const MOST_LIMIT = 1000;

const ANY_TEXT: AccountForm = { description: "a text that is not empty", test: (member) => member !== "" };

/** An image's `refuses` stands for its visibility, where that is neither shared nor public. */
const visibilityOf = (image: Image) => (image.public ? "public" : (image.refuses ?? "shared"));

const notShared = (image: Image, what: string, why = "") =>
  refuse("Forbidden", `Not allowed to ${what} members for image ${image.imageId}${why}.`);

function rules(image: Image): AccountRules {
  return {
    format: ANY_TEXT,
    malformed: () => refuse("BadRequest", "Member can't be empty"),
    duplicate: (member) => refuse("Conflict", `Member ${member} is duplicated for image ${image.imageId}`),
    absent: (member) =>
      refuse("NotFound", `${member} not found in the member list of the image ${image.imageId}.`),
    limit: {
      accounts: MEMBER_QUOTA,
      exceeded: (quota) =>
        refuse(
          "RequestEntityTooLarge",
          `Image member limit exceeded for image ${image.imageId}: The limit has been exceeded on the number of allowed ` +
            `image members for this image. Attempted: ${quota + 1}, Maximum: ${quota}:`,
        ),
    },
  };
}

const CreateImageMember: Action = {
  effect: "write",
  run(parameters, context) {
    const image = toChange(parameters, context, "create", "add_member");
    const { member } = parameters;
    if (typeof member !== "string" || member === "") throw refuse("BadRequest", "Member can't be empty");
    const steps = [{ kind: "share", account: member }] as const;
    context.apply(image.imageId, steps, validateSteps(image, steps, context, rules(image)));
    return memberView(image, member, context.now);
  },
};

const DeleteImageMember: Action = {
  effect: "write",
  run(parameters, context) {
    const image = toChange(parameters, context, "delete", "delete_member");
    const steps = [{ kind: "unshare", account: String(parameters.member_id) }] as const;
    context.apply(image.imageId, steps, validateSteps(image, steps, context, rules(image)));
    return {};
  },
};

const ListImageMembers: Action = {
  effect: "read",
  run(parameters, context) {
    const image = visible(parameters, context, context.observe(imageIdIn(parameters)));
    if (visibilityOf(image) !== "shared") {
      throw notShared(image, "list", ": Only shared images have members");
    }
    const seen = image.accounts
      .entries()
      .filter(([member]) => image.owner === context.caller || member === context.caller);
    return {
      members: seen.map(([member, since]) => memberView(image, member, since)),
      schema: "/v2/schemas/members",
    };
  },
};

const ShowImage: Action = {
  effect: "read",
  run(parameters, context) {
    const image = context.observe(imageIdIn(parameters));
    if (image === undefined || !isVisible(image, context)) {
      throw refuse("NotFound", `No image found with ID ${imageIdIn(parameters)}`);
    }
    return described(image);
  },
};

/** The latest first, unless told otherwise; of images of the same moment, the one that was seeded first. */
const ListImages: Action = {
  effect: "read",
  run(parameters, context) {
    const limit = limitIn(parameters);
    const {
      owner,
      visibility,
      name,
      marker,
      sort_key: sortKey = "created_at",
      sort_dir: direction = "desc",
    } = parameters;
    if (sortKey !== "created_at" || (direction !== "asc" && direction !== "desc")) {
      throw refuse("BadRequest", "Invalid sort key or direction (the emulator sorts by created_at alone)");
    }
    const sign = direction === "asc" ? 1 : -1;
    const images = context
      .observeAll()
      .filter((image) => isListed(image, context))
      .filter((image) => owner === undefined || image.owner === owner)
      .filter((image) => visibility === undefined || visibilityOf(image) === visibility)
      .filter((image) => name === undefined || image.name === name)
      .sort((left, right) => sign * (left.createdAt - right.createdAt));
    const at = images.findIndex(({ imageId }) => imageId === marker);
    if (marker !== undefined && at === -1)
      throw refuse("NotFound", `No image found with ID ${String(marker)}`);
    const page = images.slice(at + 1, at + 1 + limit);
    const query = new URLSearchParams(
      Object.entries(parameters).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
    query.set("marker", page.at(-1)?.imageId ?? "");
    return {
      images: page.map(described),
      // A full page announces another one, which may be empty.
      ...(page.length === limit ? { next: `/v2/images?${query}` } : {}),
      first: "/v2/images",
      schema: "/v2/schemas/images",
    };
  },
};

/** Versions, which clients ask for before they call. */
const ShowImageVersions: Action = {
  effect: "read",
  run: (_parameters, { host, region }) => ({
    versions: [
      {
        id: "v2.9",
        status: "CURRENT",
        links: [{ rel: "self", href: `http://${host}/image/${region}/v2/` }],
      },
    ],
  }),
};

export const glance: ImageService = {
  name: "openstack-glance",
  cloud: "openstack",
  version: "v2",
  regional: true,
  demoImage: { region: "RegionOne", imageId: "ec470585-cd38-4279-9c18-f1cf56f5aaa3" },
  regions: { form: /^[\w.-]{1,255}$/, example: "RegionOne" },
  accountIds: ANY_TEXT,
  states: ["active", "queued", "saving", "importing", "uploading", "deactivated", "killed", "pending_delete"],
  refusals: {
    private: () => refuse("Forbidden", "The image is private."),
    community: () => refuse("Forbidden", "The image is of the community."),
  },
  actions: {
    CreateImageMember,
    DeleteImageMember,
    ListImageMembers,
    ShowImage,
    ListImages,
    ShowImageVersions,
  },
};

function imageIdIn(parameters: Parameters): string {
  return String(parameters.image_id ?? "");
}

/** The image, as its owner alone may change it. @throws ApiError */
function toChange(parameters: Parameters, context: ActionContext, what: string, rule: string): Image {
  const image = visible(parameters, context, context.find(imageIdIn(parameters)));
  if (visibilityOf(image) !== "shared") throw notShared(image, what);
  if (image.owner !== context.caller) {
    throw refuse("Forbidden", `You are not authorized to complete ${rule} action.`);
  }
  return image;
}

/** @throws ApiError */
function visible(parameters: Parameters, context: ActionContext, image: Image | undefined): Image {
  if (image === undefined || !isVisible(image, context)) {
    throw refuse("NotFound", `Image ${imageIdIn(parameters)} not found.`);
  }
  return image;
}

function isVisible(image: Image, { caller }: ActionContext): boolean {
  const visibility = visibilityOf(image);
  const isOpen = visibility === "public" || visibility === "community";
  return image.owner === caller || isOpen || (visibility === "shared" && image.accounts.has(caller));
}

/** A community image, and one that is shared and not accepted, are seen by those who know the ID. */
function isListed(image: Image, { caller }: ActionContext): boolean {
  return image.owner === caller || visibilityOf(image) === "public";
}

function memberView(image: Image, member: string, since: number) {
  const time = new Date(since).toISOString().replace(/\.\d{3}Z$/, "Z");
  return {
    member_id: member,
    image_id: image.imageId,
    status: "pending",
    created_at: time,
    updated_at: time,
    schema: "/v2/schemas/member",
  };
}

function described(image: Image) {
  const time = new Date(image.createdAt).toISOString().replace(/\.\d{3}Z$/, "Z");
  return {
    name: image.name,
    disk_format: "qcow2",
    container_format: "bare",
    visibility: visibilityOf(image),
    status: image.state,
    protected: false,
    min_ram: 0,
    min_disk: 0,
    owner: image.owner,
    os_hidden: false,
    id: image.imageId,
    created_at: time,
    updated_at: time,
    tags: [...image.tags.keys()],
    self: `/v2/images/${image.imageId}`,
    file: `/v2/images/${image.imageId}/file`,
    schema: "/v2/schemas/image",
  };
}

function limitIn({ limit }: Parameters): number {
  if (limit === undefined) return USUAL_LIMIT;
  if (typeof limit !== "string" || !/^\d{1,9}$/.test(limit))
    throw refuse("BadRequest", "limit param must be an integer");
  return Math.min(MOST_LIMIT, Number(limit));
}
