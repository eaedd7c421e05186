/** Text for a terminal: without control characters, and with the configured names of accounts. */

/**
 * How IDs stand in a text: an ARN of an organisation, whose account is a part of it, a project of OpenStack, or the digits
 * of an account.
 */
export const idInText =
  /(?<![\w.-])(?:arn:[\w-]+:organizations::\d+:[a-z]+\/[\w/-]+|(?:[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d+)(?![\w-]))/;

const everyId = new RegExp(idInText, "g");

/**
 * @param names names of accounts by ID; an ID that already has its name stays as it is
 * @returns one line, without control characters
 */
export function formatForTerminal(text: string, names: Readonly<Record<string, string>>): string {
  const clean = stripControlChars(text);
  let labelled = "";
  let done = 0;
  for (const { 0: id, index } of clean.matchAll(everyId)) {
    const label = Object.hasOwn(names, id) ? labelOf(id, names[id] ?? "") : id;
    // An ID inside a label is part of a name.
    if (index < done) continue;
    labelled += clean.slice(done, index) + label;
    done = index + (clean.startsWith(label, index) ? label : id).length;
  }
  return labelled + clean.slice(done);
}

/** Brackets in a name would end its label early, and the rest would look like another account. */
function labelOf(id: string, name: string): string {
  const shown = stripControlChars(name).replaceAll("(", "[").replaceAll(")", "]");
  return shown === "" ? id : `${id} (${shown})`;
}

/** Replaces control and format characters with spaces. */
export function stripControlChars(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
}

/** A longer name or value may be a secret in the wrong field: messages do not repeat it. */
const MAX_SHOWN = 28;

/** A name from the user, for a message. */
export function truncate(name: string): string {
  const shown = stripControlChars(name);
  return shown.length > MAX_SHOWN ? `… (${shown.length} characters)` : shown;
}

/** A value as its author wrote it, safe for a terminal. */
export function shown(value: unknown): string {
  if (value === undefined) return "absent";
  const json = stripControlChars(asJson(value));
  return json.length > MAX_SHOWN + 2 ? `a value of ${json.length} characters` : json;
}

/** The value as JSON, or its type if JSON cannot hold it. */
function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return `${typeof value === "object" ? "an object" : `a ${typeof value}`} that is not JSON`;
  }
}
