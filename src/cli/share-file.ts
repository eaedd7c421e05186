/** Reads a file: the configuration under `image-share:`, and the shares as written. */
import { readFile } from "node:fs/promises";
import type { ConfigSource } from "../app/config";
import { cloudSections } from "../backends/registry";
import { codeOf, isMembers, namespaceIn, SECRET, shareFileError } from "./config-document";
import { runPulumi } from "./pulumi";
import { readAll, type Terminal } from "./terminal";

export interface ShareFile {
  /** The file's name, for messages. */
  readonly label: string;
  readonly configuration: ConfigSource;
  /** As written and unchecked; undefined if the file has none. */
  readonly shares: unknown;
  /** Hints about the file. */
  readonly notes: readonly string[];
  /** Names of the profiles whose keys are encrypted, with the path of one. */
  readonly unreadableProfiles: ReadonlyMap<string, string>;
}

/** Without a file, credentials come from the vendor's default chain. */
export const emptyFile: ShareFile = shareFile("", new Map());

const showSecrets =
  'pipe "pulumi config --json --show-secrets" into --config -, or leave the keys to environment variables';

function encrypted(...paths: readonly string[]): string {
  const [are, them] = paths.length === 1 ? ["is", "it"] : ["are", "them"];
  return `${paths.join(" and ")} ${are} encrypted, and only Pulumi can read ${them}: ${showSecrets}`;
}

/** @param path `-` for standard input. @throws ConfigurationError */
export async function readShareFile(path: string, terminal: Terminal): Promise<ShareFile> {
  const label = path === "-" ? "standard input" : path;
  return shareFile(label, await namespaceIn(await contents(path, label, terminal), label));
}

/** The configuration of a stack, with its secrets, as Pulumi prints it. @throws ConfigurationError */
export async function readStack(stack: string, { interrupted }: Terminal): Promise<ShareFile> {
  const label = `the stack ${stack}`;
  const args = ["config", "--non-interactive", "--json", "--show-secrets", "--stack", stack];
  const text = await runPulumi(args, interrupted).catch((error: Error) => {
    throw shareFileError(
      `the configuration of ${label} cannot be read: ${error.message}. Run this in the folder of its Pulumi.yaml`,
      error,
    );
  });
  return shareFile(label, await namespaceIn(text, label));
}

async function contents(path: string, label: string, terminal: Terminal): Promise<string> {
  try {
    return path === "-" ? await readAll(terminal) : await readFile(path, "utf8");
  } catch (error) {
    throw shareFileError(`${label} cannot be read (${codeOf(error)})`, error);
  }
}

function shareFile(label: string, namespace: ReadonlyMap<string, unknown>): ShareFile {
  const values = new Map<string, unknown>();
  const sectionsLeftOut: string[] = [];
  const unreadableProfiles = new Map<string, string>();
  for (const [key, value] of namespace) {
    const path = hiddenPath(value, `image-share:${key}`);
    if (path === undefined) values.set(key, value);
    else if (Object.hasOwn(cloudSections, key)) {
      sectionsLeftOut.push(path);
      values.set(key, withoutKeys(value));
    } else if (key === "profiles" && isMembers(value)) {
      const [readable, unreadable] = split(value);
      values.set(key, readable);
      for (const [profile, where] of unreadable) unreadableProfiles.set(profile, where);
    } else throw shareFileError(`${label}: ${encrypted(path)}`);
  }
  const { shares, ...settings } = Object.fromEntries(values);
  return {
    label,
    configuration: asConfiguration(settings),
    shares: fromText(shares),
    notes:
      sectionsLeftOut.length === 0
        ? []
        : [`${encrypted(...sectionsLeftOut)}. Taking the keys from the environment now`],
    unreadableProfiles,
  };
}

/** @throws ConfigurationError if the keys of a used profile cannot be read */
export function checkProfiles(file: ShareFile, profiles: Iterable<string | undefined>): void {
  for (const profile of profiles) {
    const path = profile === undefined ? undefined : file.unreadableProfiles.get(profile);
    if (path !== undefined) throw shareFileError(`${file.label}: ${encrypted(path)}`);
  }
}

/** Objects arrive as JSON, as in the engine's configuration. */
function asConfiguration(settings: Readonly<Record<string, unknown>>): ConfigSource {
  const entries = Object.entries(settings).filter(([, value]) => value !== null && value !== undefined);
  const texts = new Map(
    entries.map(([key, value]) => [
      `image-share:${key}`,
      typeof value === "object" ? JSON.stringify(value) : String(value),
    ]),
  );
  return { keys: [...texts.keys()], get: (key) => texts.get(key) };
}

/** `pulumi config set image-share:shares '[…]'` stores the list as a text. */
function fromText(shares: unknown): unknown {
  if (typeof shares !== "string") return shares;
  try {
    return JSON.parse(shares);
  } catch {
    throw shareFileError("image-share:shares must be a list of shares, and is a text that is not JSON");
  }
}

/** The path of the first encrypted value. */
function hiddenPath(value: unknown, path: string): string | undefined {
  if (value === SECRET) return path;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = hiddenPath(inner, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Keeps the endpoint and the site, which are not secret. */
function withoutKeys(section: unknown): unknown {
  if (!isMembers(section)) return undefined;
  const said = ["endpoint", "site"].filter((name) => typeof section[name] === "string");
  return said.length === 0 ? undefined : Object.fromEntries(said.map((name) => [name, section[name]]));
}

function split(profiles: Readonly<Record<string, unknown>>) {
  const unreadable = Object.entries(profiles).flatMap(([name, sections]) => {
    const path = hiddenPath(sections, `image-share:profiles.${name}`);
    return path === undefined ? [] : [[name, path] as const];
  });
  const names = new Set(unreadable.map(([name]) => name));
  const readable = Object.fromEntries(Object.entries(profiles).filter(([name]) => !names.has(name)));
  return [readable, unreadable] as const;
}
