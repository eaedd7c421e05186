import type {
  AccountPage,
  Backend,
  CallOptions,
  ImageCondition,
  ImagePage,
  PresentCondition,
} from "../../core/backend";
import type { OpenAccess } from "../../core/cloud-access";
import type { Write } from "../../core/schedule";
import {
  accountIn,
  accountsIn,
  entryOf,
  type ImageEntry,
  imageEntries,
  listedImage,
  ownerKind,
  senseless,
} from "../answers";
import { callTencentCloud } from "../tencentcloud/client";
import { agentFor } from "../transport";
import { errors } from "./errors";

/** One of the vendor's APIs: the first part of its hosts, and its version. */
interface Api {
  readonly product: string;
  readonly version: string;
}

const CVM: Api = { product: "cvm", version: "2017-03-12" };
const STS: Api = { product: "sts", version: "2018-08-13" };

/** Where the token service is asked when no region is given: it needs one, and answers alike in all. */
const ANY_REGION = "ap-guangzhou";

/** The most that the page of DescribeImages allows; the default is 20. */
const IMAGES_PER_PAGE = 100;

/** Of images that the account made itself. */
const OWN_TYPE = "PRIVATE_IMAGE";

/** States of the vendor's "Image" data table that end by themselves. */
const passing: ReadonlySet<string> = new Set(["CREATING", "SYNCING", "IMPORTING"]);

export async function open(access: OpenAccess): Promise<Backend> {
  const agents = new Map<string, ReturnType<typeof agentFor>>();

  const call = (
    region: string,
    action: string,
    parameters: Record<string, unknown>,
    options: CallOptions,
    { product, version }: Api = CVM,
  ) => {
    const host = hostFor(product, region);
    const agent = agents.get(host) ?? agentFor(host, access.endpoint);
    agents.set(host, agent);
    const protocol = access.endpoint?.protocol === "http:" ? "http://" : "https://";
    const client = {
      host,
      version,
      region,
      keys: access.keys,
      agent,
      protocol,
      errors,
    } as const;
    return callTencentCloud(client, action, parameters, options);
  };

  return {
    async describe({ region = "", imageId }, _scope, _page, options): Promise<AccountPage> {
      const action = "DescribeImageSharePermission";
      const answer = await call(region, action, { ImageId: imageId }, options);
      return { accounts: accountsIn(action, answer.SharePermissionSet, "AccountId") };
    },

    async write({ region = "", imageId }, write, options) {
      const parameters = { ImageId: imageId, ...direction(write) };
      await call(region, "ModifyImageSharePermission", parameters, options);
    },

    async imageCondition({ region = "", imageId }, options): Promise<ImageCondition> {
      const action = "DescribeImages";
      const answer = await call(region, action, { ImageIds: [imageId] }, options);
      const entries = imageEntries(action, answer.ImageSet);
      const found = entryOf(action, entries, imageId, answer.TotalCount);
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
        .filter((entry) => ownerKind(action, entry, "ImageType") === OWN_TYPE)
        .map((entry) => listedImage(entry, entry.ImageName, conditionOf(entry)));
      return { images, ...nextOffset(action, answer.TotalCount, offset, entries.length) };
    },

    async callerAccount(region = ANY_REGION, options) {
      const action = "GetCallerIdentity";
      const answer = await call(region, action, {}, options, STS);
      return accountIn(action, answer.AccountId);
    },
  };
}

/** Finance regions have hosts of their own; every other region shares one. */
function hostFor(product: string, region: string): string {
  return region.endsWith("-fsi")
    ? `${product}.${region}.tencentcloudapi.com`
    : `${product}.tencentcloudapi.com`;
}

function direction(write: Write): { AccountIds: readonly string[]; Permission: "SHARE" | "CANCEL" } {
  return write.add.length > 0
    ? { AccountIds: write.add, Permission: "SHARE" }
    : { AccountIds: write.remove, Permission: "CANCEL" };
}

/** By how many were answered, not by how many were asked for: the vendor may have cut the page shorter. */
function nextOffset(
  action: string,
  total: unknown,
  offset: number,
  count: number,
): { readonly next?: string } {
  if (typeof total !== "number") throw senseless(action, "without TotalCount");
  if (count === 0 && offset < total)
    throw senseless(action, `TotalCount ${total} and nothing from ${offset} on`);
  return offset + count < total ? { next: String(offset + count) } : {};
}

function conditionOf(entry: ImageEntry): PresentCondition {
  const type = String(entry.ImageType);
  if (type !== OWN_TYPE) return { kind: "unusable", state: type };
  const state = String(entry.ImageState);
  if (state === "NORMAL") return { kind: "usable" };
  return { kind: passing.has(state) ? "busy" : "unusable", state };
}
