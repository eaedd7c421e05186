/** How access to an image differs from what the shares of a file list. */
import { type AccountId, difference, sortedUnique } from "../core/accounts";
import type { Plan } from "../core/plan";

export interface Difference {
  /** Listed by a share, and without access. */
  readonly missing: readonly AccountId[];
  /** Have access, are listed by no share, and would lose it. */
  readonly unlisted: readonly AccountId[];
  /** Have access, are listed by no share, and keep it: exclusive: false. */
  readonly foreign: readonly AccountId[];
}

/** Several shares of one image are additive: what one of them lists is listed. */
export function compare(
  shares: readonly { readonly plan: Plan; readonly listed: readonly AccountId[] }[],
  live: ReadonlySet<AccountId>,
): Difference {
  const listed = new Set(shares.flatMap((share) => share.listed));
  const unlisted = difference(
    shares.flatMap(({ plan }) => plan.remove),
    listed,
  );
  const foreign = difference(
    shares.flatMap(({ plan }) => plan.foreign),
    new Set([...listed, ...unlisted]),
  );
  const missing = sortedUnique(shares.flatMap(({ plan }) => plan.add)).filter(
    (account) => !live.has(account),
  );
  return { missing, unlisted, foreign };
}
