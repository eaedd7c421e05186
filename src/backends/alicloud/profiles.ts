/** Profiles of the vendor's command line, ~/.aliyun/config.json, and of the SDKs' ~/.alibabacloud/credentials. */
import type { CloudAccess, KeySource } from "../../core/cloud-access";
import type { ConfigurationError } from "../../core/errors";
import { truncate } from "../../core/printable";
import { assumedRole, type Role } from "../credentials/assumed-role";
import { fileText, iniIn, jsonIn, requireText, textIn } from "../credentials/files";
import { fixedKeys } from "../credentials/key-source";
import { invalidSource } from "../credentials/source";
import { isRecord } from "../json";
import { alicloudWords, roleFormat } from "./config";
import { addressKeys, instanceKeys, loginKeys, oidcKeys } from "./fetched-keys";
import { assumer } from "./sts";

type Members = Readonly<Record<string, unknown>>;

/** A file of profiles, and the setting that names the profile. */
export interface ProfileFile {
  readonly path: string;
  /** For messages, with the variable that names the file, if one does. */
  readonly name: string;
  /** Undefined if a variable names the file: its text then decides. */
  readonly format: "json" | "ini" | undefined;
  /** Whether it is the one file that the SDK can log in with. */
  readonly isDefaultCli: boolean;
  /** "ALIBABA_CLOUD_PROFILE"; undefined for the current or default profile. */
  readonly profileNamedBy?: string | undefined;
  readonly endpoint: CloudAccess["endpoint"];
}

/**
 * The keys of a profile in a file of either format.
 *
 * @param profile undefined: the current one, or "default"
 * @returns undefined if the file is not found, or does not have the profile
 * @throws ConfigurationError if the file is invalid, or has no default profile
 */
export async function profileKeys(
  file: ProfileFile,
  profile: string | undefined,
): Promise<KeySource | undefined> {
  const text = await fileText(file.path, file.name, alicloudWords);
  if (text === undefined) return undefined;
  if (file.format === "json" || (file.format === undefined && /^\s*[{[]/.test(text))) {
    const config = jsonIn(text, file.name, alicloudWords);
    const name = profile ?? textIn(config, "current") ?? "default";
    const keys = await cliProfileKeys(file, config, name, []);
    if (keys === undefined && profile === undefined) throw withoutDefault(file, name);
    return keys;
  }
  const sections = iniIn(text, file.name, alicloudWords);
  const name = profile ?? "default";
  const section = Object.hasOwn(sections, name) ? sections[name] : undefined;
  if (section !== undefined) return sectionKeys(file, section, name);
  if (profile === undefined) throw withoutDefault(file, name);
  return undefined;
}

function withoutDefault({ name }: ProfileFile, profile: string): ConfigurationError {
  const what = `${name} has no profile ${quoted(profile)}, which is its current one`;
  return invalidSource(`${what}: name another with ALIBABA_CLOUD_PROFILE`, alicloudWords);
}

/**
 * The keys of a profile of the command line; undefined if the file has no profile of this name.
 *
 * @param users the profiles that have this one as their source
 */
async function cliProfileKeys(
  file: ProfileFile,
  config: Members,
  name: string,
  users: readonly string[],
): Promise<KeySource | undefined> {
  const place = placeOf(file, name);
  const profiles: readonly unknown[] = Array.isArray(config.profiles) ? config.profiles : [];
  const profile = profiles.filter(isRecord).find((entry) => entry.name === name);
  if (profile === undefined) return undefined;
  if (users.includes(name)) throw invalidSource(`${place} has itself as its source_profile`, alicloudWords);
  const role = () => roleIn(profile, "ram_role_arn", "ram_session_name", place);
  const assume = assumer(file.endpoint, tokenHost(profile));
  const { mode = "" } = profile;
  switch (String(mode).toLowerCase()) {
    case "ak":
      return pair(profile, place, undefined);
    case "ststoken":
      return pair(profile, place, requireText(profile, "sts_token", place, alicloudWords));
    case "ramrolearn":
      return assumedRole(role(), pair(profile, place, textIn(profile, "sts_token")), assume);
    case "ecsramrole":
      return instanceKeys(place, textIn(profile, "ram_role_name"));
    case "ramrolearnwithrolename":
      return assumedRole(role(), await instanceKeys(place, textIn(profile, "ram_role_name")), assume);
    case "chainableramrolearn": {
      const source = requireText(profile, "source_profile", place, alicloudWords);
      const base = await cliProfileKeys(file, config, source, [...users, name]);
      if (base !== undefined) return assumedRole(role(), base, assume);
      throw invalidSource(
        `${place} has the source_profile ${quoted(source)}, which is not found`,
        alicloudWords,
      );
    }
    case "oidc":
      return oidcKeys(place, oidcRoleIn(profile, place));
    case "credentialsuri": {
      const uri = requireText(profile, "credentials_uri", place, alicloudWords);
      return addressKeys(place, uri);
    }
    case "cloudsso":
    case "oauth":
    case "external":
      if (file.isDefaultCli) {
        return loginKeys(place, name);
      }
      throw invalidSource(
        `${place} logs in by ${String(mode)}, which works in ~/.aliyun/config.json only`,
        alicloudWords,
      );
    default:
      throw invalidSource(
        `${place} logs in by ${quoted(String(mode))}, which is not understood here`,
        alicloudWords,
      );
  }
}

/** The keys of a section of the SDKs' file, which has fewer kinds of credentials. */
async function sectionKeys(file: ProfileFile, section: Members, profile: string): Promise<KeySource> {
  const place = placeOf(file, profile);
  const type = requireText(section, "type", place, alicloudWords);
  switch (type) {
    case "access_key":
      return pair(section, place, undefined);
    case "sts":
      return pair(section, place, requireText(section, "security_token", place, alicloudWords));
    case "ecs_ram_role":
      return instanceKeys(place, textIn(section, "role_name"));
    case "ram_role_arn": {
      const role = roleIn(section, "role_arn", "role_session_name", place);
      return assumedRole(role, pair(section, place, undefined), assumer(file.endpoint));
    }
    default:
      throw invalidSource(
        `${place} has the type ${quoted(type)}, which is not understood here`,
        alicloudWords,
      );
  }
}

function placeOf({ name, profileNamedBy }: ProfileFile, profile: string): string {
  const by = profileNamedBy === undefined ? "" : ` (${profileNamedBy})`;
  return `${name}, profile ${truncate(profile)}${by}`;
}

function pair(members: Members, place: string, token: string | undefined): KeySource {
  const id = requireText(members, "access_key_id", place, alicloudWords);
  return fixedKeys(place, {
    id,
    secret: requireText(members, "access_key_secret", place, alicloudWords),
    token,
  });
}

function roleIn(members: Members, arnKey: string, sessionKey: string, place: string): Role {
  const arn = requireText(members, arnKey, place, alicloudWords);
  if (!roleFormat.pattern.test(arn))
    throw invalidSource(`${place} has a ${arnKey} that is not the ARN of a role`, alicloudWords);
  const seconds = members.expired_seconds;
  return {
    arn,
    namedBy: place,
    sessionName: textIn(members, sessionKey),
    externalId: textIn(members, "external_id"),
    policy: textIn(members, "policy"),
    durationSeconds: typeof seconds === "number" && seconds > 0 ? seconds : undefined,
  };
}

function oidcRoleIn(profile: Members, place: string) {
  return {
    tokenFile: requireText(profile, "oidc_token_file", place, alicloudWords),
    provider: requireText(profile, "oidc_provider_arn", place, alicloudWords),
    arn: requireText(profile, "ram_role_arn", place, alicloudWords),
    sessionName: textIn(profile, "ram_session_name"),
    region: textIn(profile, "sts_region"),
  };
}

function tokenHost(profile: Members): string | undefined {
  const region = textIn(profile, "sts_region");
  return textIn(profile, "sts_endpoint") ?? (region === undefined ? undefined : `sts.${region}.aliyuncs.com`);
}

function quoted(text: string): string {
  return `"${truncate(text)}"`;
}
