/** JSON with integers as bigints, so that they keep all digits: Node.js 22 exposes the text of a number. */

/** The reviver's third argument, which the compiler's library lacks. */
interface Source {
  readonly source?: string;
}

const { rawJSON } = JSON as typeof JSON & { rawJSON(text: string): unknown };

/** @throws SyntaxError, or RangeError for deeply nested lists */
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
