import { checkEcho, counter, senseless } from "../answers";

/** The number of the page after this one, if any, by counters that are numbers in one service and text in the next. */
export function nextPage(
  action: string,
  answer: Readonly<Record<string, unknown>>,
  asked: { readonly page: number; readonly size: number },
  count: number,
): { readonly next?: string; readonly total: number } {
  const total = counter(answer.TotalCount);
  if (total === undefined) throw senseless(action, "without TotalCount");
  checkEcho(action, answer, { PageNumber: String(asked.page) });
  if (count === 0 && asked.page === 1 && total > 0)
    throw senseless(action, `TotalCount ${total} and nothing`);
  // The vendor may have cut the page shorter than it was asked to be.
  const size = counter(answer.PageSize) ?? asked.size;
  const listed = (asked.page - 1) * size + count;
  if (count > 0 && listed > total) throw senseless(action, `TotalCount ${total} and ${listed} entries`);
  const isLast = count === 0 || listed >= total;
  return isLast ? { total } : { total, next: String(asked.page + 1) };
}

/** `Name.1`, `Name.2`, … */
export function numbered(name: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
}
