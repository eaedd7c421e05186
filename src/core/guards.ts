/** Refuses plans that pass the limits of the vendor or of the user. */
import {
  type AccountId,
  countedOnly,
  difference,
  formatAccounts,
  OWN_ECS,
  ofKind,
  sortedUnique,
} from "./accounts";
import { type ApprovedChanges, exceeds } from "./approval";
import type { GuardTopic } from "./error-topics";
import { isAccount, isCounted } from "./grantees";
import type { Plan } from "./plan";
import { accountOf, accountsBehind, exceptAccounts } from "./snapshots";

export interface GuardPolicy {
  readonly protectedAccounts: readonly AccountId[];
  /** How many accounts may lose access in one run; absent: no limit. */
  readonly maxRemovals?: number;
  /** Whether to refuse removals above {@link LARGE_REMOVAL}: for updates without `maxRemovals`. */
  readonly refusesLargeRemovals?: boolean;
  /** Replaces a lower `maxRemovals` for this run alone (IMAGE_SHARE_MAX_REMOVALS). */
  readonly removalsOverride?: number;
  /**
   * Set if the program omits `exclusive` and the default was never in effect: the accounts that it listed before. No
   * other account loses access.
   */
  readonly onlyListedBefore?: readonly AccountId[] | undefined;
  /** Accounts that another resource of the same program lists for the image. */
  readonly listedElsewhere?: readonly AccountId[];
  /** Whether to refuse a plan that leaves no account: for a list that is not empty, but names only the owner. */
  readonly refusesEmpty?: boolean;
  /** How many accounts the image can be shared with, if known. */
  readonly accountLimit?: number;
  /** The configuration key that overrides `accountLimit`. */
  readonly limitKey?: string;
  /** Whether `accountLimit` comes from the configuration, and not from the vendor's page. */
  readonly isLimitConfigured?: boolean;
  /** The approved changes of the image; absent if the run needs no approval. */
  readonly approved?: ApprovedChanges | undefined;
  /** How many accounts had access before the run, to the image or to a snapshot of it, without the own ECS; absent: those in the plan. */
  readonly liveBefore?: number;
  /** How many grantees have access that are not managed: they count towards the limit. */
  readonly unmanaged?: number;
}

/** A reason to refuse a plan: a sentence that says what to do, and its topic. */
export interface Refusal {
  readonly reason: string;
  readonly topic: GuardTopic;
}

/**
 * The limit without `maxRemovals`: more than `percent` of an image's accounts, if the image has at least
 * `fromAccounts`. A list that was read only in part loses more.
 */
const LARGE_REMOVAL = { percent: 30, fromAccounts: 10 } as const;

/** The environment variable that allows one run more removals than the program and the configuration do. */
export const REMOVALS_VARIABLE = "IMAGE_SHARE_MAX_REMOVALS";

/** Reasons to refuse the plan; empty when it may go ahead. */
export function refusals(plan: Plan, guards: GuardPolicy): Refusal[] {
  return [
    ...beyondApproval(plan, guards),
    ...revokingProtected(plan, guards),
    ...revokingListedElsewhere(plan, guards),
    ...revokingByDefault(plan, guards),
    ...revokingEverybody(plan, guards),
    ...revokingTooMany(plan, guards),
    ...revokingLargePart(plan, guards),
    ...passingTheLimit(plan, guards),
  ];
}

/** A change that the approval does not hold needs another review. */
function beyondApproval(plan: Plan, { approved }: GuardPolicy): Refusal[] {
  if (approved === undefined) return [];
  const { gains, losses } = exceeds(approved, plan);
  const parts = [
    losses.length > 0 ? `take access from ${formatAccounts(losses)}` : "",
    gains.length > 0 ? `give access to ${formatAccounts(gains)}` : "",
  ].filter((part) => part !== "");
  return refusal(
    parts.length > 0,
    "not-approved",
    `it would ${parts.join(" and ")}, which ${approved.file} does not show: review the preview again, and approve it`,
  );
}

function revokingProtected({ remove }: Plan, { protectedAccounts }: GuardPolicy): Refusal[] {
  const hit = ofAccounts(remove, protectedAccounts);
  return refusal(
    hit.length > 0,
    "protected-accounts",
    `it would revoke ${formatAccounts(hit)}, which protectedAccounts protects: list them in accounts, ` +
      "or take them out of protectedAccounts first",
  );
}

function revokingListedElsewhere({ remove }: Plan, { listedElsewhere }: GuardPolicy): Refusal[] {
  const contested = ofAccounts(remove, listedElsewhere);
  return refusal(
    contested.length > 0,
    "two-resources",
    `it would revoke ${formatAccounts(contested)}, which another resource of this program lists for the same image: ` +
      "merge the two into one, or set exclusive: false in both",
  );
}

/** Protected accounts, contested accounts and `shareToEcs: false` are excluded, because other guards or the program decide. */
function revokingByDefault({ remove }: Plan, guards: GuardPolicy): Refusal[] {
  const { protectedAccounts, listedElsewhere = [], onlyListedBefore } = guards;
  if (onlyListedBefore === undefined) return [];
  const named = new Set([...onlyListedBefore, OWN_ECS]);
  const strangers = difference(exceptAccounts(remove, [...protectedAccounts, ...listedElsewhere]), named);
  return refusal(
    strangers.length > 0,
    "exclusive-not-written",
    `it would revoke ${formatAccounts(strangers)}, found on the image and not listed, and exclusive is not written: ` +
      "list them, write exclusive: true to revoke them, or exclusive: false to let them keep access",
  );
}

/** Check refuses an empty list. A list of the owner alone has the same effect, and is refused here. */
function revokingEverybody({ add, keep, remove }: Plan, { refusesEmpty = false }: GuardPolicy): Refusal[] {
  const revoked = ofKind("account", remove);
  return refusal(
    refusesEmpty && revoked.length > 0 && ofKind("account", [...add, ...keep]).length === 0,
    "empty-list",
    `it would revoke ${formatAccounts(revoked)}, and accounts lists only the owner of the image, which needs no ` +
      "share: list another account, or set allowEmpty: true if that is what you want",
  );
}

/** An account that loses access to the image and to its snapshots counts once. */
function revokingTooMany({ remove }: Plan, { maxRemovals, removalsOverride = 0 }: GuardPolicy): Refusal[] {
  const accounts = accountsBehind(remove);
  return refusal(
    maxRemovals !== undefined && accounts.length > Math.max(maxRemovals, removalsOverride),
    "max-removals",
    `it would revoke ${counted(accounts)} (${formatAccounts(remove)}) and maxRemovals is ${maxRemovals}: ` +
      `raise maxRemovals, or set ${REMOVALS_VARIABLE} for this one run (it counts all images)`,
  );
}

function revokingLargePart(plan: Plan, guards: GuardPolicy): Refusal[] {
  const remove = countedOnly(accountsBehind(plan.remove));
  const live = guards.liveBefore ?? countedOnly(accountsBehind([...plan.remove, ...staying(plan)])).length;
  const isLarge = live >= LARGE_REMOVAL.fromAccounts && remove.length * 100 > live * LARGE_REMOVAL.percent;
  return refusal(
    guards.refusesLargeRemovals === true && isLarge && remove.length > (guards.removalsOverride ?? 0),
    "large-removal",
    `it would revoke ${remove.length} of ${counted(remove, live)} (${formatAccounts(plan.remove)}), more than ` +
      `${LARGE_REMOVAL.percent} %, and maxRemovals is not written: write maxRemovals: ${remove.length} if that is ` +
      `what you want, or set ${REMOVALS_VARIABLE} for this one run (it counts all images)`,
  );
}

/** Grantees of these accounts, on the image or on its snapshots. */
function ofAccounts(grantees: readonly AccountId[], accounts: readonly AccountId[] = []): AccountId[] {
  const wanted = new Set(accounts);
  return sortedUnique(grantees).filter((grantee) => wanted.has(accountOf(grantee)));
}

/** Accounts that have access and keep it, for any reason. */
function staying({ keep, foreign, handedOver = [], closed = [] }: Plan): AccountId[] {
  return [...keep, ...foreign, ...handedOver, ...closed];
}

function passingTheLimit(plan: Plan, guards: GuardPolicy): Refusal[] {
  const { accountLimit } = guards;
  const { unmanaged = 0 } = guards;
  const foreign = countedOnly(plan.foreign).length + unmanaged;
  const after = countedOnly([...plan.add, ...staying(plan)]);
  return refusal(
    accountLimit !== undefined && countedOnly(plan.add).length > 0 && after.length + unmanaged > accountLimit,
    "account-limit",
    `${counted(after, after.length + unmanaged)} would have access (${foreign} of them foreign) and ` +
      limitAndAdvice({ ...guards, accountLimit: accountLimit ?? 0 }, "the vendor's limit is"),
  );
}

/**
 * The end of a message about too many accounts: the limit, its source, and what to do.
 *
 * @param documented the first words if the limit is the vendor's
 */
export function limitAndAdvice(
  limit: { readonly accountLimit: number } & Pick<GuardPolicy, "limitKey" | "isLimitConfigured">,
  documented: string,
): string {
  const { accountLimit, limitKey, isLimitConfigured } = limit;
  if (isLimitConfigured) return `${limitKey} is ${accountLimit}: list fewer, or raise it`;
  const more = limitKey === undefined ? "" : `, or set ${limitKey} if the vendor allows you more`;
  return `${documented} ${accountLimit} per image: list fewer${more}`;
}

export function refusal(isSo: boolean, topic: GuardTopic, reason: string): Refusal[] {
  return isSo ? [{ topic, reason }] : [];
}

/** "1 account", "2 accounts"; "2 grantees" where one of them is of another kind. */
export function counted(grantees: readonly unknown[], count = grantees.length): string {
  const isOther = (one: unknown) => typeof one === "string" && isCounted(one) && !isAccount(one);
  return `${count} ${grantees.some(isOther) ? "grantee" : "account"}${count === 1 ? "" : "s"}`;
}
