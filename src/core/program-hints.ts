/**
 * What a program tells the provider beside the arguments of a share, as the engine does not: its options, what state
 * holds of the share, and what the other resources of the program list.
 */
import type { AccountId } from "./accounts";

type Properties = Readonly<Record<string, unknown>>;

/** Input for what lines alone rest on. Check takes it out again, so that it is in no state and no diff. */
export const hintsInput = "__told";

/** Input and output for the options that decide what the end of the resource does. The engine shows none of its kind. */
export const optionsKey = "__options";

/** Options of the resource as far as they spare the accounts of a share that comes to its end. */
export interface EndOptions {
  readonly retainOnDelete?: true;
  /** Name of the resource whose deletion spares this one's. */
  readonly deletedWith?: string;
}

/** What lines about one share rest on. */
export interface ProgramHints {
  /** What state holds of the share; undefined where it holds none. */
  readonly before?: Properties | undefined;
  /** Names of other resources of the program, by the accounts that they list for the image in `before`. */
  readonly elsewhere: Readonly<Record<AccountId, string>>;
  /** Whether more may be listed for it: by values that the program does not know yet. */
  readonly mayListMore: boolean;
  /** Whether the engine deletes the share before it makes its successor. */
  readonly deletesFirst: boolean;
}

/** What is read of {@link hintsInput}; undefined where the program told nothing. */
export function hintsIn(value: unknown): ProgramHints | undefined {
  if (!isObject(value)) return undefined;
  const { before, elsewhere, mayListMore, deletesFirst } = value;
  const names = isObject(elsewhere) ? Object.entries(elsewhere) : [];
  return {
    ...(isObject(before) ? { before } : {}),
    elsewhere: Object.fromEntries(names.map(([account, name]) => [account, String(name)])),
    mayListMore: mayListMore !== false,
    deletesFirst: deletesFirst === true,
  };
}

/** What is read of {@link optionsKey}, in inputs or outputs. */
export function optionsIn(properties: Properties): EndOptions {
  const options = properties[optionsKey];
  if (!isObject(options)) return {};
  const { retainOnDelete, deletedWith } = options;
  return {
    ...(retainOnDelete === true ? { retainOnDelete } : {}),
    ...(typeof deletedWith === "string" ? { deletedWith } : {}),
  };
}

/** The part of inputs and outputs that keeps the options; empty where there are none. */
export function keptOptions(options: EndOptions): Properties {
  return Object.keys(options).length > 0 ? { [optionsKey]: options } : {};
}

/** The same, of what was handed over. */
export function optionsOf(properties: Properties): Properties {
  return keptOptions(optionsIn(properties));
}

export function sameOptions(left: EndOptions, right: EndOptions): boolean {
  return left.retainOnDelete === right.retainOnDelete && left.deletedWith === right.deletedWith;
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
