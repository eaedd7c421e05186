/**
 * Brings an image to what the program asks: read, plan, write, read, until a read proves that nothing is left
 * to do. Nothing is believed that was not read back, and nothing is sent twice without a read in between
 * unless the vendor has certainly not carried it out.
 */
import { type AccountId, nameAccounts, within, without } from "../core/accounts";
import { Cancelled, describeRefusedAccounts, ShareError, VendorError } from "../core/errors";
import { type GuardPolicy, refusals } from "../core/guards";
import { type Goal, isSettled, type Plan, planShare } from "../core/plan";
import { schedule, type Write } from "../core/schedule";
import type { CallCapacity, ErrorMeaning } from "../core/service-facts";
import { imageLabel } from "../core/target";
import { accountsOf, carryOut, type Failure, type Progress } from "./carry-out";
import type { OperationContext } from "./context";
import { readAccounts, shareError } from "./operation";
import { waitBeforeRereading } from "./patience";

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

/** How long the last read may take when the user is waiting for the prompt. */
const LAST_LOOK_MS = 3_000;

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
  const refused = new Map<AccountId, VendorError>();
  let live = request.opening ?? (await openingRead(context));
  let capacity = context.facts.capacity;
  let wrote = false;
  for (let round = 1; ; round++) {
    const plan = planShare(live, goal);
    if (isSettled(plan)) return live;
    const todo = withoutRefused(plan, refused);
    if (isSettled(todo)) throw new ShareError(refusedMessage(context, plan, refused), { live, wrote });
    const reasons = refusals(todo, policy);
    if (reasons.length > 0) throw new ShareError(guardMessage(context, reasons), { live, wrote });
    if (round > MOST_ROUNDS) throw notSettling(context, todo, live);
    const progress = await carryOut(context, writesFor(todo, live, capacity, request));
    wrote = true;
    for (const [account, error] of progress.refused) refused.set(account, error);
    live = await closingRead(context, live, progress);
    if (progress.failure === undefined) continue;
    if (endsWith(progress.failure) && !isSettled(planShare(live, goal))) {
      const { error, write } = progress.failure;
      throw shareError(context, error, { live, wrote, write });
    }
    capacity = capacityAfter(capacity, progress.failure);
  }
}

/** What is left to try once the vendor has refused some accounts by themselves. */
function withoutRefused(plan: Plan, refused: ReadonlyMap<AccountId, VendorError>): Plan {
  const isOpen = (account: AccountId) => !refused.has(account);
  return { ...plan, add: plan.add.filter(isOpen), remove: plan.remove.filter(isOpen) };
}

function writesFor(
  plan: Plan,
  live: Accounts,
  capacity: CallCapacity,
  { goal, policy }: ConvergeRequest,
): Write[] {
  const limit = policy.accountLimit === undefined ? {} : { limit: policy.accountLimit };
  return schedule({ plan, capacity, owned: goal.owned, liveCount: live.size, ...limit });
}

async function openingRead(context: OperationContext): Promise<Accounts> {
  try {
    return await readAccounts(context);
  } catch (error) {
    throw shareError(context, error, { wrote: false });
  }
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
    const sent = writesThatMayCount(progress);
    const cancelled = context.signal.aborted ? await lastLook(context) : undefined;
    const known = cancelled !== undefined && shows(cancelled, sent) ? cancelled : atMost(before, sent);
    // The write's own failure says more than that of the read after it.
    const { error: cause, write } = progress.failure ?? { error, write: undefined };
    throw shareError(context, cause, { live: known, wrote: true, write });
  }
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

/** Everybody who may have access: state must list them, so that a later delete revokes them. */
function atMost(before: Accounts, sent: readonly Write[]): Accounts {
  return new Set([...before, ...sent.flatMap((write) => write.add)]);
}

/** Whether nothing can be hoped for after this failure, unless the read after it shows that all is done. */
function endsWith({ error, write }: Failure): boolean {
  if (!(error instanceof VendorError) || !clearedUpByReading.has(error.meaning)) return true;
  return error.meaning === "call-too-large" && accountsOf(write).length <= 1;
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

function guardMessage(context: OperationContext, reasons: readonly string[]): string {
  return `${imageLabel(context.target)}: refused: ${reasons.join("; and ")}.`;
}

function refusedMessage(
  context: OperationContext,
  plan: Plan,
  refused: ReadonlyMap<AccountId, VendorError>,
): string {
  const open = [...plan.add, ...plan.remove].flatMap((account) => {
    const error = refused.get(account);
    return error === undefined ? [] : [{ account, error }];
  });
  return describeRefusedAccounts(context.target, context.facts.title, open);
}

function notSettling(context: OperationContext, { add, remove }: Plan, live: Accounts): ShareError {
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
