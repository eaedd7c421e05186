import type {
  AccountPage,
  Backend,
  CallOptions,
  ImageCondition,
  ImagePage,
  PresentCondition,
  RegionPage,
} from "../../core/backend";
import type { OpenAccess } from "../../core/cloud-access";
import { VendorError } from "../../core/errors";
import { type ImageEntry, imageEntries, listedImage, requiredString } from "../images";
import { member, textOf } from "../json";
import { connect } from "../openstack/images-api";
import { LOGIN_ACTION } from "../openstack/keystone";
import { sinceIn } from "../regions";
import { assertEcho, unexpectedResponse } from "../vendor-errors";
import { errors, readErrors } from "./errors";
import { openstackGlance } from "./facts";

/** The most that a page of images holds, unless the operator sets `api_limit_max`. */
const PAGE_SIZE = 1000;

/** Stands for a page: the image itself, to see whose it is. */
const OWNER = "owner";

/** Members are added and removed one by one; there is no call for several. */
export async function open(access: OpenAccess): Promise<Backend> {
  const writing = connect(access, errors);
  const reading = connect(access, readErrors);

  const showImage = async (region: string, imageId: string, options: CallOptions) => {
    const request = { action: "ShowImage", region, method: "GET", path: imagePath(imageId) } as const;
    const image = await reading.call(request, options);
    assertEcho("ShowImage", image, { id: imageId });
    const [entry] = imageEntries("ShowImage", [image], "id");
    return { entry, owner: requiredString("ShowImage", entry ?? { ImageId: imageId }, "owner") };
  };

  return {
    /**
     * The owner sees all members. A member sees itself alone, so that a list which holds the project of the login is
     * believed only where that project owns the image: the second page looks.
     */
    async describe({ region = "", imageId }, _scope, page, options): Promise<AccountPage> {
      if (page === OWNER) {
        const { owner } = await namingImage(imageId, showImage(region, imageId, options));
        await assertOwner(reading, imageId, owner);
        return { accounts: [] };
      }
      const action = "ListImageMembers";
      const request = { action, region, method: "GET", path: `${imagePath(imageId)}/members` } as const;
      const answer = await namingImage(imageId, reading.call(request, options));
      const members = membersIn(action, answer.members, imageId);
      const isProject = (id: string) => openstackGlance.account.pattern.test(id);
      const accounts = members.filter(isProject);
      const others = members.filter((id) => !isProject(id));
      const isListed = accounts.includes(await reading.project(action));
      const since = sinceIn(answer.members, "member_id", "created_at");
      return { accounts, others, ...since, ...(isListed ? { next: OWNER } : {}) };
    },

    async write({ region = "", imageId }, { add, remove }, options) {
      const [added, removed] = [add[0], remove[0]];
      const members = `${imagePath(imageId)}/members`;
      if (added !== undefined) {
        const action = "CreateImageMember";
        const request = { action, region, method: "POST", path: members, body: { member: added } } as const;
        const answer = await explainingVisibility(imageId, writing.call(request, options));
        if (answer.member_id !== added) throw unexpectedResponse(action, "for another member_id");
        assertEcho(action, answer, { image_id: imageId });
      } else if (removed !== undefined) {
        const path = `${members}/${encodeURIComponent(removed)}`;
        const request = { action: "DeleteImageMember", region, method: "DELETE", path } as const;
        await explainingVisibility(imageId, writing.call(request, options));
      }
    },

    async imageCondition({ region = "", imageId }, options): Promise<ImageCondition> {
      try {
        const { entry, owner } = await namingImage(imageId, showImage(region, imageId, options));
        const own = await reading.project("ShowImage");
        return (entry && conditionOf(entry, owner, own)) ?? { kind: "gone" };
      } catch (error) {
        if (error instanceof VendorError && error.meaning === "image-gone") return { kind: "gone" };
        throw error;
      }
    },

    /** Images of every visibility, so that `discover` says of a private one why it has no members. */
    async listImages(region = "", page, options): Promise<ImagePage> {
      const action = "ListImages";
      const own = await reading.project(action);
      const query = new URLSearchParams({
        owner: own,
        // The oldest first, so that images which are made meanwhile come last.
        sort_key: "created_at",
        sort_dir: "asc",
        limit: String(PAGE_SIZE),
        ...(page === undefined ? {} : { marker: page }),
      });
      const request = { action, region, method: "GET", path: `/images?${query}` } as const;
      const answer = await reading.call(request, options);
      const images = imageEntries(action, answer.images, "id").flatMap((entry) => {
        const condition = conditionOf(entry, requiredString(action, entry, "owner"), own);
        return condition === undefined ? [] : [listedImage(entry, entry.name, condition)];
      });
      const next = markerIn(action, answer.next);
      if (next === undefined) return { images };
      if (next === page) {
        throw unexpectedResponse(action, "with a page that announces itself as the next one");
      }
      return { images, next };
    },

    /** Those of the catalogue, which came with the token: no call of its own. */
    async listRegions(_page, options): Promise<RegionPage> {
      await options.acquire(LOGIN_ACTION);
      return { regions: await reading.regions(LOGIN_ACTION) };
    },

    /** Told with the token: no call of its own. */
    async callerAccount(_region, options) {
      await options.acquire(LOGIN_ACTION);
      return reading.project(LOGIN_ACTION);
    },
  };
}

function imagePath(imageId: string): string {
  return `/images/${encodeURIComponent(imageId)}`;
}

/** Each member, whatever text it is; an entry without one would hide who has access. */
function membersIn(action: string, list: unknown, imageId: string): string[] {
  if (!Array.isArray(list)) throw unexpectedResponse(action, "without a list of members");
  return list.map((entry: unknown) => {
    const id = member(entry, "member_id");
    if (typeof id !== "string" || id === "")
      throw unexpectedResponse(action, "with an entry without a member_id");
    assertEcho(action, entry, { image_id: imageId });
    return id;
  });
}

/** Deleted images are listed to nobody, and shown for a moment at most. */
const gone = new Set(["deleted", "pending_delete"]);
const busy = new Set(["queued", "saving", "importing", "uploading"]);

/** Undefined for an image that was deleted. */
function conditionOf(entry: ImageEntry, owner: string, own: string): PresentCondition | undefined {
  const [status, visibility] = ["status", "visibility"].map((name) =>
    requiredString("ShowImage", entry, name),
  );
  if (status === undefined || gone.has(status)) return undefined;
  if (owner !== own) return { kind: "unusable", state: `owned by project ${owner}` };
  if (visibility !== "shared") return { kind: "unusable", state: `visibility ${visibility}` };
  if (status === "active") return { kind: "usable" };
  return { kind: busy.has(status) ? "busy" : "unusable", state: status };
}

/** The marker in the next page's relative address; undefined on the last page. */
function markerIn(action: string, next: unknown): string | undefined {
  if (next === undefined || next === null) return undefined;
  const marker =
    typeof next === "string" ? new URL(next, "http://localhost").searchParams.get("marker") : null;
  if (marker === null || marker === "") throw unexpectedResponse(action, "with a next page without a marker");
  return marker;
}

/**
 * A 404 means that the image is not there if it names the image. A gateway's, or that of an address which is not
 * Glance's, must not make a share look like one whose image was deleted.
 */
async function namingImage<T>(imageId: string, call: Promise<T>): Promise<T> {
  try {
    return await explainingVisibility(imageId, call);
  } catch (error) {
    const isNamed = !(error instanceof VendorError) || error.message.includes(imageId);
    if (isNamed || error.meaning !== "image-gone") throw error;
    const { action, code, requestId } = error;
    const message = `${error.message}. The answer does not name the image: check that the address is Glance's`;
    throw new VendorError({ meaning: "permanent", action, message, code, requestId, cause: error });
  }
}

/** Glance's words for a private image are "Not allowed to create members": they do not say what to do. */
async function explainingVisibility<T>(imageId: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof VendorError) || error.code !== "Forbidden") throw error;
    const { action, code, requestId, meaning } = error;
    const message =
      `${textOf(error.message.replace(/\.$/, "")) ?? "forbidden"}. Images whose visibility is shared have members, and ` +
      `their owner alone manages them (openstack image set --shared ${imageId})`;
    throw new VendorError({ meaning, action, message, code, requestId, cause: error });
  }
}

/** @throws VendorError if the image is another project's: then the login saw itself alone, and not who has access */
async function assertOwner(
  api: Pick<ReturnType<typeof connect>, "project">,
  imageId: string,
  owner: string,
): Promise<void> {
  const own = await api.project("ShowImage");
  if (owner === own) return;
  const message =
    `image ${imageId} is owned by project ${owner}, and shared with project ${own}, which this login is for: a member ` +
    `does not see the other members. Log in to project ${owner}`;
  throw new VendorError({ meaning: "auth", action: "ListImageMembers", message, retryable: false });
}
