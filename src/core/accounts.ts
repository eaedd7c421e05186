import { granteeLabel, isCounted, kindOf } from "./grantees";
import type { GranteeKind } from "./service-facts";
import { inWords } from "./snapshots";

/** A cloud account, as the vendor writes it. A string from end to end: numbers lose digits above 2^53. */
export type AccountId = string;

/**
 * Stands among account IDs for the one grantee of the kind `own-ecs` (`shareToEcs`). It is planned like any
 * account, and takes a call of its own.
 */
export const OWN_ECS: AccountId = "own-ecs";

/** Accounts for a message: it names every one. */
export function formatAccounts(accounts: Iterable<AccountId>): string {
  return inWords([...accounts], granteeLabel);
}

/** In a line about gains, more accounts are counted, because such a line costs nobody access. */
export const mostNames = 20;

/** Accounts that gain access, for a message: the first ones, and how many more there are. */
export function formatGains(accounts: readonly AccountId[]): string {
  const rest = accounts.length - mostNames;
  return rest <= 0
    ? formatAccounts(accounts)
    : `${formatAccounts(accounts.slice(0, mostNames))} and ${rest} more`;
}

export function ofKind(kind: GranteeKind, accounts: Iterable<AccountId>): AccountId[] {
  return [...accounts].filter((grantee) => kindOf(grantee) === kind);
}

/** Leaves out grantees that do not count towards the image's limit. */
export function countedOnly(accounts: Iterable<AccountId>): AccountId[] {
  return [...accounts].filter(isCounted);
}

/** Sorted and without duplicates, because order and repetition in a program are not a change. */
export function sortedUnique(accounts: Iterable<AccountId>): AccountId[] {
  return [...new Set(accounts)].sort();
}

export function difference(accounts: Iterable<AccountId>, others: ReadonlySet<AccountId>): AccountId[] {
  return sortedUnique(accounts).filter((account) => !others.has(account));
}

export function intersection(accounts: Iterable<AccountId>, others: ReadonlySet<AccountId>): AccountId[] {
  return sortedUnique(accounts).filter((account) => others.has(account));
}

export function sameSet(left: Iterable<AccountId>, right: Iterable<AccountId>): boolean {
  return sortedUnique(left).join() === sortedUnique(right).join();
}
