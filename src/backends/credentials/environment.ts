/** Keys, and names of other sources, in environment variables. */
import type { KeySource, Keys } from "../../core/cloud-access";
import { fixedKeys } from "./key-source";
import { type CloudWords, type CredentialSource, invalidSource } from "./source";

/** Variables that belong together, as one tool reads them. */
export interface KeyVariables {
  readonly id: string;
  readonly secret: string;
  /** Tools disagree about the third name. */
  readonly tokens: readonly string[];
}

/** The value of a variable. An empty one counts as unset, because pipelines set missing secrets to an empty text. */
export function variable(name: string): string | undefined {
  return process.env[name]?.trim() || undefined;
}

/** A variable that is set. */
export interface Setting {
  readonly name: string;
  readonly value: string;
  /** The name for messages, with variables of the same meaning that have another value. */
  readonly label: string;
}

/** The first of these variables that is set: the vendor's own, then those of related tools. */
export function setting(...names: readonly string[]): Setting | undefined {
  const given = names.flatMap((name) => {
    const value = variable(name);
    return value === undefined ? [] : [{ name, value }];
  });
  const [first, ...others] = given;
  if (first === undefined) return undefined;
  const differing = others.filter(({ value }) => value !== first.value).map(({ name }) => name);
  return { ...first, label: withIgnored(first.name, differing) };
}

function withIgnored(name: string, ignored: readonly string[]): string {
  if (ignored.length === 0) return name;
  return `${name}; ${ignored.join(" and ")} ${ignored.length === 1 ? "differs and is" : "differ and are"} not used`;
}

/**
 * The keys in variables. Parts of two sets are never combined.
 *
 * @param later variables that name sources which come after the environment
 */
export function environmentSource(
  sets: readonly KeyVariables[],
  later: readonly string[],
  cloud: CloudWords,
): CredentialSource {
  return { name: "environment", find: () => environmentKeys(sets, later, cloud) };
}

function environmentKeys(
  sets: readonly KeyVariables[],
  later: readonly string[],
  cloud: CloudWords,
): KeySource | string {
  const complete = sets.filter((set) => isComplete(set, cloud));
  refuseLoneTokens(sets, complete, cloud);
  const [first, ...others] = complete;
  if (first === undefined) return `${missingNames(sets)} not set`;
  const keys = keysIn(first, cloud);
  const differing = others.filter((set) => !areSame(keysIn(set, cloud), keys)).map(({ id }) => id);
  const unused = later.filter((name) => variable(name) !== undefined);
  const verb = unused.length === 1 ? "is" : "are";
  const left = unused.length === 0 ? "" : `; ${unused.join(" and ")} ${verb} not used`;
  return fixedKeys(`environment (${withIgnored(first.id, differing)}${left})`, keys);
}

/** Half a pair is a mistake to report, not a reason to go on with other keys. */
function isComplete(set: KeyVariables, cloud: CloudWords): boolean {
  const names = [set.id, set.secret];
  const present = names.filter((name) => variable(name) !== undefined);
  if (present.length !== 1) return present.length === names.length;
  const missing = names.find((name) => !present.includes(name));
  throw invalidSource(
    `half of the credentials for ${cloud.title}: the environment has ${present[0]} but ${missing} is missing or empty`,
    cloud,
  );
}

/** Refuses a token without its keys, because it belongs to other keys. */
function refuseLoneTokens(
  sets: readonly KeyVariables[],
  complete: readonly KeyVariables[],
  cloud: CloudWords,
): void {
  for (const { id, secret, tokens } of sets) {
    const lone = tokens.find(
      (name) => variable(name) !== undefined && !complete.some((set) => set.tokens.includes(name)),
    );
    if (lone === undefined) continue;
    throw invalidSource(
      `a part of the credentials for ${cloud.title}: the environment has ${lone} but ${id} and ${secret} are missing ` +
        `or empty${instead(complete[0])}`,
      cloud,
    );
  }
}

function instead(used: KeyVariables | undefined): string {
  return used === undefined ? "" : ` (the token of ${used.id} is read from ${used.tokens.join(" or ")})`;
}

function keysIn(set: KeyVariables, cloud: CloudWords): Keys {
  const tokens = set.tokens.filter((name) => variable(name) !== undefined);
  const values = new Set(tokens.map(variable));
  if (values.size > 1)
    throw invalidSource(`${tokens.join(" and ")} hold different tokens: leave one of them`, cloud);
  const [token] = values;
  return { id: variable(set.id) ?? "", secret: variable(set.secret) ?? "", token };
}

function areSame(left: Keys, right: Keys): boolean {
  return left.id === right.id && left.secret === right.secret && left.token === right.token;
}

function missingNames(sets: readonly KeyVariables[]): string {
  return sets.map(({ id, secret }) => `${id} and ${secret}`).join(", ");
}

/**
 * A check between the sources that the user names and the default ones. An empty variable for a key is a
 * missing secret of a pipeline, so the machine's keys would be other keys.
 */
export function emptyVariables(sets: readonly KeyVariables[], cloud: CloudWords): CredentialSource {
  return {
    name: "",
    find() {
      const names = sets.flatMap(({ id, secret }) => [id, secret]);
      const empty = names.filter((name) => process.env[name] !== undefined && variable(name) === undefined);
      if (empty.length === 0) return "";
      const verb = empty.length === 1 ? "is" : "are";
      throw invalidSource(`${empty.join(" and ")} ${verb} set and empty: give a value, or unset`, cloud);
    },
  };
}

/** A check for variables that other tools read, and this one does not. */
export function unreadVariables(names: readonly string[], cloud: CloudWords): CredentialSource {
  return {
    name: "",
    find() {
      const found = names.find((name) => variable(name) !== undefined);
      if (found === undefined) return "";
      throw invalidSource(`${found} is set, and is not read here`, cloud);
    },
  };
}

/**
 * Variables that are only valid together; each has several names.
 *
 * @returns the values in order, or the missing names if none is set. @throws ConfigurationError if some are missing
 */
export function requireTogether(
  groups: readonly (readonly string[])[],
  cloud: CloudWords,
): readonly Setting[] | string {
  const found = groups.map((names) => setting(...names));
  const missing = groups.flatMap(([name = ""], index) => (found[index] === undefined ? [name] : []));
  if (missing.length === groups.length) return `${missing.join(", ")} not set`;
  const present = found.filter((one) => one !== undefined);
  if (missing.length === 0) return present;
  const names = present.map(({ name }) => name).join(" and ");
  throw invalidSource(`the environment has ${names} but ${missing.join(" and ")} missing or empty`, cloud);
}
