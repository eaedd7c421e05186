/** Words that the page, the summary and the terminal share. */
import type { Report } from "./model";

export function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count.toLocaleString("en-US")} ${what}s`;
}

/** "200 images, 180 of them shared with 500 accounts" */
export function totalsLine({ totals, complete }: Report): string {
  const { images, shared, accounts } = totals;
  const line = `${counted(images, "image")}, ${shared.toLocaleString("en-US")} of them shared, with ${counted(accounts, "account")}`;
  return complete ? line : `${line}, as far as could be seen`;
}

/** What is said before anything else of a report that is not whole; undefined of one that is. */
export function incompleteLine({ complete, totals }: Report): string | undefined {
  if (complete) return undefined;
  return `This report is not complete: ${counted(totals.notRead, "place or image").replace("place or images", "places or images")} could not be looked at. Who can use them is not known.`;
}
