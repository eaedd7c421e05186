/**
 * The read after every round of writes. Only this read proves a write. An answer that does not
 * show the writes may be stale, so it is read again for about half a minute.
 */
import { type AccountId, difference, intersection } from "../core/accounts";
import { Cancelled, NotVerified, VendorError } from "../core/errors";
import type { Write } from "../core/schedule";
import { readAccounts, shareError } from "./calls";
import type { OperationContext } from "./context";
import { waitForConsistency } from "./retry";
import type { WriteResults } from "./send-writes";

type Accounts = ReadonlySet<AccountId>;

/** How often to repeat a read that does not show a write: about half a minute in all. A service may need more. */
const MAX_READS = 6;

/** The time for the final read of a cancelled run. */
const FINAL_READ_MS = 3_000;

/** Reads until the answer shows the writes, or no attempt is left. */
export async function verifyWrites(
  context: OperationContext,
  before: Accounts,
  progress: WriteResults,
): Promise<Accounts> {
  const sent = writesThatMayCount(progress);
  const { maxVerifyReads = MAX_READS } = context.facts;
  if (progress.sent === 0) return before;
  let live = before;
  try {
    for (let look = 1; ; look++) {
      live = await readAccounts(context);
      if (isConsistent(live, progress) || look > maxVerifyReads) return live;
      if (!(await waitForConsistency(context, look))) break;
    }
  } catch (error) {
    const cancelled = context.signal.aborted ? await finalRead(context) : undefined;
    const seen = cancelled !== undefined && reflects(cancelled, sent) ? cancelled : before;
    // The failure of the write says more than the failure of the read after it.
    const { error: cause, write } = progress.failure ?? { error, write: undefined };
    throw shareError(context, cause, { ...worstCase(seen, sent), wrote: true, write });
  }
  const { error, write } = progress.failure ?? { error: new NotVerified(), write: undefined };
  throw shareError(context, error, { ...worstCase(live, sent), wrote: true, write });
}

/** Whether an answer is consistent with acknowledged writes, and with a write that may have failed. */
function isConsistent(live: Accounts, { done, failure }: WriteResults): boolean {
  if (!reflects(live, done)) return false;
  if (!(failure?.error instanceof VendorError)) return true;
  const { add, remove } = failure.write;
  const meaning = failure.error.meaning;
  if (meaning === "ambiguous") return reflects(live, [failure.write]);
  // The vendor contradicts the read that the plan was made from: that read was stale.
  if (meaning === "already-shared") return add.length === 0 || intersection(add, live).length > 0;
  if (meaning === "not-shared") return remove.length === 0 || difference(remove, live).length > 0;
  return true;
}

function writesThatMayCount({ done, failure }: WriteResults): readonly Write[] {
  return failure === undefined || failure.error instanceof Cancelled ? done : [...done, failure.write];
}

/** One quick read after a cancellation, so that state is true; undefined if it fails. */
async function finalRead(context: OperationContext): Promise<Accounts | undefined> {
  const deadline = context.clock.now() + FINAL_READ_MS;
  try {
    return await readAccounts({ ...context, deadline, signal: AbortSignal.timeout(FINAL_READ_MS) });
  } catch {
    // Without an answer, state records all accounts that may have access.
    return undefined;
  }
}

function reflects(live: Accounts, done: readonly Write[]): boolean {
  return done.every(
    (write) => difference(write.add, live).length === 0 && intersection(write.remove, live).length === 0,
  );
}

/** What is known after a read that does not show all writes. */
function worstCase(seen: Accounts, sent: readonly Write[]): { live: Accounts; unverified: readonly Write[] } {
  const unverified = sent
    .map(({ add, remove }) => ({ add: difference(add, seen), remove: intersection(remove, seen) }))
    .filter(({ add, remove }) => add.length + remove.length > 0);
  return { live: possibleAccess(seen, sent), unverified };
}

/** All accounts that may have access: state must list them, so that a later delete revokes them. */
export function possibleAccess(before: Accounts, sent: readonly Write[]): Accounts {
  return new Set([...before, ...sent.flatMap((write) => write.add)]);
}
