/**
 * Brings an image to the goal: read, plan, write, read, until a read shows that nothing is left
 * to do. Only a read proves a write. No write is sent twice without a read in between,
 * unless the vendor certainly did not carry it out.
 *
 * Removals wait: after an addition failed, no account loses access, and accounts that lost it get it back.
 */
import {
  type AccountId,
  countedOnly,
  difference,
  intersection,
  sameSet,
  sortedUnique,
} from "../core/accounts";
import { ShareError, VendorError } from "../core/errors";
import { type GuardPolicy, type Refusal, refusals } from "../core/guards";
import {
  atSnapshots,
  forOwner,
  type Goal,
  isInSync,
  type Plan,
  planShare,
  withSnapshotIds,
} from "../core/plan";
import { accountCount, callsFor, schedule, type Write } from "../core/schedule";
import { type CallCapacity, isClosedAccount, isOwnAccount, mayBeNoRoom } from "../core/service-facts";
import { accountOf, accountsBehind, exceptAccounts, snapshotOf, snapshotsIn } from "../core/snapshots";
import { readAccounts, shareError } from "./calls";
import type { OperationContext } from "./context";
import {
  didNotConverge,
  guardError,
  isFinal,
  isNoRoom,
  isTooLarge,
  mayCount,
  mayMeanNoRoom,
  refusedError,
  shrink,
  withUnshown,
} from "./outcome";
import { restoredForRetry, type Share, withRestoredAccess } from "./restore-access";
import { limitOf, newRecord, type RunRecord } from "./run-record";
import { type Failure, sendWrites, type WriteResults } from "./send-writes";
import { possibleAccess, verifyWrites } from "./verify";

type Accounts = ReadonlySet<AccountId>;

export interface ConvergeRequest {
  readonly goal: Goal;
  readonly guards: GuardPolicy;
  /** An earlier read of this image; it replaces the first read. */
  readonly recentRead?: Accounts | undefined;
  /** Whether that read is too old to show by itself that nothing is left to do. */
  readonly isOldRead?: boolean | undefined;
  /** Called before the first write, and again before the removal of accounts that earlier plans kept. */
  readonly onPlan?: ((plan: Plan) => void) | undefined;
  /** Reserves removals in the limit of the whole run, before the first write. @returns why they are refused */
  readonly reserve?: ((remove: readonly AccountId[]) => readonly Refusal[]) | undefined;
}

/** The result of a successful run. */
export interface Converged {
  /** Who has access, as read back. */
  readonly live: Accounts;
  /** Accounts that cannot be removed: the vendor answered repeatedly that they do not exist. */
  readonly closed: ReadonlyMap<AccountId, VendorError>;
  /** The account that owns the image, if the vendor refused to share the image with it. */
  readonly owner: AccountId | undefined;
}

/** After this many rounds, another process is writing, or writes have no effect. */
const MAX_ROUNDS = 6;

/** This many failures without a reason may mean a full image, at services without a code for it. */
const MAX_UNEXPLAINED = 2;

/** @throws ShareError with what is known about access */
export async function converge(context: OperationContext, request: ConvergeRequest): Promise<Converged> {
  const record = newRecord();
  try {
    return await settle(context, request, record);
  } catch (error) {
    if (!(error instanceof ShareError) || !record.wrote) throw error;
    const run = { goal: goalOf(context, request, record), guards: request.guards, record };
    const ended = await withRestoredAccess(context, run, error, addBack);
    throw withUnshown(ended, error, record);
  } finally {
    context.expect?.({ read: 0, write: 0 });
  }
}

/** Adds accounts that had access before this run, and changes nothing else. */
const addBack: Share = async (context, accounts, recentRead) => {
  const goal = { listed: accounts, owned: [], exclusive: false };
  const record = newRecord();
  const { live } = await settle(context, { goal, guards: { protectedAccounts: [] }, recentRead }, record);
  return { live, before: record.initial };
};

async function settle(
  context: OperationContext,
  request: ConvergeRequest,
  record: RunRecord,
): Promise<Converged> {
  const announced = new Set<AccountId>();
  const { goal } = request;
  const foreseen = callsFor(context.facts, { add: difference(goal.listed, new Set(goal.owned)), remove: [] });
  context.expect?.({ ...foreseen, read: request.recentRead === undefined ? foreseen.read : 1 });
  let live = request.recentRead ?? (await initialRead(context));
  let isOldRead = request.isOldRead === true;
  record.initial = live;
  let capacity = context.facts.capacity;
  let failure: Failure | undefined;
  /** Rounds that only found a smaller call size. They end at one account per call. */
  let shrinkRounds = 0;
  for (let round = 1; ; round++) {
    const goal = goalOf(context, request, record);
    const plan = planShare(live, goal);
    if (round === 1 || difference(plan.remove, announced).length > 0) request.onPlan?.(plan);
    for (const account of plan.remove) announced.add(account);
    const todo = openPart(plan, record);
    if (isInSync(todo)) {
      if (isOldRead) {
        isOldRead = false;
        live = await initialRead(context);
        record.initial = live;
        continue;
      }
      if (isDone(plan, record)) return { live, closed: record.closed, owner: record.owner };
      throw refusedError(context, plan, record, live);
    }
    await checkGuards(context, request, todo, record, live);
    if (round - shrinkRounds > MAX_ROUNDS) {
      throw failure?.error instanceof VendorError && failure.error.meaning === "ambiguous"
        ? shareError(context, failure.error, { live, wrote: record.wrote, write: failure.write })
        : didNotConverge(context, plan, live, MAX_ROUNDS);
    }
    const writes = writesFor(context, todo, { live, capacity, request, record });
    context.expect?.({ read: 1, write: writes.length });
    const progress = await sendWrites(context, writes);
    note(progress, context, record);
    const expected = after(live, progress.done);
    live = await verifyWrites(context, live, progress);
    isOldRead = false;
    for (const account of live) record.unshown.delete(account);
    failure = progress.failure;
    if (makesRoomNext(context, todo, live, progress, record)) continue;
    if (failure === undefined) continue;
    const changedUnexpectedly = !sameSet(live, expected);
    if (
      isFinal(failure, changedUnexpectedly) &&
      !isInSync(planShare(live, goalOf(context, request, record)))
    ) {
      throw shareError(context, failure.error, { live, wrote: record.wrote, write: failure.write });
    }
    if (isTooLarge(failure)) {
      capacity = shrink(capacity, failure.write);
      shrinkRounds++;
    }
  }
}

/**
 * The goal without the owner of the image, if known: the owner has access without a share. With the image's snapshots,
 * which the first read looks up.
 */
function goalOf({ snapshots }: OperationContext, { goal }: ConvergeRequest, { owner }: RunRecord): Goal {
  return withSnapshotIds(forOwner(goal, owner ?? goal.owner), snapshots?.());
}

/** The rest of the plan. After a refused addition, it has no removals. */
function openPart(plan: Plan, { refused, closed }: RunRecord): Plan {
  const isOpen = (account: AccountId) => !refused.has(account) && !closed.has(account);
  const add = plan.add.filter(isOpen);
  return { ...plan, add, remove: add.length < plan.add.length ? [] : plan.remove.filter(isOpen) };
}

/** Whether only closed accounts are left. */
function isDone(plan: Plan, { closed }: RunRecord): boolean {
  return plan.add.length === 0 && difference(plan.remove, new Set(closed.keys())).length === 0;
}

/** The bounds of removals hold for all rounds of a run together. */
async function checkGuards(
  context: OperationContext,
  { goal, guards, reserve }: ConvergeRequest,
  todo: Plan,
  record: RunRecord,
  live: Accounts,
): Promise<void> {
  const remove = sortedUnique([...record.revoked, ...todo.remove]);
  const liveBefore = countedOnly(accountsBehind(record.initial)).length;
  const unmanaged = context.unmanaged?.() ?? 0;
  const own = refusals({ ...todo, remove }, { ...guards, liveBefore, unmanaged });
  const [reason, ...others] = own.length > 0 ? own : (reserve?.(remove) ?? []);
  if (reason === undefined) return;
  const approved =
    guards.approved === undefined
      ? todo.add
      : difference(todo.add, new Set(exceptAccounts(todo.add, guards.approved.gains)));
  const returning = intersection(approved, new Set(atSnapshots(goal, todo.add).owned));
  const rescue = await restoredForRetry(context, guards, returning, live, addBack);
  throw guardError(context, [reason, ...others], rescue, record.wrote);
}

/** All writes of the plan, or only those that must come before its removals. */
function writesFor(
  { unmanaged = () => 0 }: OperationContext,
  plan: Plan,
  now: {
    readonly live: Accounts;
    readonly capacity: CallCapacity;
    readonly request: ConvergeRequest;
    readonly record: RunRecord;
  },
): Write[] {
  const { live, capacity, record } = now;
  const { goal, guards } = now.request;
  // The vendor acknowledged an addition that no read shows yet: removals wait for it.
  const additionsFirst = intersection(plan.add, record.acknowledged).length > 0;
  const liveCount = accountCount(live) + unmanaged();
  return schedule({
    plan,
    capacity,
    owned: goal.owned,
    liveCount,
    additionsFirst,
    limit: limitOf(guards, record),
  });
}

function note(
  { done, refused, failure }: WriteResults,
  { facts }: OperationContext,
  record: RunRecord,
): void {
  record.wrote = true;
  for (const { add, remove } of done) {
    for (const account of add) record.acknowledged.add(account);
    for (const account of remove) record.unshown.delete(account);
  }
  const sent = failure === undefined ? done : [...done, failure.write];
  for (const { add } of failure !== undefined && mayCount(failure) ? sent : done) {
    for (const account of add) record.unshown.add(account);
  }
  for (const { remove } of sent) for (const account of remove) record.revoked.add(account);
  for (const [account, { error, kind }] of refused) {
    if (isOwnAccount(facts, error.code)) record.owner = accountOf(account);
    else if (kind === "add" || !isClosedAccount(facts, error.code)) record.refused.set(account, error);
    else if (record.doubted.has(account)) record.closed.set(account, error);
    else record.doubted.set(account, error);
  }
}

/**
 * Whether the vendor refused additions for lack of room, and planned removals can make room. Tried once: then
 * as many removals go first as there are additions.
 */
function makesRoomNext(
  { facts, unmanaged }: OperationContext,
  todo: Plan,
  live: Accounts,
  { refused, failure }: WriteResults,
  record: RunRecord,
): boolean {
  if (record.limit !== undefined || intersection(todo.remove, live).length === 0) return false;
  // The room that removals make is the image's, and not a snapshot's.
  if (snapshotsIn(failure?.write.add ?? []).length > 0) return false;
  const additions = [...refused].flatMap(([account, { error, kind }]) =>
    kind === "add" && account !== record.owner && snapshotOf(account) === undefined
      ? [{ account, error }]
      : [],
  );
  if (failure !== undefined && mayMeanNoRoom(facts, failure)) record.unexplained += 1;
  const isFull =
    additions.length > 0
      ? additions.every(({ error }) => mayBeNoRoom(facts, error.code))
      : record.unexplained >= MAX_UNEXPLAINED || (failure !== undefined && isNoRoom(facts, failure));
  if (!isFull) return false;
  record.limit = accountCount(live) + (unmanaged?.() ?? 0);
  for (const { account } of additions) record.refused.delete(account);
  return true;
}

async function initialRead(context: OperationContext): Promise<Accounts> {
  try {
    return await readAccounts(context);
  } catch (error) {
    throw shareError(context, error, { wrote: false });
  }
}

/** Access after all acknowledged writes, without changes by others. */
function after(before: Accounts, done: readonly Write[]): string[] {
  const removed = new Set(done.flatMap((write) => write.remove));
  return difference(possibleAccess(before, done), removed);
}
