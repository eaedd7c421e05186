/**
 * Gives access back: to accounts that a run took it from before one of its additions went wrong, and to accounts
 * that lost it outside of Pulumi where a guard forbids everything else.
 */
import { type AccountId, accountList, within, without } from "../core/accounts";
import { describeAccessKept, ShareError } from "../core/errors";
import type { GuardPolicy } from "../core/guards";
import { nearMisses } from "../core/near-miss";
import { type Goal, planShare } from "../core/plan";
import { accountCount, type Write } from "../core/schedule";
import type { OperationContext } from "./context";
import { limitOf, type RunRecord } from "./run-record";

type Accounts = ReadonlySet<AccountId>;

/** Shares the image with accounts besides those of `opening`, or of a read; returns who has access then. */
type Share = (
  context: OperationContext,
  accounts: readonly AccountId[],
  opening?: Accounts,
) => Promise<Accounts>;

/** How long giving access back may take when the operation's own time is over. */
const GIVE_BACK_MS = 30_000;

/** What came of giving access back. */
export interface Rescue {
  /** Who has access afterwards, as far as is known. */
  readonly live: Accounts;
  readonly attempted: readonly AccountId[];
  readonly returned: readonly AccountId[];
  /** Why it did not succeed, as the end of a sentence. */
  readonly failure?: string;
  readonly unseen: readonly Write[];
}

/** A guard stops the plan, and not what the program has given before: as far as the image has room. */
export async function rescued(
  context: OperationContext,
  { accountLimit = Number.POSITIVE_INFINITY }: GuardPolicy,
  returning: readonly AccountId[],
  live: Accounts,
  share: Share,
): Promise<Rescue> {
  const room = Math.max(0, accountLimit - accountCount(live));
  return giveBack(context, returning.slice(0, room), live, live, share);
}

/**
 * The error of a run that wrote, once nobody lost access for nothing: where an addition is missing, those whom the
 * run took access from get it back, as far as there is room.
 */
export async function withRestoredAccess(
  context: OperationContext,
  { goal, policy }: { readonly goal: Goal; readonly policy: GuardPolicy },
  record: RunRecord,
  error: ShareError,
  share: Share,
): Promise<ShareError> {
  if (error.live === undefined || error.topic === "image-gone") return error;
  const unseen = {
    add: error.unseen.flatMap(({ add }) => add),
    remove: error.unseen.flatMap(({ remove }) => remove),
  };
  const seen = new Set(without(error.live, new Set(unseen.add)));
  const missing = without(goal.listed, seen);
  if (missing.length === 0) return error;
  const lost = lostAccess(record, seen, unseen.remove);
  const rescue = await giveBack(
    context,
    fitting(lost, goal.owned, policy, record, seen),
    error.live,
    openingOf(error),
    share,
  );
  const { live } = rescue;
  const gone = without(lost, live);
  const kept = planShare(live, goal).remove;
  const said = error.message.replace(/([^.?])$/, "$1.");
  const message = `${said} ${describeAccessKept({
    kept,
    returned: rescue.returned,
    gone,
    why: rescue.failure ?? "the image has no room for them",
    nearMisses: nearMisses(missing, accountList([...lost, ...kept])),
  })}`.trimEnd();
  // What a read has shown since is not in doubt any more.
  const inDoubt =
    rescue.attempted.length > 0 && rescue.failure === undefined ? [] : [...error.unseen, ...rescue.unseen];
  return new ShareError(message, error.topic, { live, wrote: true, unseen: inDoubt, cause: error.cause });
}

/** Who had access before the run and, because of it, has none, or may have none. */
function lostAccess(
  { initial, revoked }: RunRecord,
  seen: Accounts,
  inDoubt: readonly AccountId[],
): AccountId[] {
  const had = within(revoked, initial ?? new Set());
  return had.filter((account) => !seen.has(account) || inDoubt.includes(account));
}

/** As many as the image has room for, owned accounts before foreign ones. */
function fitting(
  lost: readonly AccountId[],
  owned: readonly AccountId[],
  policy: GuardPolicy,
  record: RunRecord,
  seen: Accounts,
): AccountId[] {
  // What the image held when the run began, it can hold again.
  const capacity = Math.max(limitOf(policy, record), accountCount(record.initial ?? new Set()));
  const room = Math.max(0, capacity - accountCount(seen));
  const isOwned = new Set(owned);
  return [...within(lost, isOwned), ...without(lost, isOwned)].slice(0, room);
}

/** What a read has shown; undefined where the image has to be read again. */
function openingOf({ live, unseen }: ShareError): Accounts | undefined {
  return unseen.length === 0 ? live : undefined;
}

async function giveBack(
  context: OperationContext,
  accounts: readonly AccountId[],
  live: Accounts,
  opening: Accounts | undefined,
  share: Share,
): Promise<Rescue> {
  if (accounts.length === 0) return { live, attempted: [], returned: [], unseen: [] };
  const attempted = accountList(accounts);
  const deadline = Math.max(context.deadline, context.clock.now() + GIVE_BACK_MS);
  try {
    // Somebody who cancels the run does not mean to lock anybody out: what was sent has its grace, and so has this.
    const after = await share({ ...context, deadline, signal: context.writeSignal }, attempted, opening);
    return { live: after, attempted, returned: attempted, unseen: [] };
  } catch (error) {
    if (!(error instanceof ShareError)) throw error;
    const known = error.live ?? live;
    const returned = within(attempted, known);
    return {
      live: known,
      attempted,
      returned,
      unseen: error.unseen,
      failure: `giving it back failed: ${error.message}`,
    };
  }
}
