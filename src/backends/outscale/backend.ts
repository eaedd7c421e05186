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
import type { ImageTarget } from "../../core/target";
import type { Api, Call } from "../api-client";
import { accountIn, findImage, type ImageEntry, imageEntries, listedImage, requiredString } from "../images";
import { isRecord, member, textOf } from "../json";
import { regionsIn } from "../regions";
import { unexpectedResponse } from "../vendor-errors";
import { connect } from "./client";
import { errors } from "./errors";

const API: Api = { version: "v1", errors };

/** The most that a page of ReadImages allows. */
const PAGE_SIZE = 1000;

/** Asked where no region is named: the vendor's default. */
const ANY_REGION = "eu-west-2";

export async function open(access: OpenAccess): Promise<Backend> {
  const connected = connect(access, API);
  const call = (region: string, action: string, parameters: object, options: CallOptions) =>
    connected({ host: `api.${region}.outscale.com`, region, action, parameters: { ...parameters } }, options);

  return {
    /** The image with its accounts and its state, in one answer. */
    async describe(target, _scope, _page, options): Promise<AccountPage> {
      const action = "ReadImages";
      const { found, requestId } = await fetchImage(call, target, options);
      if (found !== undefined) return accessOf(action, found);
      const message = `the vendor lists no image ${target.imageId}`;
      throw new VendorError({ meaning: "image-gone", action, message, requestId });
    },

    async write({ region = "", imageId }, { add, remove }, options) {
      const action = "UpdateImage";
      const permissions =
        add.length > 0 ? { Additions: { AccountIds: add } } : { Removals: { AccountIds: remove } };
      const parameters = { ImageId: imageId, PermissionsToLaunch: permissions };
      const answer = await call(region, action, parameters, options);
      const said = member(answer, "Image", "ImageId") ?? imageId;
      if (said !== imageId) throw unexpectedResponse(action, "for another ImageId");
    },

    async imageCondition(target, options): Promise<ImageCondition> {
      try {
        const { found } = await fetchImage(call, target, options);
        return found === undefined ? { kind: "gone" } : conditionOf(found);
      } catch (error) {
        if (error instanceof VendorError && error.meaning === "image-gone") return { kind: "gone" };
        throw error;
      }
    },

    /**
     * Images of everybody are in the list unless it is told whose: the first page asks for the account, and has no image.
     */
    async listImages(region = "", page, options): Promise<ImagePage> {
      if (page === undefined) {
        const owner = await ownAccount(call, region, options);
        return { images: [], next: JSON.stringify([owner]) };
      }
      const action = "ReadImages";
      const [owner, token] = JSON.parse(page) as [string, string?];
      const parameters = {
        Filters: { AccountIds: [owner] },
        ResultsPerPage: PAGE_SIZE,
        ...(token === undefined ? {} : { NextPageToken: token }),
      };
      const answer = await call(region, action, parameters, options);
      const images = imageEntries(action, answer.Images).map((entry) =>
        listedImage(entry, entry.ImageName, conditionOf(entry)),
      );
      const next = answer.NextPageToken ?? "";
      if (typeof next !== "string") throw unexpectedResponse(action, "with a NextPageToken that is no text");
      if (next === "") return { images };
      if (next === token) {
        throw unexpectedResponse(action, "with a page that announces itself as the next one");
      }
      return { images, next: JSON.stringify([owner, next]) };
    },

    async listRegions(_page, options): Promise<RegionPage> {
      const action = "ReadRegions";
      const answer = await call(ANY_REGION, action, {}, options);
      return { regions: regionsIn(action, answer.Regions, "RegionName") };
    },

    callerAccount: (region = ANY_REGION, options) => ownAccount(call, region, options),
  };
}

type RegionalCall = (
  region: string,
  action: string,
  parameters: object,
  options: CallOptions,
) => ReturnType<Call<Api>>;

async function ownAccount(call: RegionalCall, region: string, options: CallOptions): Promise<string> {
  const action = "ReadAccounts";
  const { Accounts: accounts } = await call(region, action, {}, options);
  return twelveDigits(
    action,
    accountIn(action, member(Array.isArray(accounts) ? accounts[0] : undefined, "AccountId")),
  );
}

/** The image, if the answer has it: an unknown ID is answered with an empty list. */
async function fetchImage(
  call: RegionalCall,
  { region = "", imageId }: ImageTarget,
  options: CallOptions,
): Promise<{ found: ImageEntry | undefined; requestId: string | undefined }> {
  const action = "ReadImages";
  const answer = await call(region, action, { Filters: { ImageIds: [imageId] } }, options);
  const found = findImage(action, imageEntries(action, answer.Images), imageId, undefined);
  return { found, requestId: textOf(member(answer, "ResponseContext", "RequestId")) };
}

/** An image without the member has no answer: as an empty list, it would hide or revoke all accounts. */
function accessOf(action: string, { PermissionsToLaunch: permissions }: ImageEntry): AccountPage {
  const accounts = isRecord(permissions) ? permissions.AccountIds : undefined;
  if (!Array.isArray(accounts)) throw unexpectedResponse(action, "without a list of accounts");
  return {
    accounts: accounts.map((account: unknown) => twelveDigits(action, accountIn(action, account))),
    isPublic: member(permissions, "GlobalPermission") === true,
  };
}

/** A shorter ID was a number on its way, and lost its zeros. */
function twelveDigits(action: string, account: string): string {
  if (/^[0-9]{12}$/.test(account)) return account;
  throw unexpectedResponse(action, "with an account that has not twelve digits");
}

function conditionOf(entry: ImageEntry): PresentCondition {
  const state = requiredString("ReadImages", entry, "State");
  if (state === "available") return { kind: "usable" };
  return { kind: state === "pending" ? "busy" : "unusable", state };
}
