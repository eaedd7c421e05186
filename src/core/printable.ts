/** Text on its way to a terminal: harmless, and with the names that people gave to accounts. */

/**
 * @param names what people call accounts, by ID; an ID that is followed by its name is left as it is
 * @returns one line, without control characters
 */
export function formatForTerminal(text: string, names: Readonly<Record<string, string>>): string {
  const clean = stripControlChars(text);
  let labelled = "";
  let done = 0;
  for (const { 0: id, index } of clean.matchAll(/(?<![\w.-])\d+(?![\w-])/g)) {
    const label = Object.hasOwn(names, id) ? labelOf(id, names[id] ?? "") : id;
    // What stands in a label already is part of a name.
    if (index < done) continue;
    labelled += clean.slice(done, index) + label;
    done = index + (clean.startsWith(label, index) ? label : id).length;
  }
  return labelled + clean.slice(done);
}

/** A name must not look like the end of its label, or else what follows in it would pass for another account. */
function labelOf(id: string, name: string): string {
  const shown = stripControlChars(name).replaceAll("(", "[").replaceAll(")", "]");
  return shown === "" ? id : `${id} (${shown})`;
}

/** What others wrote, made harmless: control and format characters become spaces. */
export function stripControlChars(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
}

/** The longest name or value that is shown: what is longer may be a key, written in the wrong place. */
const MAX_SHOWN = 28;

/** A name that somebody gave, for a message. */
export function truncate(name: string): string {
  const shown = stripControlChars(name);
  return shown.length > MAX_SHOWN ? `… (${shown.length} characters)` : shown;
}

/** A value as its author would recognise it, harmless for a terminal. */
export function shown(value: unknown): string {
  if (value === undefined) return "absent";
  const json = stripControlChars(asJson(value));
  return json.length > MAX_SHOWN + 2 ? `a value of ${json.length} characters` : json;
}

/** What JSON cannot hold is named by its type. */
function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return `${typeof value === "object" ? "an object" : `a ${typeof value}`} that is not JSON`;
  }
}
