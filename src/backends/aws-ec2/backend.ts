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
import { kindOf } from "../../core/grantees";
import type { GranteeKind } from "../../core/service-facts";
import { snapshotsIn } from "../../core/snapshots";
import { connect } from "../aws/client";
import { hostFor } from "../aws/hosts";
import type { AwsApi } from "../aws/sign";
import { callerAccount } from "../aws/sts";
import { itemsOf } from "../aws/xml";
import { accountsIn, findImage, type ImageEntry, imageEntries, listedImage, requiredString } from "../images";
import { isRecord, member } from "../json";
import { regionsIn } from "../regions";
import { assertEcho, unexpectedResponse } from "../vendor-errors";
import { errors, errorsOfBoth } from "./errors";
import { grantees } from "./grantees";
import {
  type CallAction,
  describeSnapshot,
  isLookup,
  pageOfSnapshots,
  snapshotsOf,
  writeSnapshot,
} from "./snapshots";

const EC2: AwsApi = { serviceName: "ec2", version: "2016-11-15", errors };

/** The most that a page of DescribeImages allows. */
const PAGE_SIZE = 1000;

/** The vendor's members for grantees that are not accounts. Group is `all`: a public image. */
const arnMembers = ["organizationArn", "organizationalUnitArn"];
const otherMembers = [...arnMembers, "group"];

/** The members of a write, by the kind of the grantee. */
const memberOf: Readonly<Partial<Record<GranteeKind, string>>> = {
  organization: "OrganizationArn",
  "organizational-unit": "OrganizationalUnitArn",
};

/** ResetImageAttribute is never called: it takes access from everybody at once, organisations included. */
export async function open(access: OpenAccess): Promise<Backend> {
  const connected = connect(access, EC2);
  const call: CallAction = (region, action, parameters, options, special) =>
    connected({ host: hostFor("ec2", region), region, action, parameters }, options, special);

  return {
    /** With snapshots: a page of the image, one that looks the snapshots up if need be, and one for each of them. */
    async describe({ region = "", imageId }, scope, page, options): Promise<AccountPage> {
      if (page !== undefined && isLookup(page)) return lookUpSnapshots(call, region, imageId, options);
      if (page !== undefined) return describeSnapshot(call, region, page, options);
      const action = "DescribeImageAttribute";
      const parameters = { ImageId: imageId, Attribute: "launchPermission" };
      const answer = await call(region, action, parameters, options);
      assertEcho(action, answer, { imageId });
      const entries = itemsOf(answer.launchPermission);
      if (entries === undefined) throw unexpectedResponse(action, "without a list of launch permissions");
      const isPublic = entries.some((entry) => member(entry, "group") === "all");
      const accounts = entries.filter((entry) => textIn(entry, otherMembers) === undefined);
      const arns = entries.flatMap((entry) => textIn(entry, arnMembers) ?? []);
      const known = arns.filter(isListable);
      const others = arns.filter((arn) => !isListable(arn));
      const next = scope.snapshots === true ? pageOfSnapshots(scope.snapshotIds) : undefined;
      return {
        ...{ accounts: [...accountsIn(action, accounts, "userId"), ...known], others, isPublic },
        ...(next === undefined ? {} : { next }),
      };
    },

    async write({ region = "", imageId }, write, options) {
      const { add, remove } = write;
      if (snapshotsIn([...add, ...remove]).length > 0) return writeSnapshot(call, region, write, options);
      const action = "ModifyImageAttribute";
      const parameters = {
        ImageId: imageId,
        Attribute: "launchPermission",
        ...permissions("Add", add),
        ...permissions("Remove", remove),
      };
      const isBoth = add.length > 0 && remove.length > 0;
      const special = isBoth ? { errors: errorsOfBoth } : {};
      const answer = await call(region, action, parameters, options, special);
      // The model of the vendor's SDK has no answer here, its page has this one.
      if ((answer.return ?? "true") !== "true") throw unexpectedResponse(action, "a return that is not true");
    },

    /** Asked without Owner.1, so that an image of another account is not taken for one that is gone. */
    async imageCondition({ region = "", imageId }, options): Promise<ImageCondition> {
      const action = "DescribeImages";
      try {
        const answer = await call(region, action, { "ImageId.1": imageId }, options);
        const found = findImage(action, imagesIn(action, answer), imageId, undefined);
        return (found && conditionOf(found)) ?? { kind: "gone" };
      } catch (error) {
        if (isGone(error)) return { kind: "gone" };
        throw error;
      }
    },

    async listImages(region = "", page, options): Promise<ImagePage> {
      const action = "DescribeImages";
      const parameters = {
        "Owner.1": "self",
        MaxResults: String(PAGE_SIZE),
        ...(page === undefined ? {} : { NextToken: page }),
      };
      const answer = await call(region, action, parameters, options);
      const images = imagesIn(action, answer).flatMap((entry) => {
        const condition = conditionOf(entry);
        return condition === undefined ? [] : [listedImage(entry, entry.name, condition)];
      });
      const next = answer.nextToken ?? "";
      if (typeof next !== "string") throw unexpectedResponse(action, "with a nextToken that is no text");
      if (next === "") return { images };
      if (next === page) {
        throw unexpectedResponse(action, "with a page that announces itself as the next one");
      }
      return { images, next };
    },

    /** The regions that are enabled for the account: the others answer no call. Asked of a region of the partition. */
    async listRegions(_page, options): Promise<RegionPage> {
      const action = "DescribeRegions";
      const answer = await call(homeRegion(), action, {}, options);
      return { regions: regionsIn(action, itemsOf(answer.regionInfo), "regionName") };
    },

    callerAccount: (region, options) => callerAccount(connected, region, options),
  };
}

/** The snapshots behind an image: an answer without the image is no answer. */
async function lookUpSnapshots(
  call: CallAction,
  region: string,
  imageId: string,
  options: CallOptions,
): Promise<AccountPage> {
  const action = "DescribeImages";
  const answer = await call(region, action, { "ImageId.1": imageId }, options);
  const image = findImage(action, imagesIn(action, answer), imageId, undefined);
  if (image === undefined) throw unexpectedResponse(action, `without the image ${imageId}`);
  const snapshots = snapshotsOf(action, image);
  const next = pageOfSnapshots(snapshots);
  return { accounts: [], snapshots, ...(next === undefined ? {} : { next }) };
}

/** As the vendor's tools find the region of a call that names none. Partitions have regions of their own. */
function homeRegion(): string {
  return process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || "us-east-1";
}

/** `LaunchPermission.Add.1.UserId`: each an item of its own. */
function permissions(direction: "Add" | "Remove", list: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    list.map((grantee, index) => [
      `LaunchPermission.${direction}.${index + 1}.${memberOf[kindOf(grantee)] ?? "UserId"}`,
      grantee,
    ]),
  );
}

/** Whether an argument can list an ARN; others are reported alone. */
function isListable(arn: string): boolean {
  return grantees.some(({ kind, format }) => kind !== "account" && format?.pattern.test(arn) === true);
}

/** The first of these members that has a text. */
function textIn(entry: unknown, members: readonly string[]): string | undefined {
  for (const name of members) {
    const value = member(entry, name);
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
}

function imagesIn(action: string, answer: unknown): readonly ImageEntry[] {
  const entries = itemsOf(member(answer, "imagesSet"))?.map((entry) =>
    isRecord(entry) ? { ...entry, ImageId: entry.imageId } : entry,
  );
  return imageEntries(action, entries);
}

/** Undefined for an image that was deregistered and is still shown for a while. */
function conditionOf(entry: ImageEntry): PresentCondition | undefined {
  const state = requiredString("DescribeImages", entry, "imageState");
  if (state === "deregistered") return undefined;
  if (state === "available") return { kind: "usable" };
  return { kind: state === "pending" ? "busy" : "unusable", state };
}

/** The vendor answers both codes for images that were deregistered. */
function isGone(error: unknown): boolean {
  if (!(error instanceof VendorError)) return false;
  return error.meaning === "image-gone" || error.code === "InvalidAMIID.Unavailable";
}
