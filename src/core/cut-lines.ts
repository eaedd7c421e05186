/**
 * Lines of a preview that name a part of their accounts: of those that gain access or have it already, never of losses.
 * The rest is what the program lists, so that a reader of the program's lists can complete the line.
 */
import { type AccountId, difference, intersection, mostNames, sameSet } from "./accounts";

/** What a line says of its accounts. */
export type CutKind = "gain" | "gain-again" | "has-already";

/** What the program lists for an image, and what state records before. */
export interface Listing {
  readonly listed: readonly AccountId[];
  readonly owned: readonly AccountId[];
  readonly foreign: readonly AccountId[];
}

/** A line that names accounts, and counts `more`. */
export interface CutLine {
  readonly kind: CutKind;
  readonly accounts: readonly AccountId[];
  readonly more: number;
}

/**
 * All accounts of a line; undefined if the listing does not tell.
 *
 * @param others accounts of the other lines about the image
 */
export function completeLine(
  { kind, accounts, more }: CutLine,
  listing: Listing,
  others: Iterable<AccountId>,
): readonly AccountId[] | undefined {
  const all = difference(candidates(kind, listing), new Set(others));
  const isSame =
    all.length === accounts.length + more && intersection(accounts, new Set(all)).length === accounts.length;
  return isSame ? all : undefined;
}

function candidates(kind: CutKind, { listed, owned, foreign }: Listing): readonly AccountId[] {
  if (kind === "gain") return difference(listed, new Set([...owned, ...foreign]));
  return kind === "gain-again" ? intersection(listed, new Set(owned)) : listed;
}

/** Whether a line may name its first accounts alone, because the listing has the rest. */
export function mayCut(
  kind: CutKind,
  accounts: readonly AccountId[],
  listing: Listing,
  others: Iterable<AccountId>,
): boolean {
  const more = accounts.length - mostNames;
  if (more <= 0) return false;
  const all = completeLine({ kind, accounts: accounts.slice(0, mostNames), more }, listing, others);
  // As many accounts may be others: one that state knows and the cloud does not, and one the other way round.
  return all !== undefined && sameSet(all, accounts);
}
