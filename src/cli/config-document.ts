/**
 * Parses the files that hold shares. The shape tells them apart; the result is the namespace `image-share:`.
 *
 * | file                                  | shape                                              |
 * |---------------------------------------|----------------------------------------------------|
 * | stack configuration                   | `config: { "image-share:shares": […], … }`         |
 * | `pulumi config --json --show-secrets` | `{ "image-share:shares": { value, objectValue } }` |
 * | share file (JSON or YAML)             | `{ shares: […], … }`, or the list alone            |
 */
import { ConfigurationError } from "../core/errors";

const PREFIX = "image-share:";

type Members = Readonly<Record<string, unknown>>;

/** Stands for an encrypted value. */
export const SECRET = Symbol("a secret that only Pulumi can read");

/** Values by key, without the prefix; {@link SECRET} replaces encrypted values. @throws ConfigurationError */
export async function namespaceIn(text: string, label: string): Promise<Map<string, unknown>> {
  const document = await parsed(text, label);
  if (Array.isArray(document)) return new Map([["shares", withHidden(document)]]);
  if (isMembers(document)) {
    if (isMembers(document.config)) return prefixed(document.config, withHidden);
    if ("shares" in document) return new Map(Object.entries(withHidden(document) as Members));
    const values = Object.values(document);
    if (values.length > 0 && values.every(isPrintedValue)) return prefixed(document, printedValue);
  }
  throw shareFileError(
    `${label} is neither stack configuration (config: with keys under ${PREFIX}), nor what "pulumi config --json" ` +
      "prints, nor a share file ({ shares: [ … ] }): see docs/reference/command-line.md",
  );
}

export function shareFileError(message: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError(message, "share-file", cause);
}

/** The system's error code, such as ENOENT. */
export function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : String(error);
}

/** JSON first, because YAML refuses the tabs that may indent JSON. */
async function parsed(text: string, label: string): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return fromYaml(text, label);
  }
}

/** Loads the parser only here, because it takes longer than the rest. Omits the parser's messages, because they quote the file, which may hold secrets. */
async function fromYaml(text: string, label: string): Promise<unknown> {
  const { parseDocument } = await import("yaml");
  const document = parseDocument(text, { prettyErrors: true, logLevel: "silent", stringKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const [{ line, col } = { line: 0, col: 0 }] = error.linePos ?? [];
    throw shareFileError(`${label} is not YAML or JSON: ${error.code} in line ${line}, column ${col}`);
  }
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw shareFileError(`${label} is not YAML or JSON: it has aliases without end or without an anchor`);
  }
}

function prefixed(members: Members, value: (value: unknown) => unknown): Map<string, unknown> {
  const ours = Object.entries(members).filter(([key]) => key.startsWith(PREFIX));
  return new Map(ours.map(([key, member]) => [key.slice(PREFIX.length), value(member)]));
}

/** Whether `pulumi config --json` printed this for one key. */
function isPrintedValue(value: unknown): boolean {
  return isMembers(value) && ("value" in value || typeof value.secret === "boolean");
}

function printedValue(value: unknown): unknown {
  if (!isMembers(value)) return value;
  // Without --show-secrets, a secret is printed without its value.
  return withHidden(value.objectValue ?? value.value ?? SECRET);
}

/** Replaces every encrypted value with {@link SECRET}. */
function withHidden(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withHidden);
  if (!isMembers(value)) return value === "[secret]" ? SECRET : value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === "secure") return SECRET;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withHidden(inner)]));
}

export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
