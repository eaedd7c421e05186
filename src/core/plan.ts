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
 * The owner of the image has access without a share: it is neither added nor removed, whether it is listed, live or both.
 *
 * owned: given access by this resource and not let go since (state): what the program listed the last time, whether
 * or not it was live at the last look, and what could not be removed. Two exceptions to "remove":
 *
 * | of an account that should be removed               | then                                                     |
 * |----------------------------------------------------|----------------------------------------------------------|
 * | additive, another resource of the program lists it | keep, hand over; owned until the other has recorded it   |
 * | closed according to state                          | keep, until a run that writes anyway tries again         |
 *
 * live: shared according to the cloud, now. listed: in the program.
 */
import { type AccountId, difference, intersection } from "./accounts";

/** What a resource wants of an image. */
export interface Goal {
  readonly listed: readonly AccountId[];
  readonly owned: readonly AccountId[];
  /** Whether accounts that nobody listed lose access. */
  readonly exclusive: boolean;
  /** Accounts that other resources of the program list: an additive resource hands them over. */
  readonly elsewhere?: readonly AccountId[];
  /** Accounts that could not be removed the last time, because they do not exist according to the vendor. */
  readonly closed?: readonly AccountId[];
  /** The account that owns the image, where it is known. */
  readonly owner?: AccountId;
}

/** The goal for an image whose owner is known. */
export function forOwner(goal: Goal, owner: AccountId | undefined): Goal {
  if (owner === undefined) return goal;
  return { ...goal, listed: goal.listed.filter((account) => account !== owner), owner };
}

/** Every live or listed account, in exactly one of the lists; each list sorted. */
export interface Plan {
  readonly add: readonly AccountId[];
  readonly keep: readonly AccountId[];
  readonly remove: readonly AccountId[];
  /** Live, neither listed nor owned, and left alone. */
  readonly foreign: readonly AccountId[];
  /** Live, owned and unlisted; they stay because another resource lists them. Absent when empty. */
  readonly handedOver?: readonly AccountId[];
  /** Live, and not to be; but the vendor takes access from no account that does not exist. Absent when empty. */
  readonly closed?: readonly AccountId[];
}

export function planShare(live: ReadonlySet<AccountId>, goal: Goal): Plan {
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
  return [...accounts].filter((account) => account !== owner);
}

export function isInSync(plan: Plan): boolean {
  return plan.add.length === 0 && plan.remove.length === 0;
}

/** What state records: who has access because of this resource, and who has it for other reasons. */
export interface Ownership {
  /** Live, and listed or still owned: what a delete revokes. */
  readonly accounts: AccountId[];
  readonly foreignAccounts: AccountId[];
}

/**
 * What is true after any outcome. An account that is unlisted but could not be removed stays owned, so that
 * the next run still removes it; a foreign account never becomes an owned one.
 */
export function ownership(
  live: ReadonlySet<AccountId>,
  goal: Pick<Goal, "listed" | "owned" | "owner">,
): Ownership {
  const claimed = new Set([...goal.listed, ...goal.owned]);
  const others = othersThan(goal.owner, live);
  return { accounts: intersection(others, claimed), foreignAccounts: difference(others, claimed) };
}
