/** What is said of what has happened: after an apply, a delete or a refresh. Each line begins with the image. */
import { type AccountId, difference, formatAccounts } from "./accounts";
import type { VendorError } from "./errors";
import type { RevokeRequest } from "./share-request";
import { type ImageTarget, imageLabel } from "./target";

/** What came of a delete. */
export type Revoked =
  | {
      readonly kind: "revoked";
      /** Who was to lose access. */
      readonly planned: ReadonlySet<AccountId>;
      /** Of these, who has it all the same, as read back. */
      readonly stillShared: readonly AccountId[];
      readonly closed: ReadonlyMap<AccountId, VendorError>;
      /** Who has access for other reasons: never listed, listed elsewhere in the program, protected. */
      readonly foreign: readonly AccountId[];
      readonly claimed: readonly AccountId[];
      readonly guarded: readonly AccountId[];
    }
  /** `keys`: whose keys did not find it, where the cloud says. */
  | { readonly kind: "image-gone"; readonly keys: string | undefined };

/** Who lost access by a delete, and who still has it and why. */
export function revokedLines({ target, owned }: RevokeRequest, revoked: Revoked): string[] {
  if (revoked.kind === "image-gone") return imageNotFoundOnDeleteLines(target, owned, revoked.keys);
  return [
    ...changeLines(target, revoked.planned, new Set(revoked.stillShared)),
    ...closedLines(target, revoked.closed),
    ...remainingAccessLines(target, revoked),
  ];
}

/** What was done outside since the resource last looked, as a refresh finds it; none when nothing was. */
export function refreshLines(
  target: ImageTarget,
  known: { readonly owned: readonly AccountId[]; readonly foreign: readonly AccountId[] },
  live: ReadonlySet<AccountId>,
): string[] {
  return changeLines(target, new Set([...known.owned, ...known.foreign]), live, " outside of Pulumi");
}

/** What a refresh says of an image that is gone. @param keys used to look */
export function droppedFromStateLine(target: ImageTarget, keys: string): string {
  return (
    `${imageLabel(target)}: image not found any more, or not visible to these credentials (${keys}): the share is ` +
    "dropped from state"
  );
}

/** What has changed, according to the cloud; none when nothing has. @param how it came about, where that is news */
export function changeLines(
  target: ImageTarget,
  before: ReadonlySet<AccountId>,
  after: ReadonlySet<AccountId>,
  how = "",
): string[] {
  const lines: string[] = [];
  const [gained, lost] = [difference(after, before), difference(before, after)];
  if (lost.length > 0) lines.push(`${imageLabel(target)}: lost access${how}: ${formatAccounts(lost)}`);
  if (gained.length > 0) lines.push(`${imageLabel(target)}: gained access${how}: ${formatAccounts(gained)}`);
  return lines;
}

/**
 * What a delete has to say of an image that it did not find; nothing when nobody had access by state.
 *
 * @param keys used to look
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
          `still exists, it is still shared with: ${formatAccounts(owned)}`,
      ];
}

/**
 * What a delete leaves behind, and why.
 *
 * @param left `claimed`: whom the program lists, in another resource or in the one that replaces this one
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

/** Accounts that the vendor lists, will not take access from, and says do not exist. */
export function closedLines(target: ImageTarget, closed: ReadonlyMap<AccountId, VendorError>): string[] {
  return [...closed].map(
    ([account, { code = "", message }]) =>
      `${imageLabel(target)}: warning: still shared with ${formatAccounts([account])}, which does not exist according to ` +
      `the vendor (${code}: ${message.replace(/\.$/, "")}). Nothing is left to do; if the account opens again, unshare ` +
      "the image in the vendor's console",
  );
}
