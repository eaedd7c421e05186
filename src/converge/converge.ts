/**
 * Brings an image to what the program asks: read, plan, write, read, until a read proves that nothing is left
 * to do. Nothing is believed that was not read back, and nothing is sent twice without a read in between
 * unless the vendor has certainly not carried it out.
 */
import { type AccountId, accountList, nameAccounts, within, without } from "../core/accounts";
import { ShareError, VendorError } from "../core/errors";
import { type GuardPolicy, refusals } from "../core/guards";
import { type Goal, isSettled, planShare } from "../core/plan";
import { schedule, type Write } from "../core/schedule";
import type { CallCapacity, ErrorMeaning } from "../core/service-facts";
import { imageLabel } from "../core/target";
import { type OperationContext, readAccounts, sendWrite, shareError, waitBeforeRereading } from "./operation";

type Accounts = ReadonlySet<AccountId>;

export interface ConvergeRequest {
  readonly goal: Goal;
  readonly policy: GuardPolicy;
  /** A read of this image that is seconds old, to save the opening one. */
  readonly opening?: Accounts | undefined;
}

/** How often a plan is made anew before concluding that somebody else is writing, or that writes have no effect. */
const MOST_ROUNDS = 6;
/** How often an answer that does not show an acknowledged write is read again: about half a minute in all. */
const MOST_LOOKS = 6;

/** Failures that a read clears up; after all others, the operation ends. */
const clearedUpByReading: ReadonlySet<ErrorMeaning> = new Set([
  "ambiguous",
  "already-shared",
  "not-shared",
  "call-too-large",
]);

/** @returns who has access, as read back. @throws ShareError with what is true when it cannot be done. */
export async function converge(context: OperationContext, request: ConvergeRequest): Promise<Accounts> {
  const { goal, policy } = request;
  let live = request.opening ?? (await openingRead(context));
  let capacity = context.facts.capacity;
  let wrote = false;
  for (let round = 1; ; round++) {
    const plan = planShare(live, goal);
    if (isSettled(plan)) return live;
    const reasons = refusals(plan, policy);
    if (reasons.length > 0) {
      throw new ShareError(`${imageLabel(context.target)}: refused: ${reasons.join("; and ")}.`, {
        live,
        wrote,
      });
    }
    if (round > MOST_ROUNDS) throw notSettling(context, plan.add, plan.remove, live);
    const writes = schedule({
      plan,
      capacity,
      owned: goal.owned,
      liveCount: live.size,
      ...(policy.accountLimit === undefined ? {} : { limit: policy.accountLimit }),
    });
    const progress = await carryOut(context, live, writes);
    wrote = true;
    live = await closingRead(context, live, progress);
    if (progress.failure !== undefined) {
      if (!mayContinueAfter(progress.failure) || tooSmallToSplit(progress.failure)) {
        if (isSettled(planShare(live, goal))) return live;
        throw shareError(context, progress.failure.error, {
          live,
          wrote,
          write: progress.failure.write,
        });
      }
      capacity = capacityAfter(capacity, progress.failure);
    }
  }
}

interface Failure {
  readonly error: unknown;
  readonly write: Write;
}

interface Progress {
  /** Writes that the vendor acknowledged. */
  readonly done: readonly Write[];
  /** The first write that failed; those after it were not sent. */
  readonly failure?: Failure;
}

async function openingRead(context: OperationContext): Promise<Accounts> {
  try {
    return await readAccounts(context);
  } catch (error) {
    throw shareError(context, error, { wrote: false });
  }
}

async function carryOut(
  context: OperationContext,
  live: Accounts,
  writes: readonly Write[],
): Promise<Progress> {
  const done: Write[] = [];
  for (const write of writes) {
    try {
      await sendWrite(context, write);
      done.push(write);
    } catch (error) {
      if (context.signal.aborted) {
        throw shareError(context, error, { live: atMost(live, [...done, write]), wrote: true });
      }
      return { done, failure: { error, write } };
    }
  }
  return { done };
}

/** Reads until the answer shows what was acknowledged, or has had time enough to. */
async function closingRead(
  context: OperationContext,
  before: Accounts,
  progress: Progress,
): Promise<Accounts> {
  try {
    for (let look = 1; ; look++) {
      const live = await readAccounts(context);
      if (shows(live, progress.done) || look > MOST_LOOKS) return live;
      if (!(await waitBeforeRereading(context, look))) return live;
    }
  } catch (error) {
    const sent = progress.failure === undefined ? progress.done : [...progress.done, progress.failure.write];
    // The write's own failure says more than that of the read after it.
    const { error: cause, write } = progress.failure ?? { error, write: undefined };
    throw shareError(context, cause, { live: atMost(before, sent), wrote: true, write });
  }
}

function shows(live: Accounts, done: readonly Write[]): boolean {
  return done.every(
    (write) => without(write.add, live).length === 0 && within(write.remove, live).length === 0,
  );
}

/** Everybody who may have access: state must list them, so that a later delete revokes them. */
function atMost(before: Accounts, sent: readonly Write[]): Accounts {
  return new Set([...before, ...sent.flatMap((write) => write.add)]);
}

function mayContinueAfter(failure: Failure): boolean {
  return failure.error instanceof VendorError && clearedUpByReading.has(failure.error.meaning);
}

function tooSmallToSplit(failure: Failure): boolean {
  const isTooLarge = failure.error instanceof VendorError && failure.error.meaning === "call-too-large";
  return isTooLarge && accountsOf(failure.write).length <= 1;
}

/** Half of what the vendor just found too much. */
function capacityAfter(capacity: CallCapacity, failure: Failure): CallCapacity {
  if (!(failure.error instanceof VendorError) || failure.error.meaning !== "call-too-large") return capacity;
  const half = Math.ceil(accountsOf(failure.write).length / 2);
  return {
    ...capacity,
    add: failure.write.add.length > 0 ? Math.min(capacity.add, half) : capacity.add,
    remove: failure.write.remove.length > 0 ? Math.min(capacity.remove, half) : capacity.remove,
  };
}

function accountsOf(write: Write): AccountId[] {
  return accountList([...write.add, ...write.remove]);
}

function notSettling(
  context: OperationContext,
  add: readonly AccountId[],
  remove: readonly AccountId[],
  live: Accounts,
): ShareError {
  const missing = add.length > 0 ? ` ${nameAccounts(add)} should have access and does not.` : "";
  const surplus = remove.length > 0 ? ` ${nameAccounts(remove)} should not have access and does.` : "";
  return new ShareError(
    `${imageLabel(context.target)}: ${context.facts.title} does not settle after ${MOST_ROUNDS} rounds of writing and ` +
      `reading back.${missing}${surplus} Either somebody else is changing the shares of this image at the same ` +
      "time, or the vendor acknowledges writes that it does not carry out. Make sure that one program alone " +
      "manages this image (or set exclusive: false in all of them), and run this again.",
    { live, wrote: true },
  );
}
