/**
 * Restores access: for accounts that a run removed before one of its additions failed, and for accounts
 * that lost access outside of Pulumi, if a guard forbids the rest of the plan.
 */
import { type AccountId, countedOnly, difference, intersection } from "../core/accounts";
import type { ErrorTopic } from "../core/error-topics";
import { describeAccessKept, ShareError } from "../core/errors";
import { isCounted } from "../core/grantees";
import type { GuardPolicy } from "../core/guards";
import { nearMisses } from "../core/near-miss";
import { type Goal, planShare } from "../core/plan";
import { reactionTo } from "../core/reactions";
import { accountCount, type Write } from "../core/schedule";
import type { OperationContext } from "./context";
import { limitOf, type RunRecord } from "./run-record";

type Accounts = ReadonlySet<AccountId>;

/** Adds accounts to those of `recentRead`, or of a read. */
export type Share = (
  context: OperationContext,
  accounts: readonly AccountId[],
  recentRead?: Accounts,
) => Promise<{
  /** Who had access before the first addition. */
  readonly before: Accounts;
  /** Who has access afterwards. */
  readonly live: Accounts;
}>;

/** The time for restoring access after the operation's own deadline. */
const GIVE_BACK_MS = 30_000;

/** What is known about the access to an image. */
interface Known {
  /** Accounts that have, or may have, access. */
  readonly live: Accounts;
  /** Writes that may have been carried out, and that no read confirmed. */
  readonly unverified: readonly Write[];
}

/** The result of restoring access. */
export interface Restored extends Known {
  readonly attempted: readonly AccountId[];
  /** Accounts that have access again, as read back. */
  readonly returned: readonly AccountId[];
  /** Why it failed, as the end of a sentence without its full stop. */
  readonly failure?: string;
}

/** A guard stops the plan, but accounts of earlier runs get access back, if the image has room. */
export async function restoredForRetry(
  context: OperationContext,
  { accountLimit = Number.POSITIVE_INFINITY }: GuardPolicy,
  returning: readonly AccountId[],
  live: Accounts,
  share: Share,
): Promise<Restored> {
  const fitting = firstThatFit(returning, accountLimit - (context.unmanaged?.() ?? 0), live);
  return restoreAccess(context, fitting, { live, unverified: [] }, share);
}

/**
 * The error of a run that wrote, after access was restored. If an addition is missing, accounts that the
 * run removed get access back, if the image has room.
 */
export async function withRestoredAccess(
  context: OperationContext,
  run: { readonly goal: Goal; readonly guards: GuardPolicy; readonly record: RunRecord },
  error: ShareError,
  share: Share,
): Promise<ShareError> {
  if (error.live === undefined || error.topic === "image-gone") return error;
  const said = error.message.replace(/\.?$/, ".");
  let known: Known = { live: error.live, unverified: error.unverified };
  let found = restoration(context, run, known);
  if (found.missing.length === 0) return error;
  let rescue: Restored | undefined;
  if (known.unverified.length > 0 && found.accounts.length > 0) {
    // One more read may show that no addition is missing.
    const read = await shareInGrace(context, [], known, share);
    if (read.failure !== undefined) rescue = read;
    known = read;
    found = restoration(context, run, known);
    if (found.missing.length === 0) {
      const message = `${said} A later read shows that every listed account has access.`;
      return new ShareError(message, error.topic, { ...known, wrote: true, cause: error.cause });
    }
  }
  rescue ??= await restoreAccess(context, found.accounts, known, share);
  const { live, unverified } = rescue;
  const seenAfter = confirmedAccess(rescue);
  const { lost, missing } = found;
  const kept = planShare(seenAfter, run.goal).remove;
  const message = `${said} ${describeAccessKept({
    kept,
    returned: rescue.returned,
    gone: difference(lost, live),
    doubtful: difference(intersection(lost, live), seenAfter),
    why: rescue.failure ?? "the image has no room for them",
    nearMisses: mayBeTheAccounts(error.topic) ? nearMisses(missing, [...lost, ...kept]) : [],
  })}`.trimEnd();
  return new ShareError(message, error.topic, { live, wrote: true, unverified, cause: error.cause });
}

/** Which additions are missing, which accounts lost access in this run, and those of them for which there is room. */
function restoration(
  { unmanaged }: OperationContext,
  { goal, guards, record }: { readonly goal: Goal; readonly guards: GuardPolicy; readonly record: RunRecord },
  known: Known,
) {
  const seen = confirmedAccess(known);
  const missing = planShare(seen, goal).add;
  const lost = difference(intersection(record.revoked, record.initial), seen);
  // The image has room for as many accounts as it had at the start of the run.
  const others = unmanaged?.() ?? 0;
  const capacity = Math.max(limitOf(guards, record) - others, accountCount(record.initial));
  const first = new Set(goal.owned);
  const byRank = [...intersection(lost, first), ...difference(lost, first)];
  return { missing, lost, accounts: firstThatFit(byRank, capacity, seen) };
}

/** Whether a misspelled account can be the reason of a failure. */
function mayBeTheAccounts(topic: ErrorTopic): boolean {
  return topic !== "cancelled" && reactionTo(topic)?.mayBeTheAccounts !== false;
}

/** Accounts that certainly have access. */
function confirmedAccess({ live, unverified }: Known): Accounts {
  const doubtful = unverified.flatMap(({ add, remove }) => [...add, ...remove]);
  return new Set(difference(live, new Set(doubtful)));
}

/** The first accounts, as many as the image has room for. */
function firstThatFit(accounts: readonly AccountId[], capacity: number, seen: Accounts): AccountId[] {
  const room = Math.max(0, capacity - accountCount(seen));
  const others = accounts.filter((account) => !isCounted(account));
  return [...others, ...countedOnly(accounts).slice(0, room)];
}

async function restoreAccess(
  context: OperationContext,
  accounts: readonly AccountId[],
  known: Known,
  share: Share,
): Promise<Restored> {
  if (accounts.length === 0) return { ...known, attempted: [], returned: [] };
  return shareInGrace(context, accounts, known, share);
}

/** Without accounts, it reads and writes nothing. */
async function shareInGrace(
  context: OperationContext,
  accounts: readonly AccountId[],
  known: Known,
  share: Share,
): Promise<Restored> {
  const deadline = Math.max(context.deadline, context.clock.now() + GIVE_BACK_MS);
  // Unconfirmed writes need a read first.
  const recentRead = known.unverified.length === 0 ? known.live : undefined;
  try {
    // A cancelled run still restores access, within the same grace period as a write.
    const inGrace = { ...context, deadline, signal: context.writeSignal };
    const { before, live } = await share(inGrace, accounts, recentRead);
    const returned = difference(intersection(accounts, live), before);
    return { live, unverified: [], attempted: accounts, returned };
  } catch (error) {
    if (!(error instanceof ShareError)) throw error;
    const after = error.live === undefined ? known : { live: error.live, unverified: error.unverified };
    return {
      ...after,
      attempted: accounts,
      returned: intersection(accounts, confirmedAccess(after)),
      failure: `giving it back failed: ${error.message.replace(/\.$/, "")}`,
    };
  }
}
