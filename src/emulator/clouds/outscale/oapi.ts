/**
 * 3DS OUTSCALE, API v1: UpdateImage, ReadImages, ReadAccounts and ReadRegions, by the vendor's OpenAPI description and its
 * page of errors. Additions and removals exclude each other; an unknown image is an empty list. Not on any page: what is
 * said to a second addition and to the removal of an account without access (both succeed), to an account that does not
 * exist, to the owner, and at a limit.
 */
import type { AccountForm, Action, ActionContext, ImageService, Parameters } from "../../api";
import type { Image, Step } from "../../cloud";
import { type AccountRules, validateSteps } from "../../rules";
import { invalidParameter, missingParameter, refuse } from "./errors";
import { list, members, onPage, refuseUnknown, text } from "./parameters";

const TWELVE_DIGITS: AccountForm = { description: "12 digits", test: (account) => /^\d{12}$/.test(account) };

const invalidPermission = (account: string) =>
  refuse(400, "4050", `The permission for ${account} has an invalid format.`);

const RULES: AccountRules = {
  format: TWELVE_DIGITS,
  malformed: invalidPermission,
  self: invalidPermission,
  unknown: invalidPermission,
  limit: {
    exceeded: (accounts) =>
      refuse(400, "10000.QuotaExceeded", `The image cannot be shared with more than ${accounts} accounts.`),
  },
};

const UpdateImage: Action = {
  effect: "write",
  run(parameters, context) {
    refuseUnknown(parameters, ["ImageId", "PermissionsToLaunch", "Description", "ProductCodes", "DryRun"]);
    const imageId = text(parameters, "ImageId");
    if (imageId === undefined) throw missingParameter("ImageId");
    const steps = stepsOf(parameters);
    const image = context.find(imageId);
    if (image === undefined || !isVisible(image, context)) {
      throw refuse(400, "5023", `The ImageId '${imageId}' does not exist.`);
    }
    if (image.owner !== context.caller) throw refuse(401, "4", "The image belongs to another account.");
    if (image.refuses !== undefined) throw refuse(400, image.refuses, "The image cannot be shared.");
    if (image.state !== "available") {
      throw refuse(409, "6001", `The state of the image '${imageId}' is ${image.state}.`);
    }
    context.apply(imageId, steps, validateSteps(image, steps, context, RULES));
    const changed = context.find(imageId) ?? image;
    return { Image: described(changed) };
  },
};

const ReadImages: Action = {
  effect: "read",
  run(parameters, context) {
    refuseUnknown(parameters, ["Filters", "ResultsPerPage", "NextPageToken", "DryRun"]);
    const filters = members(parameters, "Filters") ?? {};
    refuseUnknown(filters, ["ImageIds", "AccountIds", "ImageNames", "States"]);
    const passes = (name: string, value: string) => list(filters, name)?.includes(value) ?? true;
    const images = context
      .observeAll()
      .filter((image) => isVisible(image, context))
      .filter(
        ({ imageId, owner, name, state }) =>
          passes("ImageIds", imageId) &&
          passes("AccountIds", owner) &&
          passes("ImageNames", name) &&
          passes("States", state),
      );
    const { page, NextPageToken } = onPage(images, parameters);
    return { Images: page.map(described), ...(NextPageToken === undefined ? {} : { NextPageToken }) };
  },
};

const ReadAccounts: Action = {
  effect: "read",
  run: (parameters, { caller }) => {
    refuseUnknown(parameters, ["DryRun"]);
    return { Accounts: [{ AccountId: caller, CustomerId: caller, Country: "France" }] };
  },
};

const ReadRegions: Action = {
  effect: "read",
  run(parameters, { regions }) {
    refuseUnknown(parameters, ["DryRun"]);
    return {
      Regions: regions.map((RegionName) => ({ RegionName, Endpoint: `api.${RegionName}.outscale.com` })),
    };
  },
};

export const oapi: ImageService = {
  name: "outscale",
  cloud: "outscale",
  version: "v1",
  regional: true,
  demoImage: { region: "eu-west-2", imageId: "ami-12345678" },
  accountIds: TWELVE_DIGITS,
  states: ["available", "pending", "failed"],
  refusals: {
    "4045": () => refuse(400, "4045", "The permissions of the image cannot be changed."),
  },
  actions: { UpdateImage, ReadImages, ReadAccounts, ReadRegions },
};

/** "Either … or": one direction in a call. Additions may hold GlobalPermission, which makes an image public. */
function stepsOf(parameters: Parameters): Step[] {
  const permissions = members(parameters, "PermissionsToLaunch");
  if (permissions === undefined) throw missingParameter("PermissionsToLaunch");
  refuseUnknown(permissions, ["Additions", "Removals"]);
  const [additions, removals] = [members(permissions, "Additions"), members(permissions, "Removals")];
  const given = additions ?? removals;
  if (given === undefined) throw missingParameter("PermissionsToLaunch");
  if (additions !== undefined && removals !== undefined) {
    throw invalidParameter("Additions and Removals exclude each other");
  }
  refuseUnknown(given, ["AccountIds", "GlobalPermission"]);
  const isGlobal = given.GlobalPermission === true;
  if (isGlobal && additions !== undefined) throw invalidParameter("images are not made public here");
  const accounts = list(given, "AccountIds") ?? [];
  if (accounts.length === 0 && !isGlobal) throw missingParameter("AccountIds");
  const kind = additions === undefined ? "unshare" : "share";
  return [
    ...(isGlobal ? [{ kind: "unpublish" } as const] : []),
    ...accounts.map((account): Step => ({ kind, account })),
  ];
}

function isVisible(image: Image, { caller }: ActionContext): boolean {
  return image.public || image.owner === caller || image.accounts.has(caller);
}

function described(image: Image) {
  return {
    ImageId: image.imageId,
    ImageName: image.name,
    AccountId: image.owner,
    State: image.state,
    CreationDate: new Date(image.createdAt).toISOString(),
    PermissionsToLaunch: { AccountIds: image.accounts.accounts(), GlobalPermission: image.public },
    Architecture: "x86_64",
    ImageType: "machine",
    RootDeviceType: "bsu",
    Tags: [...image.tags].map(([Key, Value]) => ({ Key, Value })),
  };
}
