import type {
  AccountPage,
  Backend,
  CallOptions,
  ImageCondition,
  ImagePage,
  PresentCondition,
} from "../../core/backend";
import type { OpenAccess } from "../../core/cloud-access";
import {
  accountIn,
  accountsIn,
  checkEcho,
  counter,
  entryOf,
  type ImageEntry,
  imageEntries,
  listedImage,
  member,
  ownerKind,
  senseless,
} from "../answers";
import { agentFor } from "../transport";
import { callVolcengine, numbered } from "../volcengine/client";
import { errors } from "./errors";

/** One of the vendor's APIs: its name in the credential scope, its version, and where it is spoken to. */
interface Api {
  readonly serviceName: string;
  readonly version: string;
  hostFor(region: string): string;
}

const ECS: Api = { serviceName: "ecs", version: "2020-04-01", hostFor };
const STS: Api = { serviceName: "sts", version: "2018-01-01", hostFor: () => "sts.volcengineapi.com" };

/** What the token service is asked with when no region is given: it stands in the credential scope, no more. */
const ANY_REGION = "cn-beijing";

/** The most that the pages of DescribeImageSharePermission and DescribeImages allow; the default is 15. */
const PAGE_SIZE = 100;

/** Visibility of images that the account made itself. */
const OWN = "private";

/** Regions that the vendor's SDKs reach at a host of their own. */
const regionsWithOwnHost: ReadonlySet<string> = new Set([
  "ap-southeast-2",
  "ap-southeast-3",
  "cn-beijing-autodriving",
  "cn-beijing-selfdrive",
  "cn-shanghai-autodriving",
]);

export async function open(access: OpenAccess): Promise<Backend> {
  const agents = new Map<string, ReturnType<typeof agentFor>>();
  const protocol = access.endpoint?.protocol === "http:" ? "http:" : "https:";

  const call = (
    region: string,
    action: string,
    parameters: Record<string, string>,
    options: CallOptions,
    api = ECS,
  ) => {
    const { serviceName, version } = api;
    const host = api.hostFor(region);
    const agent = agents.get(host) ?? agentFor(host, access.endpoint);
    agents.set(host, agent);
    const client = {
      host,
      serviceName,
      version,
      region,
      keys: access.keys,
      agent,
      protocol,
      errors,
    };
    return callVolcengine({ ...client, protocol }, action, parameters, options);
  };

  return {
    async describe({ region = "", imageId }, _scope, page, options): Promise<AccountPage> {
      const action = "DescribeImageSharePermission";
      const parameters = { ImageId: imageId, ...place(page) };
      const answer = await call(region, action, parameters, options);
      checkEcho(action, answer, { ImageId: imageId });
      const accounts = accountsIn(action, listIn(answer, "Accounts"), "AccountId");
      return { accounts, ...nextToken(action, answer, page, accounts.length) };
    },

    async write({ region = "", imageId }, write, options) {
      const parameters = {
        ImageId: imageId,
        ...numbered("AddAccounts", write.add),
        ...numbered("RemoveAccounts", write.remove),
      };
      await call(region, "ModifyImageSharePermission", parameters, options);
    },

    /** Asked without Visibility, so that somebody else's image is named for what it is instead of missing. */
    async imageCondition({ region = "", imageId }, options): Promise<ImageCondition> {
      const action = "DescribeImages";
      const answer = await call(region, action, numbered("ImageIds", [imageId]), options);
      const entries = imageEntries(action, listIn(answer, "Images"));
      const found = entryOf(action, entries, imageId, member(answer, "TotalCount"));
      return found === undefined ? { kind: "gone" } : conditionOf(found);
    },

    async listImages(region = "", page, options): Promise<ImagePage> {
      const action = "DescribeImages";
      const answer = await call(region, action, { Visibility: OWN, ...place(page) }, options);
      const entries = imageEntries(action, listIn(answer, "Images"));
      const images = entries
        .filter((entry) => ownerKind(action, entry, "Visibility") === OWN)
        .map((entry) => listedImage(entry, entry.ImageName, conditionOf(entry)));
      return { images, ...nextToken(action, answer, page, entries.length) };
    },

    /** The vendor answers a number. */
    async callerAccount(region = ANY_REGION, options) {
      const action = "GetCallerIdentity";
      return accountIn(action, member(await call(region, action, {}, options, STS), "AccountId"));
    },
  };
}

function hostFor(region: string): string {
  return regionsWithOwnHost.has(region) ? `ecs.${region}.volcengineapi.com` : "open.volcengineapi.com";
}

function place(page: string | undefined): Record<string, string> {
  const size = { MaxResults: String(PAGE_SIZE) };
  return page === undefined ? size : { ...size, NextToken: page };
}

/** A list that is null is believed to be empty only where the count says so too. */
function listIn(answer: unknown, key: string): unknown {
  const list = member(answer, key);
  return list === null && member(answer, "TotalCount") === 0 ? [] : list;
}

function nextToken(
  action: string,
  answer: unknown,
  page: string | undefined,
  count: number,
): { readonly next?: string; readonly total?: number } {
  const next = member(answer, "NextToken") ?? "";
  if (typeof next !== "string") throw senseless(action, "with a NextToken that is no text");
  const said = member(answer, "TotalCount") ?? undefined;
  const total = counter(said);
  if (said !== undefined && total === undefined)
    throw senseless(action, "with a TotalCount that is no count");
  if (total !== undefined && count > total)
    throw senseless(action, `TotalCount ${total} and ${count} entries`);
  const counted = total === undefined ? {} : { total };
  if (next === "") {
    if (page === undefined && count === 0 && total !== undefined && total > 0) {
      throw senseless(action, `TotalCount ${total} and nothing`);
    }
    return counted;
  }
  if (next === page) throw senseless(action, "with a page that announces itself as the next one");
  return { ...counted, next };
}

function conditionOf(entry: ImageEntry): PresentCondition {
  const visibility = String(entry.Visibility);
  if (visibility !== OWN) return { kind: "unusable", state: visibility };
  const state = String(entry.Status);
  if (state === "available") return { kind: "usable" };
  return { kind: state === "creating" ? "busy" : "unusable", state };
}
