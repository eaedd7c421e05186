/**
 * The read that ends every round of writing. Nothing is believed that it does not show, and an answer that does not
 * show what was sent may only be old: it is read again until the cloud has had time enough.
 */
import { type AccountId, difference, intersection } from "../core/accounts";
import { Cancelled, NotVerified, VendorError } from "../core/errors";
import type { Write } from "../core/schedule";
import { readAccounts, shareError } from "./calls";
import type { OperationContext } from "./context";
import { waitForConsistency } from "./retry";
import type { WriteResults } from "./send-writes";

type Accounts = ReadonlySet<AccountId>;

/** How often an answer that does not show a write is read again: about half a minute in all. */
const MAX_READS = 6;

/** How long the last read may take when the user is waiting for the prompt. */
const FINAL_READ_MS = 3_000;

/** Reads until the answer shows what was sent, or has had time enough to. */
export async function verifyWrites(
  context: OperationContext,
  before: Accounts,
  progress: WriteResults,
): Promise<Accounts> {
  const sent = writesThatMayCount(progress);
  let live = before;
  try {
    for (let look = 1; ; look++) {
      live = await readAccounts(context);
      if (isConsistent(live, progress) || look > MAX_READS) return live;
      if (!(await waitForConsistency(context, look))) break;
    }
  } catch (error) {
    const cancelled = context.signal.aborted ? await finalRead(context) : undefined;
    const seen = cancelled !== undefined && reflects(cancelled, sent) ? cancelled : before;
    // The write's own failure says more than that of the read after it.
    const { error: cause, write } = progress.failure ?? { error, write: undefined };
    throw shareError(context, cause, { ...worstCase(seen, sent), wrote: true, write });
  }
  const { error, write } = progress.failure ?? { error: new NotVerified(), write: undefined };
  throw shareError(context, error, { ...worstCase(live, sent), wrote: true, write });
}

/** Whether an answer fits what was acknowledged, and what may have come of a write that failed. */
function isConsistent(live: Accounts, { done, failure }: WriteResults): boolean {
  if (!reflects(live, done)) return false;
  if (!(failure?.error instanceof VendorError)) return true;
  const { add, remove } = failure.write;
  const meaning = failure.error.meaning;
  if (meaning === "ambiguous") return reflects(live, [failure.write]);
  // The vendor contradicts the answer that the plan was made from: that one was old.
  if (meaning === "already-shared") return add.length === 0 || intersection(add, live).length > 0;
  if (meaning === "not-shared") return remove.length === 0 || difference(remove, live).length > 0;
  return true;
}

function writesThatMayCount({ done, failure }: WriteResults): readonly Write[] {
  return failure === undefined || failure.error instanceof Cancelled ? done : [...done, failure.write];
}

/** One quick read after everything else was cancelled, so that state is true; undefined when it does not come about. */
async function finalRead(context: OperationContext): Promise<Accounts | undefined> {
  const deadline = context.clock.now() + FINAL_READ_MS;
  try {
    return await readAccounts({ ...context, deadline, signal: AbortSignal.timeout(FINAL_READ_MS) });
  } catch {
    // Whatever went wrong: what may be shared is recorded then.
    return undefined;
  }
}

function reflects(live: Accounts, done: readonly Write[]): boolean {
  return done.every(
    (write) => difference(write.add, live).length === 0 && intersection(write.remove, live).length === 0,
  );
}

/** What is known when a read has not shown all that was sent. */
function worstCase(seen: Accounts, sent: readonly Write[]): { live: Accounts; unseen: readonly Write[] } {
  const unseen = sent
    .map(({ add, remove }) => ({ add: difference(add, seen), remove: intersection(remove, seen) }))
    .filter(({ add, remove }) => add.length + remove.length > 0);
  return { live: possibleAccess(seen, sent), unseen };
}

/** Everybody who may have access: state must list them, so that a later delete revokes them. */
export function possibleAccess(before: Accounts, sent: readonly Write[]): Accounts {
  return new Set([...before, ...sent.flatMap((write) => write.add)]);
}
