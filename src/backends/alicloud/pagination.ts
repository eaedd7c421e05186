import { parseCount } from "../json";
import { assertEcho, unexpectedResponse } from "../vendor-errors";

/** The number of the page after this one, if any, by counters that are numbers in one service and text in the next. */
export function nextPage(
  action: string,
  answer: Readonly<Record<string, unknown>>,
  asked: { readonly page: number; readonly size: number },
  count: number,
): { readonly next?: string; readonly total: number } {
  const total = parseCount(answer.TotalCount);
  if (total === undefined) throw unexpectedResponse(action, "without TotalCount");
  assertEcho(action, answer, { PageNumber: String(asked.page) });
  if (count === 0 && asked.page === 1 && total > 0)
    throw unexpectedResponse(action, `TotalCount ${total} and nothing`);
  // The vendor may have cut the page shorter than it was asked to be.
  const size = parseCount(answer.PageSize) ?? asked.size;
  const listed = (asked.page - 1) * size + count;
  if (count > 0 && listed > total)
    throw unexpectedResponse(action, `TotalCount ${total} and ${listed} entries`);
  const isLast = count === 0 || listed >= total;
  return isLast ? { total } : { total, next: String(asked.page + 1) };
}
