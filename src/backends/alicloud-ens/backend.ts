import type { AccountPage, Backend, ImageCondition, ImagePage, PresentCondition } from "../../core/backend";
import type { OpenAccess } from "../../core/cloud-access";
import { connect } from "../alicloud/client";
import type { AlicloudConfig } from "../alicloud/config";
import { nextPage } from "../alicloud/pagination";
import { callerAccount } from "../alicloud/sts";
import { accountsIn, type ImageEntry, imageEntries, listedImage } from "../images";
import { member } from "../json";
import { assertEcho, unexpectedResponse } from "../vendor-errors";
import { errors, errorsOfListing, errorsOfReading } from "./errors";

const VERSION = "2017-11-10";

/** The most that the pages of DescribeImageSharePermission and DescribeSelfImages allow. */
const ACCOUNTS_PER_PAGE = 100;
const IMAGES_PER_PAGE = 50;

/** One endpoint for all of a site's edge nodes. */
const hosts = { china: "ens.aliyuncs.com", international: "ens.ap-southeast-1.aliyuncs.com" } as const;

/** Values of DescribeSelfImages for temporary states. */
const passing: ReadonlySet<string> = new Set(["Creating", "Packing", "Uploading", "Copying"]);

export async function open(access: OpenAccess): Promise<Backend> {
  const call = connect(access, { version: VERSION, errors });
  const host = hosts[(access.credentials as AlicloudConfig | undefined)?.site ?? "china"];

  return {
    async describe({ imageId }, _scope, page = "1", options): Promise<AccountPage> {
      const action = "DescribeImageSharePermission";
      const parameters = { ImageId: imageId, PageNumber: page, PageSize: String(ACCOUNTS_PER_PAGE) };
      const answer = await call({ host, action, parameters }, options, { errors: errorsOfReading });
      assertEcho(action, answer, { ImageId: imageId });
      // The page's table says AliyunUid, its description of the same element AliyunId.
      const accounts = accountsIn(action, member(answer, "Accounts", "Account"), "AliyunUid", "AliyunId");
      const asked = { page: Number(page), size: ACCOUNTS_PER_PAGE };
      return { accounts, ...nextPage(action, answer, asked, accounts.length) };
    },

    async write({ imageId }, { add, remove }, options) {
      const change = add.length > 0 ? { AddAccounts: add.join(",") } : { RemoveAccounts: remove.join(",") };
      const action = "ModifyImageSharePermission";
      await call({ host, action, parameters: { ImageId: imageId, ...change } }, options);
    },

    /** The action that returns the state; DescribeImages has an exact filter, but no state. */
    async imageCondition({ imageId }, options): Promise<ImageCondition> {
      const action = "DescribeSelfImages";
      const parameters = { ImageId: imageId, PageNumber: "1", PageSize: String(IMAGES_PER_PAGE) };
      const answer = await call({ host, action, parameters }, options);
      return conditionIn(action, answer, imageId);
    },

    async listImages(_region, page = "1", options): Promise<ImagePage> {
      const action = "DescribeSelfImages";
      const parameters = { PageNumber: page, PageSize: String(IMAGES_PER_PAGE) };
      const answer = await call({ host, action, parameters }, options, { errors: errorsOfListing });
      const entries = imageEntries(action, member(answer, "Images", "Image"));
      // "Self" includes what others share with the account.
      const images = entries
        .filter(isOwn)
        .map((entry) => listedImage(entry, entry.ImageName, conditionOf(entry)));
      const asked = { page: Number(page), size: IMAGES_PER_PAGE };
      return { images, ...nextPage(action, answer, asked, entries.length) };
    },

    callerAccount: (_region, options) => callerAccount(call, options),
  };
}

/** The filter is fuzzy: the answer may hold all images whose IDs contain this one. */
function conditionIn(action: string, answer: Record<string, unknown>, imageId: string): ImageCondition {
  const entries = imageEntries(action, member(answer, "Images", "Image"));
  const image = entries.find((entry) => entry.ImageId === imageId);
  if (image !== undefined) return conditionOf(image);
  const asked = { page: 1, size: IMAGES_PER_PAGE };
  if (nextPage(action, answer, asked, entries.length).next !== undefined) {
    throw unexpectedResponse(action, `with more than ${entries.length} images like ${imageId}`);
  }
  return { kind: "gone" };
}

function isOwn(entry: ImageEntry): boolean {
  return entry.ImageOwnerAlias !== "others";
}

function conditionOf(entry: ImageEntry): PresentCondition {
  if (!isOwn(entry)) return { kind: "unusable", state: "owned by others" };
  const state = String(entry.Status);
  if (state === "Available") return { kind: "usable" };
  return { kind: passing.has(state) ? "busy" : "unusable", state };
}
