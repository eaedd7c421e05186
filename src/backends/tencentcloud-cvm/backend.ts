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
import type { Write } from "../../core/schedule";
import { accountsIn, findImage, type ImageEntry, imageEntries, listedImage, requiredString } from "../images";
import { regionsIn, sinceIn } from "../regions";
import { connect, hostFor } from "../tencentcloud/client";
import { nextOffset } from "../tencentcloud/pagination";
import { callerAccount } from "../tencentcloud/sts";
import { errors } from "./errors";

const VERSION = "2017-03-12";

/** The most that the page of DescribeImages allows; the default is 20. */
const IMAGES_PER_PAGE = 100;

/** Of images that the account made itself. */
const OWN_TYPE = "PRIVATE_IMAGE";

/** States of the vendor's "Image" data table that are temporary. */
const passing: ReadonlySet<string> = new Set(["CREATING", "SYNCING", "IMPORTING"]);

export async function open(access: OpenAccess): Promise<Backend> {
  const connected = connect(access, { version: VERSION, errors });
  const call = (
    region: string,
    action: string,
    parameters: Readonly<Record<string, unknown>>,
    options: CallOptions,
  ) => connected({ host: hostFor("cvm", region), region, action, parameters }, options);

  return {
    async describe({ region = "", imageId }, _scope, _page, options): Promise<AccountPage> {
      const action = "DescribeImageSharePermission";
      const answer = await call(region, action, { ImageId: imageId }, options);
      const accounts = accountsIn(action, answer.SharePermissionSet, "AccountId");
      return { accounts, ...sinceIn(answer.SharePermissionSet, "AccountId", "CreatedTime") };
    },

    async write({ region = "", imageId }, write, options) {
      const parameters = { ImageId: imageId, ...direction(write) };
      await call(region, "ModifyImageSharePermission", parameters, options);
    },

    async imageCondition({ region = "", imageId }, options): Promise<ImageCondition> {
      const action = "DescribeImages";
      const answer = await call(region, action, { ImageIds: [imageId] }, options);
      const entries = imageEntries(action, answer.ImageSet);
      const found = findImage(action, entries, imageId, answer.TotalCount);
      return found === undefined ? { kind: "gone" } : conditionOf(found);
    },

    async listImages(region = "", page = "0", options): Promise<ImagePage> {
      const action = "DescribeImages";
      const offset = Number(page);
      const Filters = [{ Name: "image-type", Values: [OWN_TYPE] }];
      const parameters = { Filters, Offset: offset, Limit: IMAGES_PER_PAGE };
      const answer = await call(region, action, parameters, options);
      const entries = imageEntries(action, answer.ImageSet);
      const images = entries
        .filter((entry) => requiredString(action, entry, "ImageType") === OWN_TYPE)
        .map((entry) => listedImage(entry, entry.ImageName, conditionOf(entry)));
      return { images, ...nextOffset(action, answer.TotalCount, offset, entries.length) };
    },

    /** Without a region: "this parameter is not required". */
    async listRegions(_page, options): Promise<RegionPage> {
      const action = "DescribeRegions";
      const answer = await connected({ host: hostFor("cvm", ""), action, parameters: {} }, options);
      return { regions: regionsIn(action, answer.RegionSet, "Region") };
    },

    callerAccount: (region, options) => callerAccount(connected, region, options),
  };
}

function direction(write: Write): { AccountIds: readonly string[]; Permission: "SHARE" | "CANCEL" } {
  return write.add.length > 0
    ? { AccountIds: write.add, Permission: "SHARE" }
    : { AccountIds: write.remove, Permission: "CANCEL" };
}

function conditionOf(entry: ImageEntry): PresentCondition {
  const type = String(entry.ImageType);
  if (type !== OWN_TYPE) return { kind: "unusable", state: type };
  const state = String(entry.ImageState);
  if (state === "NORMAL") return { kind: "usable" };
  return { kind: passing.has(state) ? "busy" : "unusable", state };
}
