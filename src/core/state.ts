/**
 * Writes and reads the resource's outputs in the engine's state. State outlives versions, so state that an
 * earlier version wrote, or a later one extended, must be readable.
 */
import { type AccountId, OWN_ECS, ofKind, sameSet, sortedUnique } from "./accounts";
import { imageArguments, isExclusive, type ShareArgs, settingArguments } from "./arguments";
import type { Scope } from "./backend";
import { granteeLists } from "./grantees";
import type { GuardPolicy } from "./guards";
import { listedIn, scopeOf } from "./managed-parts";
import type { Ownership } from "./plan";
import { type EndOptions, optionsIn } from "./program-hints";
import { endpointOutputs, type RecordedEndpoint, recordedEndpoint } from "./recorded-endpoint";
import { type ImageTarget, isSafeSegment, parseShareId } from "./target";

type Properties = Readonly<Record<string, unknown>>;

/** A share as state records it. */
export interface ShareState {
  readonly target: ImageTarget;
  /** Whether there is a record, readable or not; false for a new `ImageShare.get`. */
  readonly isRecorded: boolean;
  /** Whether `ImageShare.get` recorded it, which owns no access. */
  readonly isLookup: boolean;
  /** Undefined if accounts are not managed, and before the first read of `ImageShare.get`. */
  readonly accounts: AccountId[] | undefined;
  /**
   * The program's last list, if it differs from access at the last read: after a failure, after
   * a refresh, or before the program omitted `accounts`.
   */
  readonly listedAccounts: AccountId[] | undefined;
  /** The same of organisations, and of organisational units. */
  readonly organizationArns: AccountId[] | undefined;
  readonly listedOrganizationArns: AccountId[] | undefined;
  readonly foreignOrganizationArns: AccountId[];
  readonly organizationalUnitArns: AccountId[] | undefined;
  readonly listedOrganizationalUnitArns: AccountId[] | undefined;
  readonly foreignOrganizationalUnitArns: AccountId[];
  /** Undefined if it is not managed. */
  readonly shareToEcs: boolean | undefined;
  /** The counterpart of `listedAccounts`: the program's last `shareToEcs`, if it differs. */
  readonly listedShareToEcs: boolean | undefined;
  readonly foreignAccounts: AccountId[];
  /** Whether the snapshots behind the image are managed; undefined if the program does not say. */
  readonly snapshots: boolean | undefined;
  /** Undefined before they were looked up. */
  readonly snapshotIds: string[] | undefined;
  /**
   * Access to the snapshots that this share gave, as `snap-…/<account>`: at the last read, and after the program leaves
   * `snapshots` out, at the last read before.
   */
  readonly snapshotAccounts: AccountId[];
  readonly foreignSnapshotAccounts: AccountId[];
  /** Accounts that keep access because the vendor refused their removal: they no longer exist. */
  readonly closedAccounts: AccountId[];
  readonly exclusive: boolean;
  readonly protectedAccounts: AccountId[];
  readonly credentials: string | undefined;
  readonly timeoutSeconds: number | undefined;
  /** The account that owns the image; undefined if the cloud did not report it, and in state from before 0.2. */
  readonly owner: AccountId | undefined;
  /** The endpoint of the share; undefined in state from before 0.2, and for `ImageShare.get`. */
  readonly place: RecordedEndpoint | undefined;
  /** The options of the last create or update. */
  readonly options: EndOptions;
}

/** Outputs that `ImageShare.get` lacks before its first read. */
const recorded = [
  "service",
  "imageId",
  "shareToEcs",
  ...granteeLists.flatMap(({ argument, foreign }) => [argument, foreign]),
];

/** Outputs besides the arguments and access. */
interface Extras {
  /** Accounts that could not be removed, because they do not exist. */
  readonly closed?: readonly AccountId[];
  /** The program's list; for an omitted part, the last list. */
  readonly listed?: readonly AccountId[] | undefined;
  /** The owner of the image. */
  readonly owner?: AccountId | undefined;
  /** The snapshots behind the image. */
  readonly snapshotIds?: readonly string[] | undefined;
  /** The endpoint of the calls. */
  readonly place?: RecordedEndpoint | undefined;
  /** The guards of a failed run: a share without `exclusive` does not become exclusive by a failure. */
  readonly failed?: Pick<GuardPolicy, "onlyListedBefore">;
}

/** The outputs: every argument as resolved, and foreign accounts. Holds no undefined. */
export function stateOf(
  args: ShareArgs,
  ownership: Ownership,
  { closed = [], listed = listedIn(args), owner, snapshotIds, place, failed }: Extras = {},
): Record<string, unknown> {
  const { service, region, imageId } = args;
  const state: Record<string, unknown> = { service, imageId, ...shares(ownership, scopeOf(args)) };
  if (region !== undefined) state.region = region;
  if (closed.length > 0) state.closedAccounts = sortedUnique(closed);
  if (owner !== undefined) state.owner = owner;
  if (args.snapshots === true && snapshotIds !== undefined) state.snapshotIds = sortedUnique(snapshotIds);
  if (place !== undefined) Object.assign(state, endpointOutputs(place));
  Object.assign(state, listedBeside(listed, state));
  for (const key of settingArguments) if (args[key] !== undefined) state[key] = args[key];
  state.exclusive = isExclusive(args) && failed?.onlyListedBefore === undefined;
  return state;
}

/** The program's list, if it differs from access according to these outputs. */
export function listedBeside(listed: readonly AccountId[], outputs: Properties): Record<string, unknown> {
  const differing = granteeLists
    .map(
      ({ kind, argument, listed: name }) =>
        [name, ofKind(kind, listed), accountsIn(outputs[argument])] as const,
    )
    .filter(([, written, live]) => !sameSet(written, live));
  const ownEcs = listed.includes(OWN_ECS);
  const atSnapshots = ofKind("snapshot", listed);
  return {
    ...Object.fromEntries(differing.map(([name, written]) => [name, sortedUnique(written)])),
    ...(ownEcs === (outputs.shareToEcs === true) ? {} : { listedShareToEcs: ownEcs }),
    ...(atSnapshots.length === 0 ? {} : { snapshotAccounts: sortedUnique(atSnapshots) }),
  };
}

/** The outputs that hold access. */
export function shares(ownership: Ownership, scope: Scope): Record<string, unknown> {
  const managed = granteeLists.filter(({ argument }) => scope[argument] === true);
  const foreign = granteeLists
    .map(({ kind, foreign: name }) => [name, ofKind(kind, ownership.foreignAccounts)] as const)
    .filter(([name, grantees]) => name === "foreignAccounts" || grantees.length > 0);
  const foreignAtSnapshots = ofKind("snapshot", ownership.foreignAccounts);
  return {
    ...Object.fromEntries(managed.map(({ kind, argument }) => [argument, ofKind(kind, ownership.accounts)])),
    ...(scope.ownEcs ? { shareToEcs: ownership.accounts.includes(OWN_ECS) } : {}),
    ...Object.fromEntries(foreign),
    ...(scope.snapshots === true ? { snapshotAccounts: ofKind("snapshot", ownership.accounts) } : {}),
    ...(foreignAtSnapshots.length === 0 ? {} : { foreignSnapshotAccounts: foreignAtSnapshots }),
  };
}

/** @returns undefined if neither the properties nor the id name an image */
export function readState(id: string, properties: Properties): ShareState | undefined {
  // The id comes first, because properties may have been edited or lost.
  const target = parseShareId(id) ?? recordedTarget(properties);
  if (target === undefined) return undefined;
  const isLookup = properties.isLookup === true;
  return {
    target,
    isRecorded: recorded.some((key) => properties[key] !== undefined),
    isLookup,
    accounts: listIn(properties.accounts),
    listedAccounts: listIn(properties.listedAccounts),
    organizationArns: listIn(properties.organizationArns),
    listedOrganizationArns: listIn(properties.listedOrganizationArns),
    foreignOrganizationArns: accountsIn(properties.foreignOrganizationArns),
    organizationalUnitArns: listIn(properties.organizationalUnitArns),
    listedOrganizationalUnitArns: listIn(properties.listedOrganizationalUnitArns),
    foreignOrganizationalUnitArns: accountsIn(properties.foreignOrganizationalUnitArns),
    shareToEcs: truthIn(properties.shareToEcs),
    listedShareToEcs: truthIn(properties.listedShareToEcs),
    foreignAccounts: accountsIn(properties.foreignAccounts),
    snapshots: truthIn(properties.snapshots),
    snapshotIds: listIn(properties.snapshotIds),
    snapshotAccounts: accountsIn(properties.snapshotAccounts),
    foreignSnapshotAccounts: accountsIn(properties.foreignSnapshotAccounts),
    closedAccounts: accountsIn(properties.closedAccounts),
    exclusive: properties.exclusive === true,
    protectedAccounts: accountsIn(properties.protectedAccounts),
    credentials: textIn(properties.credentials),
    timeoutSeconds: secondsIn(properties.timeoutSeconds),
    owner: textIn(properties.owner),
    place: isLookup ? undefined : recordedEndpoint(properties),
    options: optionsIn(properties),
  };
}

/** The recorded settings that differ between two sets of properties, and the parts that become managed or unmanaged. */
export function changedSettings(olds: Properties, news: Properties): string[] {
  const appeared = [...granteeLists.map(({ argument }) => argument), "shareToEcs"].filter(
    (key) => (olds[key] === undefined) !== (news[key] === undefined),
  );
  const changed = settingArguments.filter((key) => {
    const [before, after] = [meantBy(key, olds), meantBy(key, news)];
    if (Array.isArray(before) || Array.isArray(after)) return !sameSet(accountsIn(before), accountsIn(after));
    return before !== after;
  });
  return [...appeared, ...changed];
}

/** State records the default of `exclusive`, so writing the default out is not a change. */
function meantBy(key: (typeof settingArguments)[number], properties: Properties): unknown {
  return key === "exclusive" ? (properties.exclusive ?? true) : properties[key];
}

/**
 * The arguments of an existing share. If they omit `exclusive`, and it was true, it is filled in
 * so that there is no diff. A part that was not managed before has no default.
 *
 * @param olds the inputs of the last run
 */
export function withKnownMeaning(olds: Properties, args: Properties): Record<string, unknown> {
  const isSameImage = imageArguments.every((key) => olds[key] === args[key]);
  const isSamePart = granteeLists.every(
    ({ argument }) => args[argument] === undefined || olds[argument] !== undefined,
  );
  const isSameDepth = args.snapshots === undefined || args.snapshots === false || olds.snapshots === true;
  const isKnown =
    isSameImage && isSamePart && isSameDepth && olds.exclusive === true && args.exclusive === undefined;
  return isKnown ? { ...args, exclusive: true } : { ...args };
}

/** The image that inputs or outputs name; undefined if they name none. */
export function recordedTarget(properties: Properties): ImageTarget | undefined {
  const service = textIn(properties.service);
  const region = textIn(properties.region);
  const imageId = textIn(properties.imageId);
  if (service === undefined || imageId === undefined) return undefined;
  if (![service, region ?? service, imageId].every(isSafeSegment)) return undefined;
  return region === undefined ? { service, imageId } : { service, region, imageId };
}

function accountsIn(value: unknown): AccountId[] {
  return Array.isArray(value)
    ? sortedUnique(value.filter((item): item is string => typeof item === "string"))
    : [];
}

function listIn(value: unknown): AccountId[] | undefined {
  return Array.isArray(value) ? accountsIn(value) : undefined;
}

function truthIn(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function secondsIn(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : undefined;
}
