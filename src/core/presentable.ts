/** Text on its way to a terminal: harmless, and with the names that people gave to accounts. */

/**
 * @param names what people call accounts, by ID; an ID that is followed by its name is left as it is
 * @returns one line, without control characters
 */
export function presentable(text: string, names: Readonly<Record<string, string>>): string {
  const labelled = text.replace(/(?<![\w.-])\d+(?![\w-])/g, (id, at: number) => {
    const name = Object.hasOwn(names, id) ? names[id] : undefined;
    const label = `${id} (${name})`;
    return name === undefined || text.startsWith(label, at) ? id : label;
  });
  return printable(labelled);
}

/** What others wrote, made harmless: control and format characters become spaces. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
}

/** The longest name that is shown: whatever is longer may be a key, written in the wrong place. */
const MOST_SHOWN = 28;

/** A name that somebody gave, for a message. */
export function shortName(name: string): string {
  const shown = printable(name);
  return shown.length > MOST_SHOWN ? `… (${shown.length} characters)` : shown;
}
