import { parseCount } from "../json";
import { assertEcho, unexpectedResponse } from "../vendor-errors";

/** The number of the next page, if any. The counters are numbers in some services, and text in others. */
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
  // The vendor may return a shorter page than requested.
  const size = parseCount(answer.PageSize) ?? asked.size;
  const listed = (asked.page - 1) * size + count;
  if (count > 0 && listed > total)
    throw unexpectedResponse(action, `TotalCount ${total} and ${listed} entries`);
  const isLast = count === 0 || listed >= total;
  return isLast ? { total } : { total, next: String(asked.page + 1) };
}
