/** JSON whose integers keep all their digits, as bigints: Node.js 22 hands over the text of a number, and takes it. */

/** What the platform says of a value besides, and the compiler's library does not know. */
interface Source {
  readonly source?: string;
}

const { rawJSON } = JSON as typeof JSON & { rawJSON(text: string): unknown };

/** @throws SyntaxError, or RangeError for lists in lists in lists */
export function parse(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, { source = "" }: Source = {}) =>
    Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(source)
      ? BigInt(source)
      : value,
  );
}

export function stringify(value: unknown, indent?: number): string {
  const replaced = (_key: string, inner: unknown) =>
    typeof inner === "bigint" ? rawJSON(String(inner)) : inner;
  return JSON.stringify(value, replaced, indent);
}
