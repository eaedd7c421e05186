/** Parses JSON without losing digits. */

/** The JSON in a text; undefined for HTML from a gateway, a truncated body, or an object with a duplicate name. */
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

/** The reviver's third argument in Node.js 22, which the compiler's library lacks: the text of a number. */
interface Source {
  readonly source?: string;
}

/** Exact numbers stay numbers; others become the text of their digits. */
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

/** A text that is not empty, or a number as text. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && text !== "" ? text : undefined;
}

/** A count, which is a number in some services and text in others. */
export function parseCount(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
