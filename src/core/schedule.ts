/**
 * Turns a plan into calls: as few as the service allows, in the safest order.
 *
 * Additions go first, so that no account loses access before others have it. If that would pass the image's
 * limit, just enough removals go first, foreign accounts before owned ones. A call that adds and removes
 * counts as if it added first, because no vendor documents that the sum decides. A grantee of
 * another kind takes a call of its own, and so do the accounts of a snapshot: an account that sees the image can copy it
 * at once, because additions to snapshots go first and removals from them last.
 */
import { type AccountId, countedOnly } from "./accounts";
import { isCounted } from "./grantees";
import type { Plan } from "./plan";
import type { CallCapacity } from "./service-facts";
import { listAt, snapshotOf, snapshotsIn } from "./snapshots";
import type { CallCounts } from "./upcoming-calls";

/** One call: accounts to add, accounts to remove. Never both empty. */
export interface Write {
  readonly add: readonly AccountId[];
  readonly remove: readonly AccountId[];
}

export interface ScheduleInput {
  readonly plan: Pick<Plan, "add" | "remove">;
  readonly owned: readonly AccountId[];
  /** How many accounts have access before the first call. */
  readonly liveCount: number;
  readonly limit?: number;
  readonly capacity: CallCapacity;
  /** Whether to omit removals that the additions do not need: they wait for a read that shows the additions. */
  readonly additionsFirst?: boolean;
}

/** How many grantees count towards the image's limit. */
export function accountCount(accounts: ReadonlySet<AccountId>): number {
  return countedOnly(accounts).length;
}

export function schedule(input: ScheduleInput): Write[] {
  const { add, remove } = input.plan;
  const others = (list: readonly AccountId[]) => callsForOthers(list, input.capacity);
  return [
    ...others(add).map((own) => ({ add: own, remove: [] })),
    ...scheduleAccounts({ ...input, plan: { add: countedOnly(add), remove: countedOnly(remove) } }),
    ...(input.additionsFirst ? [] : others(remove).map((own) => ({ add: [], remove: own }))),
  ];
}

/** How many calls a change takes that needs no call twice: a read before, the writes, a read after. Each snapshot has a list to read. */
export function callsFor(
  { capacity }: { readonly capacity: CallCapacity },
  plan: ScheduleInput["plan"],
): CallCounts {
  const lists = 1 + snapshotsIn([...plan.add, ...plan.remove]).length;
  return { read: 2 * lists, write: schedule({ plan, capacity, owned: [], liveCount: 0 }).length };
}

/** The grantees of each call that does not change the access to the image itself. */
function callsForOthers(list: readonly AccountId[], capacity: CallCapacity): AccountId[][] {
  const calls = new Map<string, AccountId[]>();
  for (const grantee of list.filter((one) => !isCounted(one))) {
    listAt(calls, snapshotOf(grantee) ?? grantee).push(grantee);
  }
  return [...calls.values()].flatMap((grantees) => chunks(grantees, capacity.snapshot ?? grantees.length));
}

function scheduleAccounts(input: ScheduleInput): Write[] {
  const { plan, capacity } = input;
  const room = (input.limit ?? Number.POSITIVE_INFINITY) - input.liveCount;
  const mustGoFirst = Math.min(plan.remove.length, Math.max(0, plan.add.length - room));
  const removals = expendableFirst(plan.remove, new Set(input.owned));
  const early = removals.slice(0, mustGoFirst);
  const late = input.additionsFirst ? [] : removals.slice(mustGoFirst);
  if (capacity.together === "never") {
    return [
      ...chunks(early, capacity.remove).map((remove) => ({ add: [], remove })),
      ...chunks(plan.add, capacity.add).map((add) => ({ add, remove: [] })),
      ...chunks(late, capacity.remove).map((remove) => ({ add: [], remove })),
    ];
  }
  return fillLate(makeRoomAndAdd(plan.add, early, room, capacity), late, capacity);
}

function expendableFirst(removals: readonly AccountId[], owned: ReadonlySet<AccountId>): AccountId[] {
  return [
    ...removals.filter((account) => !owned.has(account)),
    ...removals.filter((account) => owned.has(account)),
  ];
}

/** Calls with all additions and the early removals. Each call stays within the room that earlier calls left. */
function makeRoomAndAdd(
  additions: readonly AccountId[],
  early: readonly AccountId[],
  room: number,
  capacity: CallCapacity,
): Write[] {
  const calls: Write[] = [];
  let added = 0;
  let removed = 0;
  while (added < additions.length) {
    // After all early removals there is room for the rest, or the guards have refused the plan.
    const free = removed < early.length ? Math.max(0, room - added + removed) : capacity.add;
    const add = additions.slice(added, added + Math.min(capacity.add, free));
    const remove = early.slice(removed, removed + spareForRemovals({ add, remove: [] }, capacity));
    calls.push({ add, remove });
    added += add.length;
    removed += remove.length;
  }
  return calls;
}

/** Puts the late removals into the free space of the last calls, and then into calls of their own. */
function fillLate(calls: readonly Write[], late: readonly AccountId[], capacity: CallCapacity): Write[] {
  let spare = calls.reduce((sum, call) => sum + spareForRemovals(call, capacity), 0);
  let taken = 0;
  const filled = calls.map((call) => {
    const mine = spareForRemovals(call, capacity);
    spare -= mine;
    const take = Math.min(mine, Math.max(0, late.length - taken - spare));
    const remove = [...call.remove, ...late.slice(taken, taken + take)];
    taken += take;
    return { add: call.add, remove };
  });
  return [...filled, ...chunks(late.slice(taken), capacity.remove).map((remove) => ({ add: [], remove }))];
}

function spareForRemovals(call: Write, capacity: CallCapacity): number {
  const used = capacity.together === "sum" ? call.add.length + call.remove.length : call.remove.length;
  return Math.max(0, capacity.remove - used);
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size));
  return parts;
}
