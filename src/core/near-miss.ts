/** Finds account IDs that are probably one ID and its misspelling. */
import type { AccountId } from "./accounts";

/** Two accounts of which one may have been written for the other. */
export interface NearMiss {
  readonly written: AccountId;
  readonly other: AccountId;
  /** Completes "… and … differ by". */
  readonly by: "one digit" | "two digits that changed places";
}

/** More of these in one list are an ordinary series of IDs, not misspellings. */
const MAX_NEAR_MISSES = 3;

/** IDs that are short differ by a digit for no reason. */
const ID = /^\d{9,}$/;

/** Pairs of `written` and `others` that differ by one digit, or by two neighbours that changed places. */
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

/** What the hint says: "X and Y differ by one digit". */
export function describeNearMiss({ written, other, by }: NearMiss): string {
  return `${written} and ${other} differ by ${by}`;
}

function differenceOf(left: AccountId, right: AccountId): NearMiss["by"] | undefined {
  if (!ID.test(left) || !ID.test(right) || Math.abs(left.length - right.length) > 1) return undefined;
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  const start = commonLength(short, long);
  const [shortRest, longRest] = [short.slice(start), long.slice(start)];
  if (short.length < long.length) return shortRest === longRest.slice(1) ? "one digit" : undefined;
  if (shortRest.slice(1) === longRest.slice(1)) return shortRest === "" ? undefined : "one digit";
  const isSwapped =
    shortRest[0] === longRest[1] && shortRest[1] === longRest[0] && shortRest.slice(2) === longRest.slice(2);
  return isSwapped ? "two digits that changed places" : undefined;
}

/** How many characters both begin with. */
function commonLength(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return length;
}
