/**
 * Keys for OUTSCALE: from the configuration, else from the places of the vendor's and related tools, by the pages of
 * OSC CLI, the vendor's SDKs and its Terraform provider. docs/services/outscale-credentials.md lists them in order.
 */
import type { CloudAccess, KeySource } from "../../core/cloud-access";
import { truncate } from "../../core/printable";
import {
  emptyVariables,
  environmentSource,
  type Setting,
  setting,
  unreadVariables,
} from "../credentials/environment";
import { fileText, inHome, jsonIn, requireText, shownPath } from "../credentials/files";
import { fixedKeys } from "../credentials/key-source";
import { findCredentials } from "../credentials/search";
import { invalidSource } from "../credentials/source";
import { isRecord } from "../json";
import { outscaleWords as words } from "./config";

/** The vendor's tools; Terraform before its version 1.0. */
const keyVariables = [
  { id: "OSC_ACCESS_KEY", secret: "OSC_SECRET_KEY", tokens: [] },
  { id: "OUTSCALE_ACCESSKEYID", secret: "OUTSCALE_SECRETKEYID", tokens: [] },
];

const PROFILE = "OSC_PROFILE";
const FILE = "OSC_CONFIG_FILE";

/** A login of a person takes the place of keys in the vendor's tools. */
const unread = ["OSC_LOGIN", "OSC_PASSWORD"];

/** @throws ConfigurationError that names the places that were tried, or the place that is invalid */
export function findKeys(access: CloudAccess): Promise<KeySource> {
  return findCredentials(
    {
      words,
      namedProfile,
      sources: () => [
        environmentSource(keyVariables, [PROFILE, FILE, ...unread], words),
        unreadVariables(unread, words),
        {
          name: "named profile",
          find: () => namedByVariables() ?? "no variable names a profile or its file",
        },
        emptyVariables(keyVariables, words),
        {
          name: shownPath(inHome(".osc", "config.json")),
          find: async () => (await profileKeys(undefined)) ?? "no such file",
        },
      ],
    },
    access,
  );
}

function namedByVariables(): Promise<KeySource> | undefined {
  const [profile, file] = [setting(PROFILE), setting(FILE)];
  if (profile !== undefined) return namedProfile(profile);
  return file === undefined ? undefined : foundIn(file);
}

async function foundIn(file: Setting): Promise<KeySource> {
  const keys = await profileKeys(undefined);
  if (keys !== undefined) return keys;
  throw invalidSource(`${shownPath(file.value)} (${FILE}) is not found`, words);
}

/** @throws ConfigurationError when the profile is not found */
async function namedProfile(profile: Setting): Promise<KeySource> {
  const keys = await profileKeys(profile);
  if (keys !== undefined) return keys;
  const what = `${profile.label} names the profile "${truncate(profile.value)}"`;
  throw invalidSource(`${what}, and ${fileOf().name} is not found`, words);
}

function fileOf(): { path: string; name: string } {
  const named = setting(FILE);
  const path = named?.value ?? inHome(".osc", "config.json");
  return { path, name: named === undefined ? shownPath(path) : `${shownPath(path)} (${FILE})` };
}

/** @param profile undefined: `default` @returns undefined if the file is not found */
async function profileKeys(profile: Setting | undefined): Promise<KeySource | undefined> {
  const { path, name } = fileOf();
  const text = await fileText(path, name, words);
  if (text === undefined) return undefined;
  const profiles = jsonIn(text, name, words);
  const wanted = profile?.value ?? "default";
  const members = Object.hasOwn(profiles, wanted) ? profiles[wanted] : undefined;
  const why =
    profile === undefined ? "which is read unless another one is named" : `which ${profile.label} names`;
  if (!isRecord(members)) throw invalidSource(`${name} has no profile "${truncate(wanted)}", ${why}`, words);
  const place = `${name}, profile ${truncate(wanted)}${profile === undefined ? "" : ` (${profile.label})`}`;
  const id = requireText(members, "access_key", place, words);
  return fixedKeys(place, { id, secret: requireText(members, "secret_key", place, words) });
}
