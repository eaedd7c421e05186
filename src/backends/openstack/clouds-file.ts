/** Logins in clouds.yaml, with the secrets in secure.yaml beside it: the files of OpenStack's own clients. */
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { variable } from "../credentials/environment";
import { fileText, inHome, shownPath } from "../credentials/files";
import { invalidSource } from "../credentials/source";
import { isRecord, member } from "../json";
import { openstackWords } from "./config";
import { type Settings, settingNames } from "./settings";

type Entry = Readonly<Record<string, unknown>>;

/** Names of an entry that change what a login is, and are not read here. */
const unread = ["profile", "cert", "key", "passcode"];
const unreadInAuth = ["system_scope", "domain_id", "domain_name", "trust_id", "passcode"];

/** Where the clients look, the first file that is there counts. */
function places(name: string, override: string): string[] {
  const given = variable(override);
  if (given !== undefined) return [given];
  return [name, inHome(".config", "openstack", name), join("/etc/openstack", name)];
}

/** The clouds in the first file; undefined where there is none. @throws ConfigurationError */
async function cloudsIn(paths: readonly string[]): Promise<{ path: string; clouds: Entry } | undefined> {
  for (const path of paths) {
    const text = await fileText(path, shownPath(path), openstackWords);
    if (text === undefined) continue;
    const clouds = member(parsed(text, path), "clouds");
    if (isRecord(clouds)) return { path, clouds };
    throw invalidSource(`${shownPath(path)} has no clouds`, openstackWords);
  }
  return undefined;
}

function parsed(text: string, path: string): unknown {
  try {
    return parse(text);
  } catch {
    // The parser's message quotes the file.
    throw invalidSource(`${shownPath(path)} is no YAML`, openstackWords);
  }
}

/** The names of the clouds in the files, with the file; undefined where there is none. */
export async function cloudsThere(): Promise<{ path: string; names: readonly string[] } | undefined> {
  const found = await cloudsIn(places("clouds.yaml", "OS_CLIENT_CONFIG_FILE"));
  return found && { path: shownPath(found.path), names: Object.keys(found.clouds) };
}

/** @param namedBy "OS_CLOUD" @throws ConfigurationError */
export async function cloudNamed(name: string, namedBy: string): Promise<Settings> {
  const paths = places("clouds.yaml", "OS_CLIENT_CONFIG_FILE");
  const found = await cloudsIn(paths);
  if (found === undefined) {
    const tried = paths.map(shownPath).join(", ");
    throw invalidSource(
      `${namedBy} names the cloud ${name}, and there is no clouds.yaml (${tried})`,
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
  const beside = join(dirname(found.path), "secure.yaml");
  const secure = await cloudsIn([...new Set([beside, ...places("secure.yaml", "OS_CLIENT_SECURE_FILE")])]);
  const secrets = secure && ownEntry(secure.clouds, name);
  refuseUnread(entry, place);
  return { ...settingsOf(entry), ...(secrets === undefined ? {} : settingsOf(secrets)) };
}

function ownEntry(clouds: Entry, name: string): Entry | undefined {
  const entry = Object.hasOwn(clouds, name) ? clouds[name] : undefined;
  return isRecord(entry) ? entry : undefined;
}

/** What stands in `auth` and beside it. Older files say `tenant_name`, and `endpoint_type`. */
function settingsOf(entry: Entry): Settings {
  const auth = isRecord(entry.auth) ? entry.auth : {};
  const all: Entry = {
    interface: entry.endpoint_type,
    project_id: auth.tenant_id,
    project_name: auth.tenant_name,
    ...pick(entry),
    ...pick(auth),
  };
  return Object.fromEntries(
    settingNames.flatMap((name) => {
      const value = all[name];
      // A project's name may look like a number.
      const text = typeof value === "number" ? String(value) : value;
      return typeof text === "string" && text.trim() !== "" ? [[name, text]] : [];
    }),
  );
}

function pick(record: Entry): Entry {
  return Object.fromEntries(settingNames.flatMap((name) => (name in record ? [[name, record[name]]] : [])));
}

/** @throws ConfigurationError */
function refuseUnread(entry: Entry, place: string): void {
  const name =
    unread.find((one) => entry[one] !== undefined) ??
    unreadInAuth.find((one) => member(entry, "auth", one) !== undefined);
  if (name !== undefined) throw invalidSource(`${place} has ${name}, which is not read here`, openstackWords);
  if (entry.verify === false || entry.insecure === true) {
    const advice = "name the certificate to trust by cacert instead";
    throw invalidSource(
      `${place} trusts every certificate, which is not done here: ${advice}`,
      openstackWords,
    );
  }
}
