import type { CallOptions } from "../core/backend";
import { VendorError } from "../core/errors";

/** More pages than any real list has: the answer does not end. */
const MAX_PAGES = 1_000;

interface PagedList<Page> {
  /** The entries' name, for the error about a list that does not end. */
  readonly what: string;
  /** Makes a call, and retries it while its failures allow it. */
  repeat(call: (options: CallOptions) => Promise<Page>): Promise<Page>;
  ask(page: string | undefined, options: CallOptions): Promise<Page>;
  /** @returns how many entries there are by now */
  take(page: Page): number;
}

/**
 * Reads a list to its end, page by page, and no page twice.
 *
 * @returns the vendor's name of the action
 * @throws VendorError
 */
export async function paginate<Page extends { readonly next?: string }>(
  list: PagedList<Page>,
): Promise<string> {
  const asked = new Set<string>();
  let page: string | undefined;
  /** The vendor's name: a service may list with one of several actions. */
  let action = "";
  do {
    const answer = await list.repeat((options) => {
      const acquire = (name: string) => {
        action = name;
        return options.acquire(name);
      };
      return list.ask(page, { ...options, acquire });
    });
    const count = list.take(answer);
    page = answer.next;
    if (page !== undefined && (asked.has(page) || asked.size >= MAX_PAGES)) {
      throw new VendorError({
        meaning: "permanent",
        action,
        message: `the list of ${list.what} does not end: page ${page} was returned again after ${count} ${list.what}`,
      });
    }
    if (page !== undefined) asked.add(page);
  } while (page !== undefined);
  return action;
}
