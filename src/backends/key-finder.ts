/** What finding keys is in every cloud: the configuration's, or else a search, and a role on top. */
import type { CloudAccess, KeySource } from "../core/cloud-access";
import { type Assume, assumedRole, type Role } from "./assumed-role";
import type { CloudWords } from "./key-search";

/** What a section of the configuration says of a role. */
interface RoleMembers {
  readonly roleArn?: string | undefined;
  readonly roleSessionName?: string | undefined;
  readonly externalId?: string | undefined;
  readonly durationSeconds?: number | undefined;
}

/** The role that a section names: it is assumed with the keys of the section, or with those that are found without. */
function configuredRole(section: RoleMembers, name: string): Role | undefined {
  const { roleArn: arn, roleSessionName: sessionName, externalId, durationSeconds } = section;
  return arn === undefined
    ? undefined
    : { arn, sessionName, externalId, durationSeconds, namedBy: `${name}.roleArn` };
}

/** How a cloud finds keys. */
export interface Finder<Section extends RoleMembers> {
  /** The keys in the section itself, or of the profile that it names; undefined where it has neither. */
  configured(
    section: Section,
    name: string,
    endpoint: CloudAccess["endpoint"],
  ): KeySource | Promise<KeySource> | undefined;
  /** @param hasRole whether the configuration names a role, so that those of the environment do not count */
  chain(endpoint: CloudAccess["endpoint"], hasRole: boolean): Promise<KeySource>;
  assumer(endpoint: CloudAccess["endpoint"]): Assume;
  readonly words: CloudWords;
}

/** @throws ConfigurationError that says what was tried, or what is broken */
export async function findWith<Section extends RoleMembers>(
  finder: Finder<Section>,
  { credentials, section: name = `image-share:${finder.words.section}`, endpoint }: CloudAccess,
): Promise<KeySource> {
  const section = (credentials ?? {}) as Section;
  const role = configuredRole(section, name);
  const base =
    (await finder.configured(section, name, endpoint)) ?? (await finder.chain(endpoint, role !== undefined));
  return role === undefined ? base : assumedRole(role, base, finder.assumer(endpoint));
}
