/**
 * The EBS snapshots behind an AMI, and who may create volumes from them.
 *
 * Rests on the vendor's pages for ModifySnapshotAttribute ("You can make up to 500 modifications to a snapshot in a single
 * operation", and not add and remove in one), DescribeSnapshotAttribute and CreateVolumePermission: a permission is for
 * an account or for the group `all`, never for an organisation.
 */
import type { AccountPage, CallOptions } from "../../core/backend";
import { VendorError } from "../../core/errors";
import type { Write } from "../../core/schedule";
import type { ErrorMeaning } from "../../core/service-facts";
import { accountOf, onSnapshot, snapshotOf } from "../../core/snapshots";
import { itemsOf } from "../aws/xml";
import { accountsIn, type ImageEntry } from "../images";
import { isRecord, member } from "../json";
import { assertEcho, unexpectedResponse } from "../vendor-errors";
import { errors } from "./errors";

/** Calls an action of EC2 in a region. */
export type CallAction = (
  region: string,
  action: string,
  parameters: Readonly<Record<string, string>>,
  options: CallOptions,
  special?: { readonly errors?: Readonly<Record<string, ErrorMeaning>> },
) => Promise<Readonly<Record<string, unknown>>>;

const SNAPSHOT_ID = /^snap-[0-9a-f]+$/;

/**
 * The codes of calls about a snapshot. A snapshot that is not found is not an image that is not found: its share must not
 * be dropped for it.
 */
const snapshotErrors: Readonly<Record<string, ErrorMeaning>> = {
  ...errors,
  "InvalidSnapshot.NotFound": "permanent",
  // No page says what a strange account is answered with.
  "InvalidUserID.Malformed": "account-refused",
};

/** The page of a read that looks the snapshots up; other pages are the snapshots that are left to read. */
const LOOKUP = "snapshots";

/** The page after the one of the image itself. @param ids the image's snapshots; undefined if they are not known */
export function pageOfSnapshots(ids: readonly string[] | undefined): string | undefined {
  return ids === undefined ? LOOKUP : ids.length === 0 ? undefined : ids.join(",");
}

/** The page of the lookup. */
export function isLookup(page: string): boolean {
  return page === LOOKUP;
}

/** The snapshots of an image, in the answer of DescribeImages; empty for an image that is not backed by EBS. */
export function snapshotsOf(action: string, image: ImageEntry): string[] {
  const mappings = itemsOf(image.blockDeviceMapping ?? "");
  if (mappings === undefined) throw unexpectedResponse(action, "with block devices that are no list");
  const ids = mappings.flatMap((mapping) => {
    const id = member(mapping, "ebs", "snapshotId");
    if (id === undefined || id === "") return [];
    if (typeof id === "string" && SNAPSHOT_ID.test(id)) return [id];
    throw unexpectedResponse(action, "with a block device whose snapshotId is no ID of a snapshot");
  });
  return [...new Set(ids)].sort();
}

/** Who has access to the first snapshot of a page. */
export async function describeSnapshot(
  call: CallAction,
  region: string,
  page: string,
  options: CallOptions,
): Promise<AccountPage> {
  const [snapshot = "", ...others] = page.split(",");
  const action = "DescribeSnapshotAttribute";
  const parameters = { SnapshotId: snapshot, Attribute: "createVolumePermission" };
  const answer = await explained(snapshot, () =>
    call(region, action, parameters, options, { errors: snapshotErrors }),
  );
  assertEcho(action, answer, { snapshotId: snapshot });
  const entries = itemsOf(answer.createVolumePermission);
  if (entries === undefined) throw unexpectedResponse(action, "without a list of permissions");
  const ofAccounts = entries.filter((entry) => !isRecord(entry) || entry.group === undefined);
  const accounts = accountsIn(action, ofAccounts, "userId");
  const next = pageOfSnapshots(others);
  return {
    accounts: accounts.map((account) => onSnapshot(snapshot, account)),
    ...(entries.some((entry) => member(entry, "group") === "all") ? { publicSnapshot: snapshot } : {}),
    ...(next === undefined ? {} : { next }),
  };
}

/**
 * Adds accounts to one snapshot, or removes them: the vendor refuses both in one call. Of the page's two forms, this is the
 * one that has one direction, and that moto knows as well.
 */
export async function writeSnapshot(
  call: CallAction,
  region: string,
  { add, remove }: Write,
  options: CallOptions,
): Promise<void> {
  const action = "ModifySnapshotAttribute";
  const snapshot = snapshotOf([...add, ...remove][0] ?? "") ?? "";
  const parameters = {
    SnapshotId: snapshot,
    Attribute: "createVolumePermission",
    OperationType: add.length > 0 ? "add" : "remove",
    ...Object.fromEntries([...add, ...remove].map((one, index) => [`UserId.${index + 1}`, accountOf(one)])),
  };
  const answer = await explained(snapshot, () =>
    call(region, action, parameters, options, { errors: snapshotErrors }),
  );
  if ((answer.return ?? "true") !== "true") throw unexpectedResponse(action, "a return that is not true");
}

/** What an owner of the image can do about refusals of one of its snapshots. */
const explanations: Readonly<Record<string, string>> = {
  OperationNotPermitted:
    "a snapshot under the default key of EBS cannot be shared: copy the image under a key of your own, and share that one",
  InvalidParameter:
    "a snapshot under the default key of EBS cannot be shared: copy the image under a key of your own, and share that one",
  "InvalidSnapshot.NotFound": "the image refers to a snapshot that these keys do not find",
  AuthFailure: "the snapshot may belong to another account, and only its owner can share it",
  UnauthorizedOperation:
    "snapshots: true needs ec2:DescribeSnapshotAttribute and ec2:ModifySnapshotAttribute as well",
};

/** Names the snapshot and what to do, because the vendor's words may do neither. */
async function explained<Answer>(snapshot: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    const why = error instanceof VendorError ? explanations[error.code ?? ""] : undefined;
    if (!(error instanceof VendorError) || why === undefined) throw error;
    const { meaning, action, code, requestId, retryAfterMs, retryable } = error;
    const said = error.message.replace(/\.$/, "");
    const message = `${said} (${snapshot}: ${why}; or leave snapshots out, and the image is shared without it)`;
    throw new VendorError({
      ...{ meaning, action, code, requestId, retryAfterMs, retryable },
      message,
      cause: error,
    });
  }
}
