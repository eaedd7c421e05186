/** What a run means for each account over all images: an account that loses 200 images is one line, and the first. */
import { type AccountId, formatAccounts } from "./accounts";
import { accountsBehind } from "./snapshots";

/** The changes of one image. */
export interface ImageChanges {
  readonly gains: readonly AccountId[];
  readonly losses: readonly AccountId[];
}

/** Lines for accounts. */
export interface AccountLines {
  readonly losses: readonly string[];
  readonly gains: readonly string[];
}

/** More lines about gains are counted. Lines about losses are never cut. */
const MOST_LINES = 20;

/** @param will how sure it is: "will" or "would". @param name formats one account, for example with its name */
export function accountLines(
  images: readonly ImageChanges[],
  will: "will" | "would",
  name: (account: AccountId) => string = (account) => formatAccounts([account]),
): AccountLines {
  const say = (part: keyof ImageChanges, verb: string) =>
    ranked(images.map((image) => accountsBehind(image[part]))).map(
      ([account, count]) => `${name(account)} ${will} ${verb} access to ${count} images`,
    );
  const gains = say("gains", "gain");
  const rest = gains.length - MOST_LINES;
  const many = `${rest} more ${rest === 1 ? "account" : "accounts"} ${will} gain access to several images`;
  return {
    losses: say("losses", "lose"),
    gains: [...gains.slice(0, MOST_LINES), ...(rest > 0 ? [many] : [])],
  };
}

/** Accounts of several images, those with the most first. The lines of an image say enough about an account of one. */
function ranked(lists: readonly (readonly AccountId[])[]): [AccountId, number][] {
  const counts = new Map<AccountId, number>();
  for (const account of lists.flatMap((list) => [...new Set(list)])) {
    counts.set(account, (counts.get(account) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort(([left, most], [right, other]) => other - most || (left < right ? -1 : 1));
}
