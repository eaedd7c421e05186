/** Reads a share from the engine's resource, and names the values that cannot be read: secret or unknown ones. */
import { type AccountId, OWN_ECS, sortedUnique } from "../../core/accounts";
import { foreignIn, leftOutIn, ownedIn, revokedByEnd } from "../../core/goal";
import { granteeLists } from "../../core/grantees";
import type { RecordedEndpoint } from "../../core/recorded-endpoint";
import { accountsBehind } from "../../core/snapshots";
import { readState, recordedTarget } from "../../core/state";
import type { ImageTarget } from "../../core/target";
import type { EngineResource } from "./preview";

/** The engine's sentinels for a value that is not known before the up, and for a hidden value. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SECRET = "[secret]";
/** The key that marks an object as a secret, in events and in state. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Arguments that do not hide accounts if they are secret. If they are unknown, the image cannot be read. */
const harmlessSecrets = new Set(["credentials", "timeoutSeconds", "maxRemovals", "allowEmpty"]);

/** Names of arguments and outputs that cannot be read, by the reason. */
interface Unreadable {
  readonly secret: readonly string[];
  readonly unknown: readonly string[];
  /** Values of a shape that this version does not know. */
  readonly strange: readonly string[];
}

export interface Held extends Unreadable {
  readonly target: ImageTarget | undefined;
  /** Accounts that lose access on a delete, as far as they can be read. */
  readonly accounts: readonly AccountId[];
  /** Accounts that keep access, because the program omits their argument. */
  readonly leftOut: readonly AccountId[];
  readonly protectedAccounts: readonly AccountId[];
  /** Accounts that state records as the share's own, and as foreign ones. */
  readonly owned: readonly AccountId[];
  readonly foreign: readonly AccountId[];
  /** The endpoint; undefined in state from before 0.2. */
  readonly place: RecordedEndpoint | undefined;
  /** The credentials profile. */
  readonly profile: string | undefined;
  readonly isProfileHidden: boolean;
}

export interface Wanted extends Unreadable {
  readonly target: ImageTarget | undefined;
  /** The listed accounts, as far as they can be read. */
  readonly accounts: readonly AccountId[];
}

export function isShare({ type }: Pick<EngineResource, "type">): boolean {
  return type.endsWith(":ImageShare");
}

/** The resource's name in the program. */
export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** A share in state. */
export function heldBy({ id, outputs = {} }: EngineResource): Held {
  const { readable, ...unreadable } = sorted(outputs);
  const state = readState(id, readable);
  // A share manages at least one of them.
  const parts = [...granteeLists.map(({ argument }) => argument), "shareToEcs"];
  const isBlank = parts.every((name) => (outputs[name] ?? undefined) === undefined);
  return {
    ...unreadable,
    strange: [...unreadable.strange, ...(isBlank ? ["accounts"] : [])],
    target: state?.target,
    accounts: state === undefined ? [] : accountsBehind(revokedByEnd(state)),
    leftOut: state === undefined ? [] : accountsBehind(leftOutIn(state)),
    protectedAccounts: state?.protectedAccounts ?? [],
    owned: state === undefined ? [] : ownedIn(state),
    foreign: state === undefined ? [] : foreignIn(state),
    place: state?.place,
    profile: state?.credentials,
    isProfileHidden: (outputs.credentials ?? undefined) !== undefined && state?.credentials === undefined,
  };
}

/** A share in the program. */
export function wantedBy({ inputs }: EngineResource): Wanted {
  const { readable, ...unreadable } = sorted(inputs);
  const lists = granteeLists.flatMap(({ argument }) => readable[argument] ?? []) as AccountId[];
  return {
    ...unreadable,
    target: recordedTarget(readable),
    accounts: sortedUnique([...lists, ...(readable.shareToEcs === true ? [OWN_ECS] : [])]),
  };
}

/** Separates readable from unreadable values. The readable elements of a list stay. */
function sorted(properties: Readonly<Record<string, unknown>>) {
  const readable: Record<string, unknown> = {};
  const hidden = { secret: [] as string[], unknown: [] as string[], strange: [] as string[] };
  for (const [key, value] of Object.entries(properties).filter(([name]) => name !== "__provider")) {
    const parts: unknown[] = Array.isArray(value) ? value : [value];
    for (const why of new Set(parts.map((part) => hiddenBy(key, part, Array.isArray(value))))) {
      if (why !== undefined && !(why === "secret" && harmlessSecrets.has(key))) hidden[why].push(key);
    }
    if (Array.isArray(value)) readable[key] = parts.filter((part) => hiddenBy(key, part, true) === undefined);
    else if (hiddenBy(key, value, false) === undefined) readable[key] = value;
  }
  return { readable, ...hidden };
}

/** The arguments that decide access, with their types. */
const types: Readonly<Record<string, "list" | "string" | "boolean">> = {
  ...Object.fromEntries(
    granteeLists.flatMap(({ argument, foreign, listed }) =>
      [argument, foreign, listed].map((name) => [name, "list"] as const),
    ),
  ),
  protectedAccounts: "list",
  shareToEcs: "boolean",
  listedShareToEcs: "boolean",
  snapshots: "boolean",
  snapshotAccounts: "list",
  foreignSnapshotAccounts: "list",
  exclusive: "boolean",
  service: "string",
  region: "string",
  imageId: "string",
};

function hiddenBy(key: string, value: unknown, isPart: boolean): keyof Unreadable | undefined {
  if (value === SECRET || (typeof value === "object" && value !== null && SIGNATURE in value))
    return "secret";
  if (value === UNKNOWN) return "unknown";
  const type = Object.hasOwn(types, key) ? types[key] : undefined;
  if (type === undefined || value === undefined || value === null) return undefined;
  if (type === "list") return isPart && typeof value === "string" ? undefined : "strange";
  return !isPart && typeof value === type ? undefined : "strange";
}
