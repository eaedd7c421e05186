/**
 * The read that ends every round of writing. Nothing is believed that it does not show, and an answer that does not
 * show what was sent may only be old: it is read again until the cloud has had time enough.
 */
import { type AccountId, within, without } from "../core/accounts";
import { Cancelled, NotShown, VendorError } from "../core/errors";
import type { Write } from "../core/schedule";
import type { Progress } from "./carry-out";
import type { OperationContext } from "./context";
import { readAccounts, shareError } from "./operation";
import { waitBeforeRereading } from "./patience";

type Accounts = ReadonlySet<AccountId>;

/** How often an answer that does not show a write is read again: about half a minute in all. */
const MOST_LOOKS = 6;

/** How long the last read may take when the user is waiting for the prompt. */
const LAST_LOOK_MS = 3_000;

/** Reads until the answer shows what was sent, or has had time enough to. */
export async function closingRead(
  context: OperationContext,
  before: Accounts,
  progress: Progress,
): Promise<Accounts> {
  const sent = writesThatMayCount(progress);
  let live = before;
  try {
    for (let look = 1; ; look++) {
      live = await readAccounts(context);
      if (isExplained(live, progress) || look > MOST_LOOKS) return live;
      if (!(await waitBeforeRereading(context, look))) break;
    }
  } catch (error) {
    const cancelled = context.signal.aborted ? await lastLook(context) : undefined;
    const seen = cancelled !== undefined && shows(cancelled, sent) ? cancelled : before;
    // The write's own failure says more than that of the read after it.
    const { error: cause, write } = progress.failure ?? { error, write: undefined };
    throw shareError(context, cause, { ...atWorst(seen, sent), wrote: true, write });
  }
  const { error, write } = progress.failure ?? { error: new NotShown(), write: undefined };
  throw shareError(context, error, { ...atWorst(live, sent), wrote: true, write });
}

/** Whether an answer fits what was acknowledged, and what may have come of a write that failed. */
function isExplained(live: Accounts, { done, failure }: Progress): boolean {
  if (!shows(live, done)) return false;
  if (!(failure?.error instanceof VendorError)) return true;
  const { add, remove } = failure.write;
  const meaning = failure.error.meaning;
  if (meaning === "ambiguous") return shows(live, [failure.write]);
  // The vendor contradicts the answer that the plan was made from: that one was old.
  if (meaning === "already-shared") return add.length === 0 || within(add, live).length > 0;
  if (meaning === "not-shared") return remove.length === 0 || without(remove, live).length > 0;
  return true;
}

function writesThatMayCount({ done, failure }: Progress): readonly Write[] {
  return failure === undefined || failure.error instanceof Cancelled ? done : [...done, failure.write];
}

/** One quick read after everything else was cancelled, so that state is true; undefined when it does not come about. */
async function lastLook(context: OperationContext): Promise<Accounts | undefined> {
  const deadline = context.clock.now() + LAST_LOOK_MS;
  try {
    return await readAccounts({ ...context, deadline, signal: AbortSignal.timeout(LAST_LOOK_MS) });
  } catch {
    // Whatever went wrong: what may be shared is recorded then.
    return undefined;
  }
}

function shows(live: Accounts, done: readonly Write[]): boolean {
  return done.every(
    (write) => without(write.add, live).length === 0 && within(write.remove, live).length === 0,
  );
}

/** What is known when a read has not shown all that was sent. */
function atWorst(seen: Accounts, sent: readonly Write[]): { live: Accounts; unseen: readonly Write[] } {
  const unseen = sent
    .map(({ add, remove }) => ({ add: without(add, seen), remove: within(remove, seen) }))
    .filter(({ add, remove }) => add.length + remove.length > 0);
  return { live: atMost(seen, sent), unseen };
}

/** Everybody who may have access: state must list them, so that a later delete revokes them. */
export function atMost(before: Accounts, sent: readonly Write[]): Accounts {
  return new Set([...before, ...sent.flatMap((write) => write.add)]);
}
