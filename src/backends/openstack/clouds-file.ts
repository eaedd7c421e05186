/** Logins in clouds.yaml, with the secrets in secure.yaml beside it: the files of OpenStack's own clients. */
import { dirname, join } from "node:path";
import type { DocumentOptions, ParseOptions, SchemaOptions } from "yaml";
import { variable } from "../credentials/environment";
import { fileText, inHome, shownPath, textIn } from "../credentials/files";
import { invalidSource } from "../credentials/source";
import { isRecord, member } from "../json";
import { openstackWords } from "./config";
import { olderNames, pickSettings, type Settings, withDefaultDomain } from "./settings";

type Entry = Readonly<Record<string, unknown>>;

/** A file with clouds in it. */
interface CloudsFile {
  readonly path: string;
  readonly clouds: Entry;
}

/** Names of an entry that change what a login is, and are not read here. `cloud` is an older `profile`. */
const unread = ["profile", "cloud", "cert", "key", "passcode"];
const unreadInAuth = ["system_scope", "domain_id", "domain_name", "trust_id", "passcode"];

const suffixes = [".yaml", ".yml", ".json"];

/** The folders in which the clients look, in their order. */
function folders(): string[] {
  return ["", inHome(".config", "openstack"), "/etc/openstack"];
}

function filesIn(places: readonly string[], name: string): string[] {
  return places.flatMap((place) => suffixes.map((suffix) => join(place, `${name}${suffix}`)));
}

/**
 * The file that a variable names, which must be there: the next one may hold another account's login. Without it, the
 * first of the others that is there.
 *
 * @throws ConfigurationError
 */
async function cloudsIn(override: string, paths: readonly string[]): Promise<CloudsFile | undefined> {
  const named = variable(override);
  for (const path of named === undefined ? paths : [named]) {
    const text = await fileText(path, shownPath(path), openstackWords);
    if (text === undefined) continue;
    const clouds = member(await parsed(text, path), "clouds");
    if (isRecord(clouds)) return { path, clouds };
    throw invalidSource(`${shownPath(path)} has no clouds`, openstackWords);
  }
  if (named === undefined) return undefined;
  throw invalidSource(`${override} names ${shownPath(named)}, which is not there`, openstackWords);
}

/** Every value is text, as it is written: numbers would lose digits of IDs, and leading zeros of passwords. */
const asText: ParseOptions & DocumentOptions & SchemaOptions = {
  version: "1.1",
  schema: "failsafe",
  customTags: ["null", "merge"],
  // Warnings quote the file.
  logLevel: "error",
};

/** Loads the parser here, because a login of the configuration or of variables needs none. */
async function parsed(text: string, path: string): Promise<unknown> {
  const { parse } = await import("yaml");
  try {
    return parse(text, asText);
  } catch {
    // The parser's message quotes the file.
    throw invalidSource(`${shownPath(path)} is no YAML`, openstackWords);
  }
}

function cloudsFile(): Promise<CloudsFile | undefined> {
  return cloudsIn("OS_CLIENT_CONFIG_FILE", filesIn(folders(), "clouds"));
}

/** The names of the clouds in the files, with the file; undefined where there is none. */
export async function cloudsThere(): Promise<{ path: string; names: readonly string[] } | undefined> {
  const found = await cloudsFile();
  return found && { path: shownPath(found.path), names: Object.keys(found.clouds) };
}

/** @param namedBy "OS_CLOUD" @throws ConfigurationError */
export async function cloudNamed(name: string, namedBy: string): Promise<Settings> {
  const found = await cloudsFile();
  if (found === undefined) {
    const tried = folders().map((folder) => shownPath(join(folder, "clouds.yaml")));
    throw invalidSource(
      `${namedBy} names the cloud ${name}, and there is no clouds.yaml (${tried.join(", ")})`,
      openstackWords,
    );
  }
  const entry = ownEntry(found.clouds, name);
  const place = `cloud ${name} of ${shownPath(found.path)} (${namedBy})`;
  if (entry === undefined) {
    const known = Object.keys(found.clouds).join(", ");
    throw invalidSource(
      `${place} is not there: the file has ${known === "" ? "no clouds" : known}`,
      openstackWords,
    );
  }
  const beside = filesIn([dirname(found.path), ...folders()], "secure");
  const secure = await cloudsIn("OS_CLIENT_SECURE_FILE", beside);
  const secrets = secure && ownEntry(secure.clouds, name);
  refuseUnread(entry, place);
  if (secure === undefined || secrets === undefined) return settingsOf(entry);
  refuseUnread(secrets, `cloud ${name} of ${shownPath(secure.path)}`);
  return settingsOf({ ...entry, ...secrets, auth: { ...authOf(entry), ...authOf(secrets) } });
}

function ownEntry(clouds: Entry, name: string): Entry | undefined {
  const entry = Object.hasOwn(clouds, name) ? clouds[name] : undefined;
  return isRecord(entry) ? underscored(entry) : undefined;
}

/** The clients take `auth-url` for `auth_url`. */
function underscored(entry: Entry): Entry {
  return Object.fromEntries(
    Object.entries(entry).map(([name, value]) => [
      name.replaceAll("-", "_"),
      isRecord(value) ? underscored(value) : value,
    ]),
  );
}

function authOf({ auth }: Entry): Entry {
  return isRecord(auth) ? auth : {};
}

/** What stands in `auth`, else beside it. Older files say `tenant_name`, and `endpoint_type`. */
function settingsOf(entry: Entry): Settings {
  const auth = authOf(entry);
  const text = (name: string) => textIn(auth, name) ?? textIn(entry, name);
  const settings = pickSettings((name) => text(name) ?? text(olderNames[name] ?? ""));
  return withDefaultDomain(settings, text("default_domain_id"), text("default_domain_name"));
}

/** @throws ConfigurationError */
function refuseUnread(entry: Entry, place: string): void {
  const auth = authOf(entry);
  const name =
    unread.find((one) => textIn(entry, one) !== undefined) ??
    unreadInAuth.find((one) => textIn(auth, one) !== undefined);
  if (name !== undefined) throw invalidSource(`${place} has ${name}, which is not read here`, openstackWords);
  if (textIn(entry, "identity_api_version")?.startsWith("2")) {
    throw invalidSource(`${place} has an identity_api_version that is not 3`, openstackWords);
  }
  const trustsAll =
    /^(false|no|off)$/i.test(textIn(entry, "verify") ?? "") ||
    /^(true|yes|on)$/i.test(textIn(entry, "insecure") ?? "");
  if (trustsAll) {
    const advice = "name the certificate to trust by cacert instead";
    throw invalidSource(
      `${place} trusts every certificate, which is not done here: ${advice}`,
      openstackWords,
    );
  }
}
