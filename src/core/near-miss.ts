/** Finds pairs of account IDs that are probably one ID and its misspelling. */
import type { AccountId } from "./accounts";

/** Two similar accounts: one may be a misspelling of the other. */
export interface NearMiss {
  readonly written: AccountId;
  readonly other: AccountId;
  /** Completes "A and B differ by". */
  readonly by: "one digit" | "two digits that changed places";
}

/** More pairs in one list are a series of IDs, not misspellings. */
const MAX_NEAR_MISSES = 3;

/** Accounts and projects. Short IDs often differ by one digit, so they are not compared. */
const ID = /^(?:\d{9,}|[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

/** Pairs of `written` and `others` that differ by one digit, or by two adjacent digits that changed places. */
export function nearMisses(written: readonly AccountId[], others: readonly AccountId[]): NearMiss[] {
  const pairs = written.flatMap((one) => {
    const found = others.flatMap((other) => {
      const by = differenceOf(one, other);
      return by === undefined ? [] : [{ written: one, other, by }];
    });
    return found.slice(0, 1);
  });
  return pairs.slice(0, MAX_NEAR_MISSES);
}

/** "X and Y differ by one digit". */
export function describeNearMiss({ written, other, by }: NearMiss): string {
  return `${written} and ${other} differ by ${by}`;
}

function differenceOf(left: AccountId, right: AccountId): NearMiss["by"] | undefined {
  if (left === right || !ID.test(left) || !ID.test(right)) return undefined;
  const start = commonLength(left, right);
  const [one, other] = [left.slice(start), right.slice(start)];
  // A different digit, or an additional digit on one side.
  const isOneDigit = one.slice(1) === other.slice(1) || one.slice(1) === other || one === other.slice(1);
  if (isOneDigit) return "one digit";
  const isSwapped = one[0] === other[1] && one[1] === other[0] && one.slice(2) === other.slice(2);
  return isSwapped ? "two digits that changed places" : undefined;
}

/** The length of the common prefix. */
function commonLength(left: string, right: string): number {
  const length = [...left].findIndex((character, place) => character !== right[place]);
  return length === -1 ? left.length : length;
}
