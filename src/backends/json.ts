/** JSON from outside, read without losing a digit. */

/** The JSON in a text; undefined for HTML from a gateway, a body cut short, or an object that says two things at once. */
export function parseJson(text: string): unknown {
  let members = 0;
  try {
    const value: unknown = JSON.parse(text, function (this: unknown, _key, inner: unknown, context?: Source) {
      if (!Array.isArray(this)) members++;
      return losslessNumber(inner, context);
    });
    // One more than there are names: the value itself.
    return members === namesIn(text) + 1 ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What Node.js 22 says of a value besides, and the compiler's library does not know: the text of a number. */
interface Source {
  readonly source?: string;
}

/** Numbers stay numbers while they are exact, and become the digits themselves where they are not. */
function losslessNumber(value: unknown, { source }: Source = {}): unknown {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? source : value;
}

/** How many members the objects in a JSON text have. Of two with the same name, the parser keeps the last alone. */
function namesIn(json: string): number {
  let names = 0;
  for (const [text] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"\s*:?/g)) if (text.endsWith(":")) names++;
  return names;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member of an object, or undefined where there is none, or no object. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : undefined), value);
}

/** A text that says something, or a number as text. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && text !== "" ? text : undefined;
}

/** A count, which one service writes as a number and the next as text. */
export function parseCount(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
