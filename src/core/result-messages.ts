/** Lines about results: after an apply, a delete or a refresh. Each line begins with the image. */
import { type AccountId, difference, formatAccounts, formatGains, ofKind } from "./accounts";
import type { VendorError } from "./errors";
import { kindOf } from "./grantees";
import type { RevokeRequest } from "./share-request";
import { type ImageTarget, imageLabel } from "./target";

/** The result of a delete. */
export type Revoked =
  | {
      readonly kind: "revoked";
      /** Accounts that the delete was to remove. */
      readonly planned: ReadonlySet<AccountId>;
      /** Planned accounts that still have access, as read back. */
      readonly stillShared: readonly AccountId[];
      readonly closed: ReadonlyMap<AccountId, VendorError>;
      /** Accounts that keep access: never listed, listed by another resource, or protected. */
      readonly foreign: readonly AccountId[];
      readonly claimed: readonly AccountId[];
      readonly guarded: readonly AccountId[];
    }
  /** `keys`: the keys that did not find the image, if known. */
  | { readonly kind: "image-gone"; readonly keys: string | undefined };

/** Lines about a delete: accounts that lost access, and accounts that keep it, with the reason. */
export function revokedLines({ target, owned }: RevokeRequest, revoked: Revoked): string[] {
  if (revoked.kind === "image-gone") return imageNotFoundOnDeleteLines(target, owned, revoked.keys);
  return [
    ...changeLines(target, revoked.planned, new Set(revoked.stillShared)),
    ...closedLines(target, revoked.closed),
    ...remainingAccessLines(target, revoked),
  ];
}

/** Lines of a refresh: access that changed outside of Pulumi since the last run; empty without changes. */
export function refreshLines(
  target: ImageTarget,
  known: { readonly owned: readonly AccountId[]; readonly foreign: readonly AccountId[] },
  live: ReadonlySet<AccountId>,
): string[] {
  return changeLines(target, new Set([...known.owned, ...known.foreign]), live, " outside of Pulumi");
}

/** The line of a refresh about an image that is gone. @param keys the keys of the read */
export function droppedFromStateLine(
  target: ImageTarget,
  keys: string,
  owned: readonly AccountId[] = [],
): string {
  return (
    `${imageLabel(target)}: image not found any more, or not visible to these credentials (${keys}): the share is ` +
    `dropped from state${snapshotsOutlive(owned)}`
  );
}

function exceptSnapshots(owned: readonly AccountId[]): AccountId[] {
  return owned.filter((grantee) => kindOf(grantee) !== "snapshot");
}

/** Snapshots stay when their image is deregistered, with the access that was given to them. */
function snapshotsOutlive(owned: readonly AccountId[]): string {
  const left = ofKind("snapshot", owned);
  return left.length === 0
    ? ""
    : `. Snapshots outlive their image, and may still be shared: ${formatAccounts(left)}`;
}

/** Lines about access that changed, according to the cloud; empty without changes. @param how for example " outside of Pulumi" */
export function changeLines(
  target: ImageTarget,
  before: ReadonlySet<AccountId>,
  after: ReadonlySet<AccountId>,
  how = "",
): string[] {
  const lines: string[] = [];
  const [gained, lost] = [difference(after, before), difference(before, after)];
  if (lost.length > 0) lines.push(`${imageLabel(target)}: lost access${how}: ${formatAccounts(lost)}`);
  // Who gained access outside of Pulumi may be nobody that the program names.
  const names = how === "" ? formatGains(gained) : formatAccounts(gained);
  if (gained.length > 0) lines.push(`${imageLabel(target)}: gained access${how}: ${names}`);
  return lines;
}

/**
 * The lines of a delete about an image that was not found; empty if state names no account.
 *
 * @param keys the keys of the read
 */
export function imageNotFoundOnDeleteLines(
  target: ImageTarget,
  owned: readonly AccountId[],
  keys?: string,
): string[] {
  const whose = keys === undefined ? "" : ` (${keys})`;
  return owned.length === 0
    ? []
    : [
        `${imageLabel(target)}: warning: image not found, or not visible to these credentials${whose}: if it ` +
          `still exists, it is still shared with: ${formatAccounts(exceptSnapshots(owned))}${snapshotsOutlive(owned)}`,
      ];
}

/**
 * Lines about accounts that keep access after a delete, with the reason.
 *
 * @param left `claimed`: accounts that another resource, or this one's replacement, lists
 */
export function remainingAccessLines(
  target: ImageTarget,
  left: { foreign: readonly AccountId[]; claimed: readonly AccountId[]; guarded: readonly AccountId[] },
): string[] {
  const lines: string[] = [];
  const say = (accounts: readonly AccountId[], why: string) => {
    if (accounts.length > 0)
      lines.push(`${imageLabel(target)}: warning: ${why}: ${formatAccounts(accounts)}`);
  };
  say(left.foreign, "still shared with accounts that this resource never listed");
  say(left.claimed, "still shared because the program lists them");
  say(left.guarded, "still shared because protectedAccounts protects them");
  return lines;
}

/** Lines about accounts that have access and cannot be removed, because they do not exist according to the vendor. */
export function closedLines(target: ImageTarget, closed: ReadonlyMap<AccountId, VendorError>): string[] {
  return [...closed].map(
    ([account, { code = "", message }]) =>
      `${imageLabel(target)}: warning: still shared with ${formatAccounts([account])}, which does not exist according to ` +
      `the vendor (${code}: ${message.replace(/\.$/, "")}). Nothing is left to do; if the account opens again, unshare ` +
      "the image in the vendor's console",
  );
}
