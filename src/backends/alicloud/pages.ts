import { senseless } from "../answers";

/** The number of the page after this one, if any, by counters that are numbers in one service and text in the next. */
export function nextPage(
  action: string,
  answer: Readonly<Record<string, unknown>>,
  asked: { readonly page: number; readonly size: number },
  count: number,
): { readonly next?: string } {
  const total = counter(answer.TotalCount);
  if (total === undefined) throw senseless(action, "without TotalCount");
  if (count === 0 && asked.page === 1 && total > 0)
    throw senseless(action, `TotalCount ${total} and nothing`);
  // The vendor may have cut the page shorter than it was asked to be.
  const size = counter(answer.PageSize) ?? asked.size;
  const isLast = count === 0 || (asked.page - 1) * size + count >= total;
  return isLast ? {} : { next: String(asked.page + 1) };
}

function counter(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
}

/** `Name.1`, `Name.2`, … */
export function numbered(name: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
}
