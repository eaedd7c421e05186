import type {
  AccountPage,
  Backend,
  ImageCondition,
  ImagePage,
  PresentCondition,
  RegionPage,
} from "../../core/backend";
import type { OpenAccess } from "../../core/cloud-access";
import type { ImageTarget } from "../../core/target";
import { connect } from "../alicloud/client";
import { nextPage } from "../alicloud/pagination";
import { callerAccount } from "../alicloud/sts";
import { numbered } from "../api-client";
import { accountsIn, findImage, type ImageEntry, imageEntries, listedImage } from "../images";
import { member } from "../json";
import { regionsIn, sinceIn } from "../regions";
import { assertEcho } from "../vendor-errors";
import { errors } from "./errors";
import { hostFor } from "./hosts";

const VERSION = "2014-05-26";

/** The most that the pages of DescribeImageSharePermission and DescribeImages allow. */
const PAGE_SIZE = 100;

/** Values of Status on the page of DescribeImages that are temporary. */
const passing: ReadonlySet<string> = new Set(["Creating", "Waiting"]);

/** Where the list of regions is asked for: it is the same everywhere. */
const HOME_REGION = "cn-hangzhou";

/** By default only available images are listed, so an image that is being created would look deleted. */
const inAnyState = { Status: "ALL" };

export async function open(access: OpenAccess): Promise<Backend> {
  const call = connect(access, { version: VERSION, errors });

  return {
    async describe(target, _scope, page = "1", options): Promise<AccountPage> {
      const action = "DescribeImageSharePermission";
      const parameters = { ...image(target), PageNumber: page, PageSize: String(PAGE_SIZE) };
      const answer = await call({ host: hostFor(target.region), action, parameters }, options);
      assertEcho(action, answer, { ImageId: target.imageId });
      const list = member(answer, "Accounts", "Account");
      const accounts = accountsIn(action, list, "AliyunId");
      const since = sinceIn(list, "AliyunId", "SharedTime");
      const asked = { page: Number(page), size: PAGE_SIZE };
      const isPublic = isSharedWithAll(member(answer, "ShareGroups", "ShareGroup"));
      return { accounts, ...nextPage(action, answer, asked, accounts.length), ...since, isPublic };
    },

    async write(target, { add, remove }, options) {
      const change = { ...numbered("AddAccount", add), ...numbered("RemoveAccount", remove) };
      const parameters = { ...image(target), ...change };
      await call({ host: hostFor(target.region), action: "ModifyImageSharePermission", parameters }, options);
    },

    async imageCondition(target, options): Promise<ImageCondition> {
      const action = "DescribeImages";
      const parameters = { ...image(target), ...inAnyState };
      const answer = await call({ host: hostFor(target.region), action, parameters }, options);
      const entries = imageEntries(action, member(answer, "Images", "Image"));
      const found = findImage(action, entries, target.imageId, answer.TotalCount);
      return found === undefined ? { kind: "gone" } : conditionOf(found);
    },

    async listImages(region = "", page = "1", options): Promise<ImagePage> {
      const action = "DescribeImages";
      const place = { RegionId: region, PageNumber: page, PageSize: String(PAGE_SIZE) };
      const parameters = { ...place, ...inAnyState, ImageOwnerAlias: "self" };
      const answer = await call({ host: hostFor(region), action, parameters }, options);
      const entries = imageEntries(action, member(answer, "Images", "Image"));
      const images = entries
        .filter(isOwn)
        .map((entry) => listedImage(entry, entry.ImageName, conditionOf(entry)));
      const asked = { page: Number(page), size: PAGE_SIZE };
      return { images, ...nextPage(action, answer, asked, entries.length) };
    },

    async listRegions(_page, options): Promise<RegionPage> {
      const action = "DescribeRegions";
      const answer = await call({ host: hostFor(HOME_REGION), action, parameters: {} }, options);
      return { regions: regionsIn(action, member(answer, "Regions", "Region"), "RegionId") };
    },

    callerAccount: (_region, options) => callerAccount(call, options),
  };
}

function image({ region = "", imageId }: ImageTarget): Record<string, string> {
  return { RegionId: region, ImageId: imageId };
}

/** The answer names the groups that the image is shared with; the only one is that of all accounts. */
function isSharedWithAll(groups: unknown): boolean {
  return Array.isArray(groups) && groups.some((entry: unknown) => member(entry, "Group") === "all");
}

function isOwn(entry: ImageEntry): boolean {
  const owner = entry.ImageOwnerAlias;
  return owner === "self" || owner === undefined;
}

function conditionOf(entry: ImageEntry): PresentCondition {
  if (!isOwn(entry)) return { kind: "unusable", state: `owned by ${String(entry.ImageOwnerAlias)}` };
  const state = String(entry.Status);
  if (state === "Available") return { kind: "usable" };
  return { kind: passing.has(state) ? "busy" : "unusable", state };
}
