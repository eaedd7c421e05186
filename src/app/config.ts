/** The stack's configuration under `image-share:`, checked once, with errors that name the key. */
import { z } from "zod";
import { cloudSections, findService } from "../backends/registry";
import { configText } from "../core/config-text";
import { closestMatch, didYouMean, quotesHint } from "../core/did-you-mean";
import { ConfigurationError } from "../core/errors";
import { REMOVALS_VARIABLE } from "../core/guards";
import { KNOWN_ACCOUNTS_KEY } from "../core/list-guards";
import { truncate } from "../core/printable";
import { ENDPOINT_RULE, type Endpoint, endpointUrl } from "../core/recorded-endpoint";
import type { RunLimit } from "../core/run-limit";
import { type CloudName, cloudNames, serviceNames } from "../core/services";
import { APPROVED_KEY, type ApprovalPath, approvalPath } from "./approval-file";

type Sections = { readonly [Cloud in CloudName]?: z.infer<(typeof cloudSections)[Cloud]> | undefined };

export interface Config {
  /** The endpoint of clouds without their own endpoint. */
  readonly endpoint: Endpoint | undefined;
  /** The command line's endpoint, which replaces every other endpoint. */
  readonly endpointOption: Endpoint | undefined;
  /** Whether shares of another endpoint move to the current one. */
  readonly movesEndpoint: boolean;
  /** Whether diff reads from the cloud (the default) or from state. */
  readonly liveDiff: boolean;
  /** Whether a preview fails if `up` would or may fail, or if something is not known. */
  readonly strictPreview: boolean;
  readonly clouds: Sections;
  readonly profiles: Readonly<Record<string, Sections>>;
  /** By service: how many accounts an image can be shared with, if it differs from the vendor's page. */
  readonly limits: Readonly<Record<string, number | undefined>>;
  /** The limit of removals over all images of one run, if configured. */
  readonly runBound: RunLimit | undefined;
  /** The removals that the environment allows for this run. */
  readonly removalsOverride: number | undefined;
  /** The approval that the run must keep to, if configured. */
  readonly approved: ApprovalPath | undefined;
  /** Names by account ID. Messages show both. */
  readonly accountNames: Readonly<Record<string, string>>;
  /** Whether a list may hold only accounts with a name. */
  readonly knownAccountsOnly: boolean;
  /** By service and action: the customer's rate limits, if they differ from the vendor's pages. */
  readonly rateLimits: Readonly<Record<string, ServiceRateLimits | undefined>>;
}

/** Rate limits by action. */
type ServiceRateLimits = Readonly<Record<string, z.infer<typeof rateLimit>>>;

/** Stack configuration of all namespaces; objects are JSON texts. */
export interface ConfigSource {
  get(key: string): string | undefined;
  /** The names of all keys, if the host knows them. */
  readonly keys: readonly string[];
  /** The command line's endpoint, which has precedence over every key. */
  readonly endpointOption?: string | undefined;
}

const rateLimit = z.strictObject({
  calls: z.number().int().positive(),
  perMs: z.number().int().positive(),
});

const services = z.enum(serviceNames);

const rateLimits = z.partialRecord(services, z.record(z.string(), rateLimit));

const limits = z.partialRecord(services, z.number().int().positive());

const names = z.record(z.string(), configText);

/** Keys of the namespace; `shares` is the quickstart's. */
export const configKeys = [
  "endpoint",
  "moveEndpoint",
  "approved",
  "liveDiff",
  "strictPreview",
  "profiles",
  "rateLimits",
  "limits",
  "maxRemovals",
  "accountNames",
  "knownAccountsOnly",
  "shares",
  "refreshFirst",
  ...cloudNames,
];

const sections = z.strictObject({
  ...(Object.fromEntries(
    Object.entries(cloudSections).map(([cloud, schema]) => [cloud, schema.optional()]),
  ) as { [Cloud in CloudName]: z.ZodOptional<(typeof cloudSections)[Cloud]> }),
});

/**
 * @param environment the process's environment variables
 * @throws ConfigurationError that names the key, or the variable, and what to write instead
 */
export function parseConfig(
  configuration: ConfigSource,
  environment: NodeJS.ProcessEnv = process.env,
): Config {
  refuseMisspelled(configuration.keys);
  const read = (key: string) => configuration.get(key);
  const clouds: Record<string, unknown> = {};
  for (const cloud of cloudNames) {
    const key = `image-share:${cloud}`;
    clouds[cloud] = checked<unknown>(key, cloudSections[cloud].optional(), fromJson(key, read(key)));
  }
  const profiles = checked(
    profilesKey,
    z.record(z.string(), sections).optional(),
    fromJson(profilesKey, read(profilesKey)),
  );
  const most = count(maxRemovalsKey, read(maxRemovalsKey));
  // Pipelines set an empty text for an unset value.
  const removalsOverride = count(REMOVALS_VARIABLE, environment[REMOVALS_VARIABLE] || undefined);
  return {
    endpoint: endpoint(ENDPOINT_KEY, read(ENDPOINT_KEY)),
    endpointOption: endpoint("--endpoint", configuration.endpointOption),
    movesEndpoint: boolean("image-share:moveEndpoint", read("image-share:moveEndpoint"), false),
    approved: approvalPath(read(APPROVED_KEY), environment),
    liveDiff: boolean("image-share:liveDiff", read("image-share:liveDiff"), true),
    strictPreview: boolean("image-share:strictPreview", read("image-share:strictPreview"), false),
    clouds,
    profiles: profiles ?? {},
    accountNames: checked(namesKey, names.optional(), fromJson(namesKey, read(namesKey))) ?? {},
    knownAccountsOnly: boolean(KNOWN_ACCOUNTS_KEY, read(KNOWN_ACCOUNTS_KEY), false),
    rateLimits: knownActions(
      checked(rateLimitsKey, rateLimits.optional(), fromJson(rateLimitsKey, read(rateLimitsKey))) ?? {},
    ),
    limits: checked(limitsKey, limits.optional(), fromJson(limitsKey, read(limitsKey))) ?? {},
    removalsOverride,
    runBound: bound(REMOVALS_VARIABLE, removalsOverride) ?? bound(maxRemovalsKey, most),
  };
}

export const ENDPOINT_KEY = "image-share:endpoint";
const rateLimitsKey = "image-share:rateLimits";
const namesKey = "image-share:accountNames";
const limitsKey = "image-share:limits";
const maxRemovalsKey = "image-share:maxRemovals";
const profilesKey = "image-share:profiles";

function bound(name: string, most: number | undefined): RunLimit | undefined {
  return most === undefined ? undefined : { name, most };
}

/** A rate limit of a misspelled action would have no effect. */
function knownActions(all: Config["rateLimits"]): Config["rateLimits"] {
  for (const [service, actions] of Object.entries(all)) {
    const known = findService(service)?.facts.actions ?? [];
    const wrong = Object.keys(actions ?? {}).find((action) => !known.includes(action));
    if (wrong === undefined) continue;
    throw new ConfigurationError(
      `${rateLimitsKey}.${service}.${truncate(wrong)} is not an action that is called for ${service}: ${didYouMean(wrong, known)}`,
    );
  }
  return all;
}

/** Other common names of the clouds. */
const otherNames: Readonly<Record<string, CloudName>> = {
  tencent: "tencentcloud",
  qcloud: "tencentcloud",
  aliyun: "alicloud",
  alibaba: "alicloud",
  alibabacloud: "alicloud",
  amazon: "aws",
  volc: "volcengine",
};

/** A misspelled endpoint would send an emulator's requests to the vendor; misspelled keys, to another account. */
function refuseMisspelled(keys: readonly string[]): void {
  const prefix = "image-share:";
  for (const key of keys.filter((name) => name.startsWith(prefix))) {
    const name = key.slice(prefix.length);
    const other = Object.hasOwn(otherNames, name) ? otherNames[name] : closestMatch(name, configKeys);
    if (other !== undefined)
      throw new ConfigurationError(`${key} is not a key of image-share: did you mean ${prefix}${other}?`);
  }
}

/** The cloud's section of the named profile, or of the stack; undefined: the vendor's default chain. */
export function sectionFor(settings: Config, cloud: string, profile: string | undefined): unknown {
  if (profile === undefined) return settings.clouds[cloud as CloudName];
  const sectionsOfProfile = Object.hasOwn(settings.profiles, profile)
    ? settings.profiles[profile]
    : undefined;
  const section = sectionsOfProfile?.[cloud as CloudName];
  if (section !== undefined) return section;
  const known = Object.keys(settings.profiles);
  throw new ConfigurationError(
    sectionsOfProfile === undefined
      ? `credentials names ${unknownProfile(profile)}, and image-share:profiles has ${known.length > 0 ? known.map((name) => `"${truncate(name)}"`).join(", ") : "none"}`
      : `the profile "${profile}" has no section for ${cloud}: set image-share:profiles.${profile}.${cloud}`,
    "profile",
  );
}

/** The section's name in messages. */
export function sectionName(cloud: string, profile: string | undefined): string {
  return profile === undefined ? `image-share:${cloud}` : `image-share:profiles.${profile}.${cloud}`;
}

/** A longer value may be a secret in the wrong field: messages do not repeat it. */
const MAX_SHOWN = 28;

function unknownProfile(name: string): string {
  return name.length > MAX_SHOWN
    ? `an unknown profile (${name.length} characters; value hidden)`
    : `the profile "${name}"`;
}

function fromJson(key: string, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message would quote the value, which may be a secret.
    throw new ConfigurationError(
      `${key} must be an object: set its members with pulumi config set --path '${key}.…'`,
    );
  }
}

/** Failures reported per key; the next run reports the rest. */
const MAX_ISSUES = 20;

function checked<T>(key: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const complaints = result.error.issues.slice(0, MAX_ISSUES).map((issue) => {
    const path = [key, ...issue.path.map((part) => truncate(String(part)))].join(".");
    if (issue.code === "unrecognized_keys")
      return `${path} has the unknown key ${issue.keys.map((k) => `"${truncate(k)}"`).join(", ")}${memberHint(path, issue.keys)}`;
    if (issue.code === "invalid_value")
      return `${path} must be ${issue.values.map((choice) => `"${String(choice)}"`).join(" or ")}`;
    // Failures of the clouds' own schemas have their own messages.
    if (issue.code === "custom" || issue.code === "invalid_format") return `${path} ${issue.message}`;
    const written = valueAt(value, issue.path);
    if (issue.code === "invalid_type" && written === undefined) return `${path} is missing`;
    const isNumber =
      typeof written === "number" && issue.code === "invalid_type" && issue.expected === "string";
    return `${path} ${isNumber ? "is a number that lost digits: write it with --type string, or in quotes" : expectation(issue)}`;
  });
  throw new ConfigurationError(complaints.join("; "));
}

/** What to write in place of a member that does not exist. @param path the object that contains it */
function memberHint(path: string, [wrong = ""]: readonly string[]): string {
  const part = path.split(".").at(-1) ?? "";
  const cloud = part.replace("image-share:", "");
  const known = Object.hasOwn(cloudSections, cloud)
    ? Object.keys(cloudSections[cloud as CloudName].shape)
    : part === rateLimitsKey || part === limitsKey
      ? serviceNames
      : path.startsWith(`${profilesKey}.`)
        ? cloudNames
        : [];
  return known.length === 0 ? "" : `: ${didYouMean(wrong, known)}`;
}

function expectation(issue: z.core.$ZodIssue): string {
  const type =
    issue.code === "invalid_type" ? issue.expected : issue.code === "too_small" ? issue.origin : "string";
  if (type === "number" || type === "int") return "must be a whole number, 1 or more";
  return type === "string" ? "must be a string that is not empty" : "must be an object";
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[part] : undefined,
    value,
  );
}

function endpoint(source: string, text: string | undefined): Endpoint | undefined {
  if (text === undefined) return undefined;
  const url = endpointUrl(text);
  if (url === undefined) {
    const hint = quotesHint(text, { test: (bare) => endpointUrl(bare) !== undefined });
    throw new ConfigurationError(`${source} ${ENDPOINT_RULE}${hint}`);
  }
  return { url, source };
}

function boolean(key: string, text: string | undefined, otherwise: boolean): boolean {
  if (text === undefined) return otherwise;
  if (text === "true" || text === "false") return text === "true";
  throw new ConfigurationError(`${key} must be true or false`);
}

function count(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(number)) return number;
  throw new ConfigurationError(`${name} must be a whole number, 0 or more`);
}
