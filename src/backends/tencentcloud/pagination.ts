import { unexpectedResponse } from "../vendor-errors";

/** Counts the returned entries, because the vendor may return a shorter page than requested. */
export function nextOffset(
  action: string,
  total: unknown,
  offset: number,
  count: number,
): { readonly next?: string; readonly total: number } {
  if (typeof total !== "number") throw unexpectedResponse(action, "without TotalCount");
  const listed = offset + count;
  if (count === 0 && offset < total)
    throw unexpectedResponse(action, `TotalCount ${total} and nothing from ${offset} on`);
  if (count > 0 && listed > total)
    throw unexpectedResponse(action, `TotalCount ${total} and ${listed} entries`);
  return listed < total ? { total, next: String(listed) } : { total };
}
