/**
 * Decides which accounts gain and lose access to an image.
 *
 * | live | listed | owned | exclusive | then                    |
 * |------|--------|-------|-----------|-------------------------|
 * | no   | yes    | any   | any       | add                     |
 * | yes  | yes    | any   | any       | keep                    |
 * | yes  | no     | any   | true      | remove                  |
 * | yes  | no     | yes   | false     | remove                  |
 * | yes  | no     | no    | false     | keep, it is foreign     |
 *
 * The owner of the image has access without a share. It is never added or removed, whether it is listed, live or both.
 *
 * owned (from state): accounts that this resource gave access and still manages. These are the accounts of the last list,
 * live or not at the last read, and accounts that could not be removed. Two exceptions to "remove":
 *
 * | the account to remove is …                         | then                                                     |
 * |----------------------------------------------------|----------------------------------------------------------|
 * | additive, another resource of the program lists it | keep, hand over; owned until the other has recorded it   |
 * | closed according to state                          | keep, until a run that writes anyway tries again         |
 *
 * live: has access now, according to the cloud. listed: in the program.
 *
 * With `snapshots: true`, the same holds at each snapshot behind the image: see {@link atSnapshots}.
 */
import { type AccountId, difference, intersection, ofKind } from "./accounts";
import { accountOf, onSnapshot, snapshotsIn } from "./snapshots";

/** What a resource asks of an image. */
export interface Goal {
  readonly listed: readonly AccountId[];
  readonly owned: readonly AccountId[];
  /** Whether unlisted accounts lose access. */
  readonly exclusive: boolean;
  /** Accounts that other resources of the program list: an additive resource hands them over to those. */
  readonly elsewhere?: readonly AccountId[];
  /** Accounts that the last run could not remove, because they do not exist according to the vendor. */
  readonly closed?: readonly AccountId[];
  /** The account that owns the image, if known. */
  readonly owner?: AccountId;
  /** Set if the accounts' access to the snapshots behind the image follows the same list. */
  readonly snapshots?: SnapshotGoal;
}

export interface SnapshotGoal {
  /** The image's snapshots, as far as they are known. */
  readonly ids: readonly string[];
  /** Accounts that this resource owns at every snapshot: those of the last list, if snapshots were managed then. */
  readonly owned: readonly AccountId[];
}

/**
 * The goal with what it means at each snapshot: listed accounts are listed there, and so on.
 *
 * @param seen grantees, for snapshots that the goal does not know
 */
export function atSnapshots(goal: Goal, seen: Iterable<AccountId> = []): Goal {
  const { snapshots } = goal;
  if (snapshots === undefined) return goal;
  const ids = [...new Set([...snapshots.ids, ...snapshotsIn(seen)])];
  const atEach = (accounts: readonly AccountId[]) =>
    ofKind("account", accounts).flatMap((account) => ids.map((id) => onSnapshot(id, account)));
  const { listed, owned, elsewhere } = goal;
  return {
    ...goal,
    listed: [...listed, ...atEach(listed)],
    owned: [...owned, ...atEach(snapshots.owned)],
    ...(elsewhere === undefined ? {} : { elsewhere: [...elsewhere, ...atEach(elsewhere)] }),
  };
}

/** The goal with the snapshots of the image, once they are known. */
export function withSnapshotIds(goal: Goal, ids: readonly string[] | undefined): Goal {
  const { snapshots } = goal;
  return snapshots === undefined || ids === undefined ? goal : { ...goal, snapshots: { ...snapshots, ids } };
}

/** The goal with the owner of the image. */
export function forOwner(goal: Goal, owner: AccountId | undefined): Goal {
  if (owner === undefined) return goal;
  return { ...goal, listed: goal.listed.filter((account) => account !== owner), owner };
}

/** Every live or listed account, in exactly one of the lists; each list sorted. */
export interface Plan {
  readonly add: readonly AccountId[];
  readonly keep: readonly AccountId[];
  readonly remove: readonly AccountId[];
  /** Live, neither listed nor owned; they keep access. */
  readonly foreign: readonly AccountId[];
  /** Live, owned and unlisted; they keep access because another resource lists them. Absent when empty. */
  readonly handedOver?: readonly AccountId[];
  /** Live and unwanted, but the vendor cannot remove accounts that do not exist. Absent when empty. */
  readonly closed?: readonly AccountId[];
}

export function planShare(live: ReadonlySet<AccountId>, asked: Goal): Plan {
  const goal = atSnapshots(asked, live);
  const listed = new Set(othersThan(goal.owner, goal.listed));
  const owned = new Set(goal.owned);
  const unlisted = difference(othersThan(goal.owner, live), listed);
  const elsewhere = new Set(goal.exclusive ? [] : goal.elsewhere);
  const disowned = goal.exclusive ? unlisted : intersection(unlisted, owned);
  const handedOver = intersection(disowned, elsewhere);
  const surplus = difference(disowned, elsewhere);
  const closed = intersection(surplus, new Set(goal.closed));
  return {
    add: difference(listed, live),
    keep: intersection(listed, live),
    remove: difference(surplus, new Set(closed)),
    foreign: difference(unlisted, new Set(disowned)),
    ...(handedOver.length > 0 ? { handedOver } : {}),
    ...(closed.length > 0 ? { closed } : {}),
  };
}

function othersThan(owner: AccountId | undefined, accounts: Iterable<AccountId>): AccountId[] {
  return [...accounts].filter((account) => accountOf(account) !== owner);
}

export function isInSync(plan: Plan): boolean {
  return plan.add.length === 0 && plan.remove.length === 0;
}

/** What state records: accounts that this resource owns, and foreign accounts. */
export interface Ownership {
  /** Live, and listed or still owned: a delete revokes them. */
  readonly accounts: AccountId[];
  readonly foreignAccounts: AccountId[];
}

/**
 * The ownership after any outcome. An account that is unlisted but could not be removed stays owned, so that
 * the next run removes it. A foreign account never becomes an owned one.
 */
export function ownership(
  live: ReadonlySet<AccountId>,
  asked: Pick<Goal, "listed" | "owned" | "owner" | "snapshots">,
): Ownership {
  const goal = atSnapshots({ exclusive: false, ...asked }, live);
  const claimed = new Set([...goal.listed, ...goal.owned]);
  const others = othersThan(goal.owner, live);
  return { accounts: intersection(others, claimed), foreignAccounts: difference(others, claimed) };
}
