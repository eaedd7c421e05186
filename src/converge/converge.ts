/**
 * Brings an image to what the program asks: read, plan, write, read, until a read proves that nothing is left
 * to do. Nothing is believed that was not read back, and nothing is sent twice without a read in between
 * unless the vendor has certainly not carried it out.
 */
import { type AccountId, accountList, nameAccounts, sameAccounts, without } from "../core/accounts";
import { describeRefusedAccounts, ShareError, VendorError } from "../core/errors";
import { type GuardPolicy, type Refusal, refusals } from "../core/guards";
import { type Goal, isSettled, type Plan, planShare } from "../core/plan";
import { schedule, type Write } from "../core/schedule";
import type { CallCapacity, ErrorMeaning } from "../core/service-facts";
import { imageLabel } from "../core/target";
import { accountsOf, carryOut, type Failure } from "./carry-out";
import { atMost, closingRead } from "./closing-read";
import type { OperationContext } from "./context";
import { readAccounts, shareError } from "./operation";

type Accounts = ReadonlySet<AccountId>;

export interface ConvergeRequest {
  readonly goal: Goal;
  readonly policy: GuardPolicy;
  /** A read of this image that is seconds old, to save the opening one. */
  readonly opening?: Accounts | undefined;
  /** Told before anything is written, and again before anybody loses access who was not to lose it before. */
  readonly onPlan?: ((plan: Plan) => void) | undefined;
}

/** How often a plan is made anew before concluding that somebody else is writing, or that writes have no effect. */
const MOST_ROUNDS = 6;
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
  const revoked = new Set<AccountId>();
  const announced = new Set<AccountId>();
  let live = request.opening ?? (await openingRead(context));
  let capacity = context.facts.capacity;
  let wrote = false;
  let failure: Failure | undefined;
  /** Rounds that only found out how much one call may carry. They end by themselves, at one account. */
  let halvings = 0;
  for (let round = 1; ; round++) {
    const plan = planShare(live, goal);
    if (round === 1 || without(plan.remove, announced).length > 0) request.onPlan?.(plan);
    for (const account of plan.remove) announced.add(account);
    if (isSettled(plan)) return live;
    const todo = withoutRefused(plan, refused);
    if (isSettled(todo)) throw refusedError(context, plan, refused, { live, wrote });
    // What a run may revoke, it may revoke in all its rounds together.
    const reasons = refusals({ ...todo, remove: accountList([...revoked, ...todo.remove]) }, policy);
    if (reasons.length > 0) throw guardError(context, reasons, { live, wrote });
    if (round - halvings > MOST_ROUNDS) {
      throw failure?.error instanceof VendorError && failure.error.meaning === "ambiguous"
        ? shareError(context, failure.error, { live, wrote, write: failure.write })
        : notSettling(context, todo, live);
    }
    const progress = await carryOut(context, writesFor(todo, live, capacity, request));
    wrote = true;
    for (const account of todo.remove) revoked.add(account);
    for (const [account, error] of progress.refused) refused.set(account, error);
    const expected = after(live, progress.done);
    live = await closingRead(context, live, progress);
    failure = progress.failure;
    if (failure === undefined) continue;
    const isNews = !sameAccounts(live, expected);
    if (endsWith(failure, isNews) && !isSettled(planShare(live, goal))) {
      throw shareError(context, failure.error, { live, wrote, write: failure.write });
    }
    if (isTooLarge(failure)) {
      capacity = halved(capacity, failure.write);
      halvings++;
    }
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

/** Who has access when everything acknowledged was carried out, and nobody else wrote. */
function after(before: Accounts, done: readonly Write[]): string[] {
  const removed = new Set(done.flatMap((write) => write.remove));
  return without(atMost(before, done), removed);
}

/**
 * Whether nothing can be hoped for after this failure, unless the read after it shows that all is done.
 *
 * @param isNews whether that read shows something else than what the plan was made for
 */
function endsWith({ error, write }: Failure, isNews: boolean): boolean {
  if (!(error instanceof VendorError)) return true;
  // A quota that was reached unexpectedly may be kept by removing others first; and a vendor that has carried out part
  // of a call may refuse the rest of it for being repeated.
  if (error.meaning === "quota" || error.meaning === "permanent") return !isNews;
  if (!clearedUpByReading.has(error.meaning)) return true;
  return isTooLarge({ error, write }) && accountsOf(write).length <= 1;
}

function isTooLarge({ error }: Failure): boolean {
  return error instanceof VendorError && error.meaning === "call-too-large";
}

/** Half of what the vendor just found too much; at one account each way, one direction a call. */
function halved(capacity: CallCapacity, { add, remove }: Write): CallCapacity {
  if (add.length <= 1 && remove.length <= 1) return { ...capacity, together: "never" };
  const half = (sent: number, most: number) => (sent > 0 ? Math.min(most, Math.ceil(sent / 2)) : most);
  return {
    ...capacity,
    add: half(add.length, capacity.add),
    remove: half(remove.length, capacity.remove),
  };
}

interface Known {
  readonly live: Accounts;
  readonly wrote: boolean;
}

function guardError(context: OperationContext, found: readonly Refusal[], known: Known): ShareError {
  const reasons = found.map(({ reason }) => reason).join("; and ");
  const topic = found[0]?.topic ?? "unexpected";
  return new ShareError(`${imageLabel(context.target)}: refused: ${reasons}.`, topic, known);
}

function refusedError(
  context: OperationContext,
  plan: Plan,
  refused: ReadonlyMap<AccountId, VendorError>,
  known: Known,
): ShareError {
  const open = [...plan.add, ...plan.remove].flatMap((account) => {
    const error = refused.get(account);
    return error === undefined ? [] : [{ account, error }];
  });
  const message = describeRefusedAccounts(context.target, context.facts.title, open);
  return new ShareError(message, "account-refused", known);
}

function notSettling(context: OperationContext, { add, remove }: Plan, live: Accounts): ShareError {
  const missing = add.length > 0 ? ` ${nameAccounts(add)} should have access and does not.` : "";
  const surplus = remove.length > 0 ? ` ${nameAccounts(remove)} should not have access and does.` : "";
  return new ShareError(
    `${imageLabel(context.target)}: ${context.facts.title} does not settle after ${MOST_ROUNDS} rounds of writing and ` +
      `reading back.${missing}${surplus} Either somebody else is changing the shares of this image at the same ` +
      "time, or the vendor acknowledges writes that it does not carry out. Make sure that one program alone " +
      "manages this image (or set exclusive: false in all of them), and run this again.",
    "does-not-settle",
    { live, wrote: true },
  );
}
