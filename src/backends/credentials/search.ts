/** Finds keys: from the configuration, or else from source to source; then assumes a role, if configured. */
import type { CloudAccess, KeySource } from "../../core/cloud-access";
import { ConfigurationError } from "../../core/errors";
import { type Assume, assumedRole, type Role } from "./assumed-role";
import type { Setting } from "./environment";
import { fixedKeys } from "./key-source";
import type { CloudWords, CredentialSource } from "./source";

type Endpoint = CloudAccess["endpoint"];

/** How a cloud's keys are found. */
export interface CredentialSearch {
  readonly words: CloudWords;
  /** The sources in order, if the configuration has neither keys nor a profile. */
  sources(endpoint: Endpoint): readonly CredentialSource[];
  namedProfile(profile: Setting, endpoint: Endpoint): Promise<KeySource>;
  /** The role in variables, for the keys of a source. @throws ConfigurationError if the variables are invalid */
  environmentRole?(source: CredentialSource): Role | undefined;
  /** Absent for a cloud without roles to assume. */
  assumer?(endpoint: Endpoint): Assume;
}

/** @throws ConfigurationError that names the places that were tried, or the place that is invalid */
export async function findCredentials(search: CredentialSearch, access: CloudAccess): Promise<KeySource> {
  const { words } = search;
  const { endpoint, section: name = `image-share:${words.section}` } = access;
  const section = (access.credentials ?? {}) as Readonly<Record<string, unknown>>;
  const role = configuredRole(section, name);
  const assume = search.assumer?.(endpoint);
  const base = configuredKeys(search, section, name, endpoint) ?? firstOf(sourcesWith(role), words);
  return role === undefined || assume === undefined ? base : assumedRole(role, await base, assume);

  /** A configured role replaces the role in variables. */
  function sourcesWith(configured: Role | undefined): readonly CredentialSource[] {
    const sources = search.sources(endpoint);
    if (configured !== undefined || assume === undefined) return sources;
    return sources.map((source) => assuming(source, search, assume));
  }
}

/** The keys in the section, or of the profile that it names; undefined if it has neither. */
function configuredKeys(
  { words, namedProfile }: CredentialSearch,
  section: Readonly<Record<string, unknown>>,
  name: string,
  endpoint: Endpoint,
): KeySource | Promise<KeySource> | undefined {
  const [id, secret, token, profile] = [...words.members, words.token ?? "", "profile"].map((member) => {
    const value = section[member];
    return typeof value === "string" ? value : undefined;
  });
  if (id !== undefined && secret !== undefined) return fixedKeys(name, { id, secret, token });
  if (profile === undefined) return undefined;
  const namedBy = `${name}.profile`;
  return namedProfile({ name: namedBy, value: profile, label: namedBy }, endpoint);
}

/** The role in a section, which the section's keys or the found keys assume. */
function configuredRole(
  section: Partial<Role> & { readonly roleArn?: string; readonly roleSessionName?: string },
  name: string,
): Role | undefined {
  const { roleArn: arn, roleSessionName: sessionName, externalId, durationSeconds } = section;
  return arn === undefined
    ? undefined
    : { arn, sessionName, externalId, durationSeconds, namedBy: `${name}.roleArn` };
}

/** The source, whose keys assume the role in variables. */
function assuming(source: CredentialSource, search: CredentialSearch, assume: Assume): CredentialSource {
  return {
    name: source.name,
    async find() {
      const found = await source.find();
      if (typeof found === "string") return found;
      const role = search.environmentRole?.(source);
      return role === undefined ? found : assumedRole(role, found, assume);
    },
  };
}

/** @throws ConfigurationError that names every source, and why it has no keys */
async function firstOf(sources: readonly CredentialSource[], cloud: CloudWords): Promise<KeySource> {
  const tried: string[] = [];
  for (const source of sources) {
    const found = await source.find();
    if (typeof found !== "string") return found;
    if (source.name !== "") tried.push(`${source.name}: ${found}`);
  }
  const { title, section, members, variables } = cloud;
  const [id, secret] = members.map((member) => `image-share:${section}.${member}`);
  throw new ConfigurationError(
    `no credentials for ${title}. Set ${id} and ${secret} (pulumi config set --secret --path ${secret} …), or the ` +
      `environment variables ${variables.join(" and ")}. Tried ${tried.join("; ")}`,
    "credentials",
  );
}
