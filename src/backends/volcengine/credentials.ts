/**
 * Credentials from the configuration, else from where the vendor's own tools look, in this order:
 *
 *   VOLCENGINE_ACCESS_KEY, VOLCENGINE_SECRET_KEY, VOLCENGINE_SESSION_TOKEN    Terraform, the newer SDKs
 *   VOLC_ACCESSKEY, VOLC_SECRETKEY, VOLC_SESSIONTOKEN                         the older SDKs
 *   ~/.volcengine/config.json                                                 profiles of the `ve` command line
 *   ~/.volc/config                                                            the older SDKs' file
 *
 * The SDK looks by itself, but once, at import, without tokens, and takes half a pair for none.
 */
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { CloudAccess, KeySource, Keys } from "../../core/cloud-access";
import { ConfigurationError } from "../../core/errors";
import { isRecord, member, parseAnswer } from "../answers";
import { fixedKeys } from "../key-source";
import type { VolcengineSection } from "./section";

/** A place that was looked at: what it holds, or why that is nothing. */
type Found = Keys | { readonly problem: string };

/** @throws ConfigurationError when there are none, or only half of a pair */
export async function findKeys(access: CloudAccess): Promise<KeySource> {
  const section = access.credentials as VolcengineSection | undefined;
  if (section !== undefined) {
    const { accessKeyId, secretKey, sessionToken } = section;
    const keys = { id: accessKeyId, secret: secretKey, token: sessionToken };
    return fixedKeys(access.section ?? "image-share:volcengine", keys);
  }
  const sources: readonly (readonly [string, () => Found | Promise<Found>])[] = [
    [
      "environment",
      () => inEnvironment("VOLCENGINE_ACCESS_KEY", "VOLCENGINE_SECRET_KEY", "VOLCENGINE_SESSION_TOKEN"),
    ],
    ["environment", () => inEnvironment("VOLC_ACCESSKEY", "VOLC_SECRETKEY", "VOLC_SESSIONTOKEN")],
    ["~/.volcengine/config.json", inCommandLineProfile],
    ["~/.volc/config", inOlderFile],
  ];
  const tried: string[] = [];
  for (const [name, look] of sources) {
    const found = await look();
    if (!("problem" in found)) return fixedKeys(name, found);
    tried.push(`${name}: ${found.problem}`);
  }
  throw new ConfigurationError(
    "no credentials for Volcengine. Set image-share:volcengine.accessKeyId and image-share:volcengine.secretKey " +
      "(pulumi config set --secret --path image-share:volcengine.secretKey …), or the environment variables " +
      `VOLCENGINE_ACCESS_KEY and VOLCENGINE_SECRET_KEY. Tried ${tried.join("; ")}`,
    "credentials",
  );
}

/** Half an environment is a mistake to report, not a reason to go on with somebody else's keys. */
function inEnvironment(idName: string, secretName: string, tokenName: string): Found {
  const names = [idName, secretName];
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length === 1) {
    const present = names.find((name) => process.env[name]);
    throw new ConfigurationError(
      `half of the credentials for Volcengine: the environment has ${present} but ${missing[0]} is missing or empty`,
      "credentials",
    );
  }
  return pair(process.env[idName], process.env[secretName], process.env[tokenName], names);
}

/** Ways to log in of which the file itself holds the keys; "" stands for plain keys. */
const modesWithKeys: ReadonlySet<string> = new Set(["", "ak", "ststoken", "console-login"]);

async function inCommandLineProfile(): Promise<Found> {
  const path = process.env.VOLCENGINE_CLI_CONFIG_FILE || join(homedir(), ".volcengine", "config.json");
  const config = await readJson(path);
  if (config === undefined) return { problem: "no such file" };
  const current = member(config, "current");
  const name =
    process.env.VOLCENGINE_PROFILE || (typeof current === "string" && current !== "" ? current : "default");
  const profile = member(config, "profiles", name);
  if (!isRecord(profile)) return { problem: `it has no profile "${name}"` };
  const mode = String(profile.mode ?? "");
  if (!modesWithKeys.has(mode.trim().toLowerCase())) {
    return { problem: `its profile "${name}" logs in by ${mode}, which is not understood here` };
  }
  const keys = ["access-key", "secret-key"];
  return pair(profile["access-key"], profile["secret-key"], profile["session-token"], keys);
}

async function inOlderFile(): Promise<Found> {
  const config = await readJson(join(homedir(), ".volc", "config"));
  if (config === undefined) return { problem: "no such file" };
  const keys = ["VOLC_ACCESSKEY", "VOLC_SECRETKEY"];
  return pair(member(config, "VOLC_ACCESSKEY"), member(config, "VOLC_SECRETKEY"), undefined, keys);
}

function pair(id: unknown, secret: unknown, token: unknown, names: readonly string[]): Found {
  if (!isText(id) || !isText(secret)) return { problem: `${names.join(" and ")} not set` };
  return { id, secret, ...(isText(token) ? { token } : {}) };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** Undefined when there is no such file. Its contents stay out of the messages: they are secrets. */
async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new ConfigurationError(
      `the credentials file ${path} cannot be read: ${code}`,
      "credentials",
      error,
    );
  }
  const content = parseAnswer(text);
  if (isRecord(content)) return content;
  throw new ConfigurationError(
    `the credentials file ${path} is not the JSON that Volcengine's tools write`,
    "credentials",
  );
}
