/** The meaning of a preview for one image: collected line by line, and cleaned up in the end. */
import { type AccountId, difference } from "../../core/accounts";
import type { ImageTarget } from "../../core/target";
import type { Saying } from "./lines";

/** The meaning of a preview for one image. */
export interface ImageReview {
  readonly target: ImageTarget;
  /** Lines that say that the up will refuse or fail. */
  readonly blocked: readonly string[];
  /** Lines about what is not known. */
  readonly notKnown: readonly string[];
  readonly losses: readonly Saying[];
  readonly gains: readonly Saying[];
  readonly keeps: readonly Saying[];
  readonly notes: readonly string[];
}

/** An {@link ImageReview} in the making. */
export interface Draft {
  readonly target: ImageTarget;
  /** Whether the provider printed a line about it. */
  isMentioned: boolean;
  readonly blocked: string[];
  readonly notKnown: string[];
  readonly losses: Saying[];
  readonly gains: Saying[];
  readonly keeps: Saying[];
  readonly notes: string[];
}

export function emptyDraft(target: ImageTarget): Draft {
  const parts = { blocked: [], notKnown: [], losses: [], gains: [], keeps: [], notes: [] };
  return { target, isMentioned: false, ...parts };
}

/** Puts each account in one list: a loss has precedence over a line that it keeps access. */
export function tidied({ isMentioned, ...image }: Draft): ImageReview {
  const losses = grouped(image.losses);
  const lost = new Set(losses.flatMap(({ accounts }) => accounts));
  return {
    ...image,
    blocked: unique(image.blocked),
    notKnown: unique(image.notKnown),
    notes: unique(image.notes),
    losses,
    gains: grouped(image.gains),
    keeps: grouped(image.keeps).flatMap(({ what, accounts }) => {
      const kept = difference(accounts, lost);
      return kept.length > 0 ? [{ what, accounts: kept }] : [];
    }),
  };
}

/** One saying per reason; each account under its first reason. */
function grouped(sayings: readonly Saying[]): Saying[] {
  const said = new Set<AccountId>();
  const groups = new Map<string, AccountId[]>();
  for (const { what, accounts } of sayings) {
    const news = accounts.filter((account) => !said.has(account));
    for (const account of news) said.add(account);
    if (news.length > 0) groups.set(what, [...(groups.get(what) ?? []), ...news]);
  }
  return [...groups].map(([what, accounts]) => ({ what, accounts: accounts.sort() }));
}

export function isWorthALine({ target, ...parts }: ImageReview): boolean {
  return Object.values(parts).some((part) => part.length > 0);
}

export function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)];
}
