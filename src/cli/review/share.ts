/** What a resource of the engine says of a share, and what of it cannot be read: secrets, and values of later. */
import { type AccountId, OWN_ECS, sortedUnique } from "../../core/accounts";
import { leftOutIn, revokedByEnd } from "../../core/goal";
import type { RecordedEndpoint } from "../../core/recorded-endpoint";
import { readState, recordedTarget } from "../../core/state";
import type { ImageTarget } from "../../core/target";
import type { EngineResource } from "./preview";

/** The engine's words for a value that is not known before the up, and for one that it does not show. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SECRET = "[secret]";
/** The key of an object that stands for a secret, in events and in state. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Secrets that hide nobody who has access. Unknown values are another thing: with one of them, nobody can look. */
const harmlessSecrets = new Set(["credentials", "timeoutSeconds", "maxRemovals", "allowEmpty"]);

/** Names of arguments and outputs that cannot be read, by what hides them. */
interface Unreadable {
  readonly secret: readonly string[];
  readonly unknown: readonly string[];
  /** Of another shape than this version knows. */
  readonly strange: readonly string[];
}

export interface Held extends Unreadable {
  readonly target: ImageTarget | undefined;
  /** Whom a delete takes access from, as far as they can be read. */
  readonly accounts: readonly AccountId[];
  /** Whom it leaves alone, because the program has left `accounts` or `shareToEcs` out. */
  readonly leftOut: readonly AccountId[];
  readonly protectedAccounts: readonly AccountId[];
  /** Where it was made; undefined in state of before 0.2. */
  readonly place: RecordedEndpoint | undefined;
  /** With whose keys. */
  readonly profile: string | undefined;
  readonly isProfileHidden: boolean;
}

export interface Wanted extends Unreadable {
  readonly target: ImageTarget | undefined;
  /** Who is listed, as far as they can be read. */
  readonly accounts: readonly AccountId[];
}

export function isShare({ type }: Pick<EngineResource, "type">): boolean {
  return type.endsWith(":ImageShare");
}

/** The name that the program gave to a resource. */
export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** What state records of a share. */
export function heldBy({ id, outputs = {} }: EngineResource): Held {
  const { readable, ...unreadable } = sorted(outputs);
  const state = readState(id, readable);
  // A share manages one of them at least, or both.
  const isBlank = (outputs.accounts ?? outputs.shareToEcs ?? undefined) === undefined;
  return {
    ...unreadable,
    strange: [...unreadable.strange, ...(isBlank ? ["accounts"] : [])],
    target: state?.target,
    accounts: state === undefined ? [] : revokedByEnd(state),
    leftOut: state === undefined ? [] : leftOutIn(state),
    protectedAccounts: state?.protectedAccounts ?? [],
    place: state?.place,
    profile: state?.credentials,
    isProfileHidden: (outputs.credentials ?? undefined) !== undefined && state?.credentials === undefined,
  };
}

/** What a program asks for. */
export function wantedBy({ inputs }: EngineResource): Wanted {
  const { readable, ...unreadable } = sorted(inputs);
  const { accounts, shareToEcs } = readable;
  return {
    ...unreadable,
    target: recordedTarget(readable),
    accounts: sortedUnique([
      ...(Array.isArray(accounts) ? (accounts as AccountId[]) : []),
      ...(shareToEcs === true ? [OWN_ECS] : []),
    ]),
  };
}

/** Takes apart what can be read and what cannot. Of a list, what can be read stays. */
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

/** What decides who has access, and of which type it is. */
const types: Readonly<Record<string, "list" | "string" | "boolean">> = {
  accounts: "list",
  protectedAccounts: "list",
  foreignAccounts: "list",
  listedAccounts: "list",
  shareToEcs: "boolean",
  listedShareToEcs: "boolean",
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
