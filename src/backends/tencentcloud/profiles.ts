/** Profiles of the vendor's command line, ~/.tccli/<profile>.credential, and the SDKs' ~/.tencentcloud/credentials. */
import { join } from "node:path";
import type { CloudAccess, KeySource } from "../../core/cloud-access";
import { truncate } from "../../core/printable";
import { isSafeSegment } from "../../core/target";
import { assumedRole, type Role } from "../credentials/assumed-role";
import { type Setting, setting } from "../credentials/environment";
import { fileText, inHome, iniIn, jsonIn, requireText, shownPath, textIn } from "../credentials/files";
import { fixedKeys } from "../credentials/key-source";
import { type CredentialSource, invalidSource } from "../credentials/source";
import { roleFormat, tencentcloudWords } from "./config";
import { instanceKeys } from "./fetched-keys";
import { assumer } from "./sts";

type Endpoint = CloudAccess["endpoint"];
type Members = Readonly<Record<string, unknown>>;

/** Of tccli; of Terraform and Packer. */
const PROFILES = ["TCCLI_PROFILE", "TENCENTCLOUD_PROFILE"];
const FOLDER = "TENCENTCLOUD_SHARED_CREDENTIALS_DIR";
export const profileVariables = [...PROFILES, FOLDER];

/** The profile that variables name, or the default one in the folder that they name; undefined without variables. */
export function namedByVariables(endpoint: Endpoint): Promise<KeySource> | undefined {
  const profile = setting(...PROFILES);
  const folder = setting(FOLDER);
  if (profile !== undefined) return namedProfileKeys(profile, endpoint);
  return folder === undefined ? undefined : namedProfileKeys({ ...folder, value: "default" }, endpoint);
}

/** @throws ConfigurationError if the profile's file is not found */
export async function namedProfileKeys(profile: Setting, endpoint: Endpoint): Promise<KeySource> {
  if (!isSafeSegment(profile.value))
    throw invalidSource(`${profile.label} must be the name of a profile`, tencentcloudWords);
  const keys = await commandLineKeys(profile.value, profile.label, endpoint);
  if (keys !== undefined) return keys;
  const path = shownPath(pathOf(profile.value));
  throw invalidSource(
    `${profile.label} names the profile "${truncate(profile.value)}", whose file ${path} is not found`,
    tencentcloudWords,
  );
}

function pathOf(profile: string): string {
  return join(setting(FOLDER)?.value ?? inHome(".tccli"), `${profile}.credential`);
}

async function commandLineKeys(
  profile: string,
  namedBy: string | undefined,
  endpoint: Endpoint,
): Promise<KeySource | undefined> {
  const path = pathOf(profile);
  const name = namedBy === undefined ? shownPath(path) : `${shownPath(path)} (${namedBy})`;
  const text = await fileText(path, name, tencentcloudWords);
  if (text === undefined) return undefined;
  const members = jsonIn(text, name, tencentcloudWords);
  const base = await keysOf(members, name);
  return textIn(members, "role-arn") === undefined
    ? base
    : assumedRole(roleIn(members, name), base, assumer(endpoint));
}

function keysOf(members: Members, place: string): KeySource | Promise<KeySource> {
  const type = textIn(members, "type") ?? "";
  if (type === "cvm-role") return instanceKeys(`role of the CVM instance (${place})`, undefined);
  const isLogin = type === "oauth" || type === "sso";
  if (type !== "" && !isLogin) {
    throw invalidSource(
      `${place} has the type "${truncate(type)}", which is not understood here`,
      tencentcloudWords,
    );
  }
  const { expiresAt } = members;
  if (isLogin && typeof expiresAt === "number" && expiresAt * 1000 <= Date.now()) {
    throw invalidSource(`the login in ${place} has expired: log in with tccli again`, tencentcloudWords);
  }
  const id = requireText(members, "secretId", place, tencentcloudWords);
  const token = textIn(members, "token") ?? textIn(members, "securityToken");
  return fixedKeys(place, { id, secret: requireText(members, "secretKey", place, tencentcloudWords), token });
}

function roleIn(members: Members, place: string): Role {
  const arn = textIn(members, "role-arn") ?? "";
  if (!roleFormat.pattern.test(arn)) {
    throw invalidSource(`${place} has a role-arn that is not the ARN of a role`, tencentcloudWords);
  }
  const seconds = Number(members["role-session-duration"]);
  return {
    arn,
    namedBy: place,
    sessionName: textIn(members, "role-session-name"),
    durationSeconds: Number.isInteger(seconds) && seconds > 0 ? seconds : undefined,
  };
}

/** The files that are read if no variable names one: the SDKs' first, as in the SDKs. */
export function defaultFileSources(endpoint: Endpoint): CredentialSource[] {
  return [
    { name: "~/.tencentcloud/credentials or /etc/tencentcloud/credentials", find: sdkFileKeys },
    {
      name: "~/.tccli/default.credential",
      find: async () => (await commandLineKeys("default", undefined, endpoint)) ?? "no such file",
    },
  ];
}

async function sdkFileKeys(): Promise<KeySource | string> {
  for (const path of [inHome(".tencentcloud", "credentials"), "/etc/tencentcloud/credentials"]) {
    const name = shownPath(path);
    const text = await fileText(path, name, tencentcloudWords);
    if (text === undefined) continue;
    const { default: section } = iniIn(text, name, tencentcloudWords);
    if (section === undefined) throw invalidSource(`${name} has no section [default]`, tencentcloudWords);
    const place = `${name}, profile default`;
    const id = requireText(section, "secret_id", place, tencentcloudWords);
    const secret = requireText(section, "secret_key", place, tencentcloudWords);
    return fixedKeys(place, { id, secret, token: textIn(section, "token") });
  }
  return "no such file";
}
