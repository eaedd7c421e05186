import { OWN_ECS } from "../../core/accounts";
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
import { connect } from "../alicloud/client";
import { nextPage } from "../alicloud/pagination";
import { callerAccount } from "../alicloud/sts";
import { type Api, type Call as ApiCall, numbered } from "../api-client";
import { accountsIn, findImage, type ImageEntry, imageEntries, listedImage } from "../images";
import { member } from "../json";
import { regionsIn } from "../regions";
import { assertEcho, unexpectedResponse } from "../vendor-errors";
import { errors, errorsOfTheImage } from "./errors";

type Call = ApiCall<Api>;

const VERSION = "2020-06-01";

/** The most that ListCustomImageShareAccounts and ListCustomImages allow. */
const ACCOUNTS_PER_PAGE = 50;
const IMAGES_PER_PAGE = 100;

/** Where the list of regions is asked for: it is the same everywhere. */
const HOME_REGION = "cn-hangzhou";

/** The action that names only the image. */
const OWN_ECS_ACTION = "ModifyImageShareStatus";

/** Status of ListCustomImages: 0 copying, 1 available, 2 unavailable, 3 creation failed, 4 creating. */
const AVAILABLE = "1";
const passing: ReadonlySet<string> = new Set(["0", "4"]);

export async function open(access: OpenAccess): Promise<Backend> {
  const call = connect(access, { version: VERSION, errors });

  return {
    /**
     * Two actions list the accounts; a scope may need only one of them:
     *
     *   page       | request                                          | next
     *   -----------|--------------------------------------------------|-----------------------------------
     *   undefined  | ListCustomImages, if the own ECS is asked for    | "1" if accounts are asked for too
     *   a number   | that page of ListCustomImageShareAccounts        | the number after it, while there is more
     */
    async describe(target, scope, page, options): Promise<AccountPage> {
      if (page !== undefined || !scope.ownEcs) return accountPage(call, target, Number(page ?? 1), options);
      const accounts = (await isInOwnEcs(call, target, options)) ? [OWN_ECS] : [];
      return scope.accounts ? { accounts, next: "1" } : { accounts };
    },

    async write(target, write, options) {
      const { action, parameters } = writeOf(write);
      const table = action === OWN_ECS_ACTION ? errorsOfTheImage : errors;
      const request = {
        host: hostFor(target.region),
        action,
        parameters: { ...image(target), ...parameters },
      };
      await call(request, options, {
        errors: table,
      });
    },

    /** An image of another account counts as well, because the list does not tell it from an own image (see listImages). */
    async imageCondition(target, options): Promise<ImageCondition> {
      const found = await fetchImage(call, target, options);
      return found === undefined ? { kind: "gone" } : conditionOf(found);
    },

    /**
     * Without `Share`: that it leaves out "shared images" may mean those of others, or those that the account shares.
     * The owner stands beside an image as a number, and no action says which number is one's own.
     */
    async listImages(region = "", page = "1", options): Promise<ImagePage> {
      const action = "ListCustomImages";
      const parameters = { RegionId: region, PageNumber: page, PageSize: String(IMAGES_PER_PAGE) };
      const answer = await call({ host: hostFor(region), action, parameters }, options, {
        errors: errorsOfTheImage,
      });
      const images = imageEntries(action, answer.CustomImages).map((entry) => {
        const inOwnEcs = inShareOf(entry);
        const image = listedImage(entry, entry.Name, conditionOf(entry));
        return inOwnEcs === undefined ? image : { ...image, inOwnEcs };
      });
      const asked = { page: Number(page), size: IMAGES_PER_PAGE };
      return { images, ...nextPage(action, answer, asked, images.length) };
    },

    async listRegions(_page, options): Promise<RegionPage> {
      const action = "ListRegions";
      const answer = await call({ host: hostFor(HOME_REGION), action, parameters: {} }, options, {
        errors: errorsOfTheImage,
      });
      return { regions: regionsIn(action, answer.Regions, "RegionId") };
    },

    callerAccount: (_region, options) => callerAccount(call, options),
  };
}

async function accountPage(
  call: Call,
  target: ImageTarget,
  page: number,
  options: CallOptions,
): Promise<AccountPage> {
  const action = "ListCustomImageShareAccounts";
  const parameters = { ...image(target), PageNumber: String(page), PageSize: String(ACCOUNTS_PER_PAGE) };
  const answer = await call({ host: hostFor(target.region), action, parameters }, options, {
    errors: errorsOfTheImage,
  });
  assertEcho(action, answer, { ImageId: target.imageId });
  const accounts = accountsIn(action, answer.ImageShareUsers, "UserId");
  // SharedTime is left out: nothing says in which zone it is.
  return { accounts, ...nextPage(action, answer, { page, size: ACCOUNTS_PER_PAGE }, accounts.length) };
}

async function isInOwnEcs(call: Call, target: ImageTarget, options: CallOptions): Promise<boolean> {
  const action = "ListCustomImages";
  const found = await fetchImage(call, target, options);
  if (found === undefined) {
    const message = `the vendor lists no image ${target.imageId}`;
    throw new VendorError({ meaning: "image-gone", action, message });
  }
  const inShare = inShareOf(found);
  if (inShare === undefined)
    throw unexpectedResponse(action, "with an image whose InShare is neither true nor false");
  return inShare;
}

/** The image's entry in ListCustomImages, which returns an empty list for an unknown ID. */
async function fetchImage(
  call: Call,
  target: ImageTarget,
  options: CallOptions,
): Promise<ImageEntry | undefined> {
  const action = "ListCustomImages";
  const { region = "", imageId } = target;
  const parameters = { RegionId: region, ImageIds: JSON.stringify([imageId]) };
  const answer = await call({ host: hostFor(region), action, parameters }, options, {
    errors: errorsOfTheImage,
  });
  const entries = imageEntries(action, answer.CustomImages);
  return findImage(action, entries, imageId, answer.TotalCount);
}

/** Accepts booleans as text, because the service writes some numbers as text, and some text as numbers. */
function inShareOf(entry: ImageEntry): boolean | undefined {
  const inShare = String(member(entry, "InShare"));
  return inShare === "true" || inShare === "false" ? inShare === "true" : undefined;
}

function conditionOf(entry: ImageEntry): PresentCondition {
  const state = String(entry.Status);
  if (state === AVAILABLE) return { kind: "usable" };
  return { kind: passing.has(state) ? "busy" : "unusable", state };
}

/**
 * The action for a write. Each action has one direction and one kind of target.
 *
 * Every request has its own ClientToken. An ambiguous request is not repeated here, but read
 * back. With a reused token, the vendor would answer a later Share like an earlier one,
 * even after an UnShare in between.
 */
function writeOf({ add, remove }: Write): { action: string; parameters: Record<string, string> } {
  if (add.includes(OWN_ECS) || remove.includes(OWN_ECS)) {
    const Operation = add.includes(OWN_ECS) ? "Share" : "UnShare";
    return {
      action: OWN_ECS_ACTION,
      parameters: { Operation, ClientToken: crypto.randomUUID() },
    };
  }
  return add.length > 0
    ? { action: "AddCustomImageShareAccount", parameters: numbered("Account", add) }
    : { action: "RemoveCustomImageShareAccount", parameters: numbered("Account", remove) };
}

function image({ region = "", imageId }: ImageTarget): Record<string, string> {
  return { RegionId: region, ImageId: imageId };
}

function hostFor(region = ""): string {
  return `swas.${region}.aliyuncs.com`;
}
