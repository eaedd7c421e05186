import { senseless } from "../answers";

/** Where a page stands in its list, by counters that one service writes as numbers and the next as text. */
export function hasMorePages(
  action: string,
  answer: Readonly<Record<string, unknown>>,
  asked: { readonly page: number; readonly size: number },
  count: number,
): boolean {
  const total = counter(answer.TotalCount);
  if (total === undefined) throw senseless(action, "without TotalCount");
  // The vendor may have cut the page shorter than it was asked to be.
  const size = counter(answer.PageSize) ?? asked.size;
  return count > 0 && (asked.page - 1) * size + count < total;
}

function counter(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
}

/** `Name.1`, `Name.2`, … */
export function numbered(name: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
}
