/** Profiles of the vendor's command line, ~/.volcengine/config.json, and the older SDKs' ~/.volc/config. */
import type { CloudAccess, KeySource } from "../../core/cloud-access";
import { truncate } from "../../core/printable";
import { assumedRole, type Role } from "../credentials/assumed-role";
import { type Setting, setting } from "../credentials/environment";
import { fileText, inHome, jsonIn, requireText, shownPath, textIn } from "../credentials/files";
import { fixedKeys } from "../credentials/key-source";
import { type CredentialSource, invalidSource } from "../credentials/source";
import { isRecord } from "../json";
import { roleFormat, volcengineWords } from "./config";
import { assumer } from "./sts";

type Endpoint = CloudAccess["endpoint"];
type Members = Readonly<Record<string, unknown>>;

const PROFILES = ["VOLCENGINE_PROFILE", "VOLCSTACK_PROFILE"];
const FILE = "VOLCENGINE_CLI_CONFIG_FILE";
export const profileVariables = [...PROFILES, FILE];

/** The profile that variables name, or the current one of the file that they name; undefined without variables. */
export function namedByVariables(endpoint: Endpoint): Promise<KeySource> | undefined {
  const profile = setting(...PROFILES);
  const file = setting(FILE);
  if (profile !== undefined) return namedProfileKeys(profile, endpoint);
  return file === undefined ? undefined : foundIn(file, endpoint);
}

async function foundIn(file: Setting, endpoint: Endpoint): Promise<KeySource> {
  const keys = await profileKeys(undefined, endpoint);
  if (keys !== undefined) return keys;
  throw invalidSource(`${shownPath(file.value)} (${FILE}) is not found`, volcengineWords);
}

/** @throws ConfigurationError when the profile is not found */
export async function namedProfileKeys(profile: Setting, endpoint: Endpoint): Promise<KeySource> {
  const keys = await profileKeys(profile, endpoint);
  if (keys !== undefined) return keys;
  const what = `${profile.label} names the profile "${truncate(profile.value)}"`;
  throw invalidSource(`${what}, and ${fileOf().name} is not found`, volcengineWords);
}

function fileOf(): { path: string; name: string } {
  const named = setting(FILE);
  const path = named?.value ?? inHome(".volcengine", "config.json");
  return { path, name: named === undefined ? shownPath(path) : `${shownPath(path)} (${FILE})` };
}

/** @param profile undefined: the current one @returns undefined if the file is not found */
async function profileKeys(profile: Setting | undefined, endpoint: Endpoint): Promise<KeySource | undefined> {
  const { path, name } = fileOf();
  const text = await fileText(path, name, volcengineWords);
  if (text === undefined) return undefined;
  const config = jsonIn(text, name, volcengineWords);
  const wanted = profile?.value ?? textIn(config, "current") ?? "default";
  const profiles = isRecord(config.profiles) ? config.profiles : {};
  const members = Object.hasOwn(profiles, wanted) ? profiles[wanted] : undefined;
  const why = profile === undefined ? "which is its current one" : `which ${profile.label} names`;
  if (!isRecord(members)) {
    throw invalidSource(`${name} has no profile "${truncate(wanted)}", ${why}`, volcengineWords);
  }
  const by = profile === undefined ? "" : ` (${profile.label})`;
  return keysOf(members, `${name}, profile ${truncate(wanted)}${by}`, endpoint);
}

function keysOf(members: Members, place: string, endpoint: Endpoint): KeySource | Promise<KeySource> {
  const mode = textIn(members, "mode") ?? "";
  const pair = (token: string | undefined) => {
    const id = requireText(members, "access-key", place, volcengineWords);
    return fixedKeys(place, {
      id,
      secret: requireText(members, "secret-key", place, volcengineWords),
      token,
    });
  };
  const token = textIn(members, "session-token");
  switch (mode.toLowerCase()) {
    case "":
    case "ak":
      return pair(token);
    case "ststoken":
      refuseExpired(members, place);
      return pair(requireText(members, "session-token", place, volcengineWords));
    case "console-login":
    case "sso":
      // The command line keeps the temporary keys of a login in the profile, or in another file.
      if (textIn(members, "access-key") === undefined) throw notUnderstood(place, mode);
      refuseExpired(members, place);
      return pair(token);
    case "ramrolearn":
    case "iamrole":
      return assumedRole(roleIn(members, place), pair(token), assumer(endpoint));
    default:
      throw notUnderstood(place, mode);
  }
}

function notUnderstood(place: string, mode: string): Error {
  return invalidSource(
    `${place} logs in by ${truncate(mode)}, which is not understood here`,
    volcengineWords,
  );
}

/** In seconds, or in milliseconds. */
function refuseExpired(members: Members, place: string): void {
  const expiration = Number(members["sts-expiration"] ?? Number.NaN);
  if (!(expiration > 0)) return;
  if ((expiration > 1e11 ? expiration : expiration * 1000) > Date.now()) return;
  throw invalidSource(`the temporary keys of ${place} have expired: log in with ve again`, volcengineWords);
}

function roleIn(members: Members, place: string): Role {
  const account = textIn(members, "account-id");
  const name = textIn(members, "role-name");
  const made = account !== undefined && name !== undefined ? `trn:iam::${account}:role/${name}` : "";
  const arn = textIn(members, "role-trn") ?? made;
  if (roleFormat.pattern.test(arn)) return { arn, namedBy: place };
  throw invalidSource(`${place} has no role-trn that is the TRN of a role`, volcengineWords);
}

/** The files that are read if no variable names one. */
export function defaultFileSources(endpoint: Endpoint): CredentialSource[] {
  return [
    {
      name: "~/.volcengine/config.json",
      find: async () => (await profileKeys(undefined, endpoint)) ?? "no such file",
    },
    { name: "~/.volc/config", find: olderFileKeys },
  ];
}

async function olderFileKeys(): Promise<KeySource | string> {
  const path = inHome(".volc", "config");
  const name = shownPath(path);
  const text = await fileText(path, name, volcengineWords);
  if (text === undefined) return "no such file";
  const config = jsonIn(text, name, volcengineWords);
  const id = requireText(config, "VOLC_ACCESSKEY", name, volcengineWords);
  return fixedKeys(name, { id, secret: requireText(config, "VOLC_SECRETKEY", name, volcengineWords) });
}
