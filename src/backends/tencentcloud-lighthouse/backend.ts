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
import type { Write } from "../../core/schedule";
import type { ImageTarget } from "../../core/target";
import type { Api, Call } from "../api-client";
import { accountsIn, findImage, type ImageEntry, imageEntries, listedImage, requiredString } from "../images";
import { member } from "../json";
import { regionsIn, sinceIn } from "../regions";
import { connect, hostFor } from "../tencentcloud/client";
import { nextOffset } from "../tencentcloud/pagination";
import { callerAccount } from "../tencentcloud/sts";
import { unexpectedResponse } from "../vendor-errors";
import { explainMissingRead, refuseInternationalSite } from "./china-only";
import { errors } from "./errors";

const VERSION = "2020-03-24";

/** The most that the pages of both reads allow; the default is 20. */
const PAGE_SIZE = 100;

/** Of images that the account made itself. */
const OWN_TYPE = "PRIVATE";

/** States that end by themselves. CREATING is on no page: CREATEFAILED is, and something has to come before it. */
const passing: ReadonlySet<string> = new Set(["SYNCING", "CREATING"]);

/** The page of `describe` that looks at the image itself. */
const IMAGE_PAGE = "image";

type Parameters = Readonly<Record<string, unknown>>;
type Send = (
  region: string,
  action: string,
  parameters: Parameters,
  options: CallOptions,
) => ReturnType<Call<Api>>;

export async function open(access: OpenAccess): Promise<Backend> {
  refuseInternationalSite(access.endpoint);
  const connected = connect(access, { version: VERSION, errors });
  const call: Send = (region, action, parameters, options) =>
    connected({ host: hostFor("lighthouse", region), region, action, parameters }, options);

  return {
    /**
     * No page says whether an image that is not there, or not one's own, is answered with an error or with an empty
     * list. An empty list is therefore believed only where the image is one's own: else a destroy with keys of
     * another account would end as if nobody had access.
     *
     *   page       | request                                     | next
     *   -----------|---------------------------------------------|------------------------------------
     *   undefined  | DescribeBlueprintsShareAcrossAccountInfos   | "image" if nobody has access
     *   a number   | the same, from that offset on               | the offset after it, while there is more
     *   "image"    | DescribeBlueprints                          |
     */
    async describe(target, _scope, page, options): Promise<AccountPage> {
      if (page !== IMAGE_PAGE) return accountPage(call, target, Number(page ?? 0), options);
      await assertOwnImage(call, target, options);
      return { accounts: [], total: 0 };
    },

    async write({ region = "", imageId }, write, options) {
      const { action, accounts } = direction(write);
      await call(region, action, { BlueprintId: imageId, AccountIds: accounts }, options);
    },

    async imageCondition(target, options): Promise<ImageCondition> {
      const found = await fetchImage(call, target, options).catch(asGone);
      return found === undefined ? { kind: "gone" } : conditionOf(found);
    },

    async listImages(region = "", page = "0", options): Promise<ImagePage> {
      const action = "DescribeBlueprints";
      const offset = Number(page);
      const Filters = [{ Name: "blueprint-type", Values: [OWN_TYPE] }];
      const parameters = { Filters, Offset: offset, Limit: PAGE_SIZE };
      const answer = await call(region, action, parameters, options);
      const entries = imageEntries(action, answer.BlueprintSet, "BlueprintId");
      const images = entries
        .filter((entry) => requiredString(action, entry, "BlueprintType") === OWN_TYPE)
        .map((entry) => listedImage(entry, entry.BlueprintName, conditionOf(entry)));
      const { next } = nextOffset(action, answer.TotalCount, offset, entries.length);
      return next === undefined ? { images } : { images, next };
    },

    /** Without a region: "this parameter is not required". */
    async listRegions(_page, options): Promise<RegionPage> {
      const action = "DescribeRegions";
      const answer = await connected({ host: hostFor("lighthouse", ""), action, parameters: {} }, options);
      return { regions: regionsIn(action, answer.RegionSet, "Region") };
    },

    callerAccount: (region, options) => callerAccount(connected, region, options),
  };
}

async function accountPage(
  call: Send,
  { region = "", imageId }: ImageTarget,
  offset: number,
  options: CallOptions,
): Promise<AccountPage> {
  const action = "DescribeBlueprintsShareAcrossAccountInfos";
  const parameters = { BlueprintIds: [imageId], Offset: offset, Limit: PAGE_SIZE };
  const answer = await call(region, action, parameters, options).catch((error: unknown) => {
    throw explainMissingRead(error);
  });
  const list = answer.BlueprintShareAcrossAccountInfoSet;
  const accounts = accountsIn(action, list, "AccountId");
  const ofOthers = Array.isArray(list) && list.some((entry) => member(entry, "BlueprintId") !== imageId);
  if (ofOthers) throw unexpectedResponse(action, "for another BlueprintId");
  const place = nextOffset(action, answer.TotalCount, offset, accounts.length);
  return place.total === 0
    ? { accounts, next: IMAGE_PAGE }
    : { accounts, ...place, ...sinceIn(list, "AccountId", "CreatedTime") };
}

/** The image's entry in DescribeBlueprints. */
async function fetchImage(
  call: Send,
  { region = "", imageId }: ImageTarget,
  options: CallOptions,
): Promise<ImageEntry | undefined> {
  const action = "DescribeBlueprints";
  const answer = await call(region, action, { BlueprintIds: [imageId] }, options);
  const entries = imageEntries(action, answer.BlueprintSet, "BlueprintId");
  return findImage(action, entries, imageId, answer.TotalCount);
}

/** @throws VendorError that means image-gone */
async function assertOwnImage(call: Send, target: ImageTarget, options: CallOptions): Promise<void> {
  const action = "DescribeBlueprints";
  const found = await fetchImage(call, target, options);
  if (found !== undefined && requiredString(action, found, "BlueprintType") === OWN_TYPE) return;
  const message =
    found === undefined
      ? `the vendor lists no image ${target.imageId}`
      : `the image ${target.imageId} is not one of the account's own (${String(found.BlueprintType)})`;
  throw new VendorError({ meaning: "image-gone", action, message });
}

function asGone(error: unknown): undefined {
  if (error instanceof VendorError && error.meaning === "image-gone") return undefined;
  throw error;
}

function direction({ add, remove }: Write): { action: string; accounts: readonly string[] } {
  return add.length > 0
    ? { action: "ShareBlueprintAcrossAccounts", accounts: add }
    : { action: "CancelShareBlueprintAcrossAccounts", accounts: remove };
}

function conditionOf(entry: ImageEntry): PresentCondition {
  const type = String(entry.BlueprintType);
  if (type !== OWN_TYPE) return { kind: "unusable", state: type };
  const state = String(entry.BlueprintState);
  if (state === "NORMAL") return { kind: "usable" };
  return { kind: passing.has(state) ? "busy" : "unusable", state };
}
