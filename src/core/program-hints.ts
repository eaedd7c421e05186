/**
 * Hints from the program to the provider, beside the arguments of a share, because the engine does not pass them: options,
 * the share's state, and the lists of other resources.
 */
import type { AccountId } from "./accounts";

type Properties = Readonly<Record<string, unknown>>;

/** The input for hints that only change messages. Check removes it, so that state and diff do not hold it. */
export const hintsInput = "__told";

/** Input and output for options that decide how the share ends. The engine hides names that begin with `__`. */
export const optionsKey = "__options";

/** Options of the resource that keep access when the share ends. */
export interface EndOptions {
  readonly retainOnDelete?: true;
  /** Name of the resource whose deletion replaces this one's. */
  readonly deletedWith?: string;
}

/** The program's hints about one share. */
export interface ProgramHints {
  /** The share in state; undefined if state holds none. */
  readonly before?: Properties | undefined;
  /** Names of other resources by the accounts that they list for the image in `before`. */
  readonly elsewhere: Readonly<Record<AccountId, string>>;
  /** Whether other resources may list more accounts: some values are not known yet. */
  readonly mayListMore: boolean;
  /** Whether the engine deletes the share before it creates the replacement. */
  readonly deletesFirst: boolean;
  /** Whether the engine shows which image it is and which accounts are listed: it hides secrets. */
  readonly areListsShown: boolean;
}

/** Parses {@link hintsInput}; undefined if the program sent no hints. */
export function hintsIn(value: unknown): ProgramHints | undefined {
  if (!isObject(value)) return undefined;
  const { before, elsewhere, mayListMore, deletesFirst, areListsShown } = value;
  const names = isObject(elsewhere) ? Object.entries(elsewhere) : [];
  return {
    ...(isObject(before) ? { before } : {}),
    elsewhere: Object.fromEntries(names.map(([account, name]) => [account, String(name)])),
    mayListMore: mayListMore !== false,
    deletesFirst: deletesFirst === true,
    areListsShown: areListsShown === true,
  };
}

/** Parses {@link optionsKey} of inputs or outputs. */
export function optionsIn(properties: Properties): EndOptions {
  const options = properties[optionsKey];
  if (!isObject(options)) return {};
  const { retainOnDelete, deletedWith } = options;
  return {
    ...(retainOnDelete === true ? { retainOnDelete } : {}),
    ...(typeof deletedWith === "string" ? { deletedWith } : {}),
  };
}

/** The properties that hold the options; empty without options. */
export function keptOptions(options: EndOptions): Properties {
  return Object.keys(options).length > 0 ? { [optionsKey]: options } : {};
}

/** {@link keptOptions} from other properties. */
export function optionsOf(properties: Properties): Properties {
  return keptOptions(optionsIn(properties));
}

export function sameOptions(left: EndOptions, right: EndOptions): boolean {
  return left.retainOnDelete === right.retainOnDelete && left.deletedWith === right.deletedWith;
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
