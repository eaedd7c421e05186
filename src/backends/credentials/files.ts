/** Reads files that hold keys. Messages never quote their contents. */
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { isRecord, parseJson } from "../json";
import { type CloudWords, invalidSource } from "./source";

export function inHome(...path: readonly string[]): string {
  return join(homedir(), ...path);
}

/** A path for messages. */
export function shownPath(path: string): string {
  const home = homedir();
  return home !== "" && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

/** A file's text; undefined where it is not found. @param name of the file for messages */
export async function fileText(path: string, name: string, cloud: CloudWords): Promise<string | undefined> {
  try {
    // Editors on Windows write a byte order mark.
    return (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw invalidSource(`${name} cannot be read: ${code}`, cloud, error);
  }
}

/** The object in a JSON file. */
export function jsonIn(text: string, name: string, cloud: CloudWords): Record<string, unknown> {
  const content = parseJson(text);
  if (isRecord(content)) return content;
  throw invalidSource(`${name} is not the JSON that the tools of ${cloud.title} write`, cloud);
}

export type Sections = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

/** The sections of an INI file. */
export function iniIn(text: string, name: string, cloud: CloudWords): Sections {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const content = line.trim();
    if (content === "" || /^[#;]/.test(content)) continue;
    const title = /^\[(.*)\]$/.exec(content)?.[1]?.trim();
    const [, key, value] = /^([^=]+?)\s*=\s*(.*)$/.exec(content) ?? [];
    if (title !== undefined) {
      section = sections.get(title) ?? new Map();
      sections.set(title, section);
    } else if (key !== undefined && value !== undefined) {
      section?.set(key, value.replace(/^(["'])(.*)\1$/, "$2"));
    } else {
      throw invalidSource(`${name} is not the INI file that the tools of ${cloud.title} write`, cloud);
    }
  }
  return Object.fromEntries([...sections].map(([title, entries]) => [title, Object.fromEntries(entries)]));
}

/** A member that is text. An empty one counts as missing, like in the vendor's tools. */
export function textIn(record: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = record[key];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** @param place the record's place, for messages. @throws ConfigurationError */
export function requireText(
  record: Readonly<Record<string, unknown>>,
  key: string,
  place: string,
  cloud: CloudWords,
): string {
  const value = textIn(record, key);
  if (value !== undefined) return value;
  throw invalidSource(`${place} has no ${key}, or an empty one`, cloud);
}
