/** ECS 2020-04-01 of Volcengine and of BytePlus, whose SDKs have the same models. */
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
import { numbered } from "../api-client";
import { accountsIn, findImage, type ImageEntry, imageEntries, listedImage, requiredString } from "../images";
import { member, parseCount } from "../json";
import { regionsIn } from "../regions";
import { assertEcho, unexpectedResponse } from "../vendor-errors";
import { connect } from "./client";
import { errors } from "./ecs-errors";
import type { VolcengineApi } from "./sign";
import { callerAccount } from "./sts";
import type { TokenService } from "./vendor";

const ECS: VolcengineApi = { serviceName: "ecs", version: "2020-04-01", errors };

/** The most that the pages of DescribeImageSharePermission and DescribeImages allow; the default is 15. */
const PAGE_SIZE = 100;

/** Visibility of images that the account made itself. */
const OWN = "private";

/** Where a vendor's ECS and token service are called. */
export interface EcsSite {
  /** The host of a region. */
  hostFor(region: string): string;
  readonly sts: TokenService;
  /** Where the list of regions is asked for: it is the same everywhere. */
  readonly homeRegion: string;
}

export async function openEcs(access: OpenAccess, { hostFor, sts, homeRegion }: EcsSite): Promise<Backend> {
  const connected = connect(access, ECS);
  const call = (
    region: string,
    action: string,
    parameters: Readonly<Record<string, string>>,
    options: CallOptions,
  ) => connected({ host: hostFor(region), region, action, parameters }, options);

  return {
    async describe({ region = "", imageId }, _scope, page, options): Promise<AccountPage> {
      const action = "DescribeImageSharePermission";
      const parameters = { ImageId: imageId, ...place(page) };
      const answer = await call(region, action, parameters, options);
      assertEcho(action, answer, { ImageId: imageId });
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

    /** Without Visibility, so that an image of another account is in the answer. */
    async imageCondition({ region = "", imageId }, options): Promise<ImageCondition> {
      const action = "DescribeImages";
      const answer = await call(region, action, numbered("ImageIds", [imageId]), options);
      const entries = imageEntries(action, listIn(answer, "Images"));
      const found = findImage(action, entries, imageId, member(answer, "TotalCount"));
      return found === undefined ? { kind: "gone" } : conditionOf(found);
    },

    async listImages(region = "", page, options): Promise<ImagePage> {
      const action = "DescribeImages";
      const answer = await call(region, action, { Visibility: OWN, ...place(page) }, options);
      const entries = imageEntries(action, listIn(answer, "Images"));
      const images = entries
        .filter((entry) => requiredString(action, entry, "Visibility") === OWN)
        .map((entry) => listedImage(entry, entry.ImageName, conditionOf(entry)));
      return { images, ...nextToken(action, answer, page, entries.length) };
    },

    /** Without MaxResults: the vendors' pages differ in its limits. */
    async listRegions(page, options): Promise<RegionPage> {
      const action = "DescribeRegions";
      const answer = await call(homeRegion, action, page === undefined ? {} : { NextToken: page }, options);
      const regions = regionsIn(action, listIn(answer, "Regions"), "RegionId");
      const { next } = nextToken(action, answer, page, regions.length);
      return next === undefined ? { regions } : { regions, next };
    },

    callerAccount: (region, options) => callerAccount(connected, sts, region, options),
  };
}

function place(page: string | undefined): Record<string, string> {
  const size = { MaxResults: String(PAGE_SIZE) };
  return page === undefined ? size : { ...size, NextToken: page };
}

/** A null list is an empty list only if the count is zero. */
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
  if (typeof next !== "string") throw unexpectedResponse(action, "with a NextToken that is no text");
  const said = member(answer, "TotalCount") ?? undefined;
  const total = parseCount(said);
  if (said !== undefined && total === undefined)
    throw unexpectedResponse(action, "with a TotalCount that is no count");
  if (total !== undefined && count > total)
    throw unexpectedResponse(action, `TotalCount ${total} and ${count} entries`);
  const counted = total === undefined ? {} : { total };
  if (next === "") {
    if (page === undefined && count === 0 && total !== undefined && total > 0) {
      throw unexpectedResponse(action, `TotalCount ${total} and nothing`);
    }
    return counted;
  }
  if (next === page) throw unexpectedResponse(action, "with a page that announces itself as the next one");
  return { ...counted, next };
}

function conditionOf(entry: ImageEntry): PresentCondition {
  const visibility = String(entry.Visibility);
  if (visibility !== OWN) return { kind: "unusable", state: visibility };
  const state = String(entry.Status);
  if (state === "available") return { kind: "usable" };
  return { kind: state === "creating" ? "busy" : "unusable", state };
}
