/** Profiles of a vendor's command line, such as ~/.volcengine/config.json, and the older SDKs' file. */
import type { CloudAccess, KeySource } from "../../core/cloud-access";
import { truncate } from "../../core/printable";
import { assumedRole, type Role } from "../credentials/assumed-role";
import { type Setting, setting } from "../credentials/environment";
import { fileText, inHome, jsonIn, requireText, shownPath, textIn } from "../credentials/files";
import { fixedKeys } from "../credentials/key-source";
import { type CredentialSource, invalidSource } from "../credentials/source";
import { isRecord } from "../json";
import { assumer } from "./sts";
import type { Vendor } from "./vendor";

type Endpoint = CloudAccess["endpoint"];
type Members = Readonly<Record<string, unknown>>;

/** The profile that variables name, or the current one of the file that they name; undefined without variables. */
export function namedByVariables(vendor: Vendor, endpoint: Endpoint): Promise<KeySource> | undefined {
  const profile = setting(...vendor.commandLine.profileVariables);
  const file = setting(vendor.commandLine.fileVariable);
  if (profile !== undefined) return namedProfileKeys(vendor, profile, endpoint);
  return file === undefined ? undefined : foundIn(vendor, file, endpoint);
}

async function foundIn(vendor: Vendor, file: Setting, endpoint: Endpoint): Promise<KeySource> {
  const keys = await profileKeys(vendor, undefined, endpoint);
  if (keys !== undefined) return keys;
  throw invalidSource(
    `${shownPath(file.value)} (${vendor.commandLine.fileVariable}) is not found`,
    vendor.words,
  );
}

/** @throws ConfigurationError when the profile is not found */
export async function namedProfileKeys(
  vendor: Vendor,
  profile: Setting,
  endpoint: Endpoint,
): Promise<KeySource> {
  const keys = await profileKeys(vendor, profile, endpoint);
  if (keys !== undefined) return keys;
  const what = `${profile.label} names the profile "${truncate(profile.value)}"`;
  throw invalidSource(`${what}, and ${fileOf(vendor).name} is not found`, vendor.words);
}

function fileOf(vendor: Vendor): { path: string; name: string } {
  const named = setting(vendor.commandLine.fileVariable);
  const path = named?.value ?? inHome(vendor.commandLine.folder, "config.json");
  return {
    path,
    name: named === undefined ? shownPath(path) : `${shownPath(path)} (${vendor.commandLine.fileVariable})`,
  };
}

/** @param profile undefined: the current one @returns undefined if the file is not found */
async function profileKeys(
  vendor: Vendor,
  profile: Setting | undefined,
  endpoint: Endpoint,
): Promise<KeySource | undefined> {
  const { path, name } = fileOf(vendor);
  const text = await fileText(path, name, vendor.words);
  if (text === undefined) return undefined;
  const config = jsonIn(text, name, vendor.words);
  const wanted = profile?.value ?? textIn(config, "current") ?? "default";
  const profiles = isRecord(config.profiles) ? config.profiles : {};
  const members = Object.hasOwn(profiles, wanted) ? profiles[wanted] : undefined;
  const why = profile === undefined ? "which is its current one" : `which ${profile.label} names`;
  if (!isRecord(members)) {
    throw invalidSource(`${name} has no profile "${truncate(wanted)}", ${why}`, vendor.words);
  }
  const by = profile === undefined ? "" : ` (${profile.label})`;
  return keysOf(vendor, members, `${name}, profile ${truncate(wanted)}${by}`, endpoint);
}

function keysOf(
  vendor: Vendor,
  members: Members,
  place: string,
  endpoint: Endpoint,
): KeySource | Promise<KeySource> {
  const mode = textIn(members, "mode") ?? "";
  const pair = (token: string | undefined) => {
    const id = requireText(members, "access-key", place, vendor.words);
    return fixedKeys(place, {
      id,
      secret: requireText(members, "secret-key", place, vendor.words),
      token,
    });
  };
  const token = textIn(members, "session-token");
  switch (mode.toLowerCase()) {
    case "":
    case "ak":
      return pair(token);
    case "ststoken":
      refuseExpired(vendor, members, place);
      return pair(requireText(members, "session-token", place, vendor.words));
    case "console-login":
    case "sso":
      // The command line keeps the temporary keys of a login in the profile, or in another file.
      if (textIn(members, "access-key") === undefined) throw notUnderstood(vendor, place, mode);
      refuseExpired(vendor, members, place);
      return pair(token);
    case "ramrolearn":
    case "iamrole":
      return assumedRole(roleIn(vendor, members, place), pair(token), assumer(vendor.sts)(endpoint));
    default:
      throw notUnderstood(vendor, place, mode);
  }
}

function notUnderstood(vendor: Vendor, place: string, mode: string): Error {
  return invalidSource(`${place} logs in by ${truncate(mode)}, which is not understood here`, vendor.words);
}

/** In seconds, or in milliseconds. */
function refuseExpired(vendor: Vendor, members: Members, place: string): void {
  const expiration = Number(members["sts-expiration"] ?? Number.NaN);
  if (!(expiration > 0)) return;
  if ((expiration > 1e11 ? expiration : expiration * 1000) > Date.now()) return;
  throw invalidSource(
    `the temporary keys of ${place} have expired: log in with ${vendor.commandLine.name} again`,
    vendor.words,
  );
}

function roleIn(vendor: Vendor, members: Members, place: string): Role {
  const account = textIn(members, "account-id");
  const name = textIn(members, "role-name");
  const made = account !== undefined && name !== undefined ? `trn:iam::${account}:role/${name}` : "";
  const arn = textIn(members, "role-trn") ?? made;
  if (vendor.roleFormat.pattern.test(arn)) return { arn, namedBy: place };
  throw invalidSource(`${place} has no role-trn that is the TRN of a role`, vendor.words);
}

/** The files that are read if no variable names one. */
export function defaultFileSources(vendor: Vendor, endpoint: Endpoint): CredentialSource[] {
  return [
    {
      name: shownPath(inHome(vendor.commandLine.folder, "config.json")),
      find: async () => (await profileKeys(vendor, undefined, endpoint)) ?? "no such file",
    },
    { name: shownPath(inHome(...vendor.olderFile.path)), find: () => olderFileKeys(vendor) },
  ];
}

async function olderFileKeys({ olderFile, words }: Vendor): Promise<KeySource | string> {
  const path = inHome(...olderFile.path);
  const name = shownPath(path);
  const text = await fileText(path, name, words);
  if (text === undefined) return "no such file";
  const config = jsonIn(text, name, words);
  const id = requireText(config, olderFile.id, name, words);
  return fixedKeys(name, { id, secret: requireText(config, olderFile.secret, name, words) });
}
