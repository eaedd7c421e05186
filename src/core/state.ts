/**
 * What a resource records in the engine's state, and how it is read back. State outlives versions: whatever an
 * earlier one wrote, or a later one added, must be read without harm.
 */
import { type AccountId, accountsOnly, OWN_ECS, sameSet, sortedUnique } from "./accounts";
import { isExclusive, type ShareArgs } from "./args";
import type { Scope } from "./backend";
import type { GuardPolicy } from "./guards";
import type { Ownership } from "./plan";
import { type EndOptions, optionsIn } from "./program-hints";
import { endpointOutputs, type RecordedEndpoint, recordedEndpoint } from "./recorded-endpoint";
import { type ImageTarget, isSafeSegment, parseShareId } from "./target";

type Properties = Readonly<Record<string, unknown>>;

/** What state tells about a share. */
export interface ShareState {
  readonly target: ImageTarget;
  /** Whether anything was recorded, legible or not; false for a new `ImageShare.get`. */
  readonly isRecorded: boolean;
  /** Whether it was `ImageShare.get` that recorded it, which owns nothing. */
  readonly isLookup: boolean;
  /** Undefined where accounts are not managed, and where there is no state yet, as for `ImageShare.get`. */
  readonly accounts: AccountId[] | undefined;
  /**
   * What the program listed the last time, where that is not what had access at the last look: after a failure, after
   * a refresh, or before `accounts` was left out.
   */
  readonly listedAccounts: AccountId[] | undefined;
  /** Undefined where it is not managed. */
  readonly shareToEcs: boolean | undefined;
  /** The counterpart of `listedAccounts`: what the program said last of the owner's own ECS, where that differs. */
  readonly listedShareToEcs: boolean | undefined;
  readonly foreignAccounts: AccountId[];
  /** Accounts that keep access because the vendor refused their removal: they do not exist any more. */
  readonly closedAccounts: AccountId[];
  readonly exclusive: boolean;
  readonly protectedAccounts: AccountId[];
  readonly credentials: string | undefined;
  readonly timeoutSeconds: number | undefined;
  /** The account that owns the image; undefined where the cloud did not tell, and in state of before 0.2. */
  readonly owner: AccountId | undefined;
  /** Where the share was made; undefined in state of before 0.2, and of a look: it is compared with nothing. */
  readonly place: RecordedEndpoint | undefined;
  /** With which the resource was made or updated last. */
  readonly options: EndOptions;
}

/** The arguments that are recorded as they are; a change of one is an update that may move nothing. */
const settings = [
  "exclusive",
  "protectedAccounts",
  "maxRemovals",
  "allowEmpty",
  "credentials",
  "timeoutSeconds",
] as const;

/** Of these, `ImageShare.get` has none before it has looked. */
const recorded = ["service", "imageId", "accounts", "shareToEcs", "foreignAccounts"];

/** What outputs say besides the arguments and who has access. */
interface Extras {
  /** Accounts that could not be removed because they do not exist. */
  readonly closed?: readonly AccountId[];
  /** What the program lists; of a part that it has left out, what it listed before. */
  readonly listed?: readonly AccountId[] | undefined;
  /** Of the image. */
  readonly owner?: AccountId | undefined;
  /** Where it was called. */
  readonly place?: RecordedEndpoint | undefined;
  /** What bound the run, where it failed: by silence, a share that has to say so has not become exclusive. */
  readonly failed?: Pick<GuardPolicy, "onlyListedBefore">;
}

/** Outputs: every argument as resolved, and who has access for other reasons. Holds no undefined. */
export function stateOf(
  args: ShareArgs,
  holdings: Ownership,
  {
    closed = [],
    listed = [...(args.accounts ?? []), ...(args.shareToEcs === true ? [OWN_ECS] : [])],
    owner,
    place,
    failed,
  }: Extras = {},
): Record<string, unknown> {
  const { service, region, imageId } = args;
  const scope: Scope = { accounts: args.accounts !== undefined, ownEcs: args.shareToEcs !== undefined };
  const state: Record<string, unknown> = { service, imageId, ...shares(holdings, scope) };
  if (region !== undefined) state.region = region;
  if (closed.length > 0) state.closedAccounts = sortedUnique(closed);
  if (owner !== undefined) state.owner = owner;
  if (place !== undefined) Object.assign(state, endpointOutputs(place));
  Object.assign(state, listedBeside(listed, state));
  for (const key of settings) if (args[key] !== undefined) state[key] = args[key];
  state.exclusive = isExclusive(args) && failed?.onlyListedBefore === undefined;
  return state;
}

/** What the program listed, where it differs from who has access according to these outputs. */
export function listedBeside(
  listed: readonly AccountId[],
  { accounts, shareToEcs }: Properties,
): Record<string, unknown> {
  const [others, ownEcs] = [accountsOnly(listed), listed.includes(OWN_ECS)];
  return {
    ...(sameSet(others, accountsIn(accounts)) ? {} : { listedAccounts: sortedUnique(others) }),
    ...(ownEcs === (shareToEcs === true) ? {} : { listedShareToEcs: ownEcs }),
  };
}

/** The part of the outputs that says who has access. */
export function shares(holdings: Ownership, scope: Scope): Record<string, unknown> {
  return {
    ...(scope.accounts ? { accounts: accountsOnly(holdings.accounts) } : {}),
    ...(scope.ownEcs ? { shareToEcs: holdings.accounts.includes(OWN_ECS) } : {}),
    foreignAccounts: accountsOnly(holdings.foreignAccounts),
  };
}

/** @returns undefined when neither the properties nor the id name an image */
export function readState(id: string, properties: Properties): ShareState | undefined {
  // The id is the engine's own: properties may have been edited, or cut off.
  const target = parseShareId(id) ?? recordedTarget(properties);
  if (target === undefined) return undefined;
  const isLookup = properties.isLookup === true;
  return {
    target,
    isRecorded: recorded.some((key) => properties[key] !== undefined),
    isLookup,
    accounts: Array.isArray(properties.accounts) ? accountsIn(properties.accounts) : undefined,
    listedAccounts: Array.isArray(properties.listedAccounts)
      ? accountsIn(properties.listedAccounts)
      : undefined,
    shareToEcs: truthIn(properties.shareToEcs),
    listedShareToEcs: truthIn(properties.listedShareToEcs),
    foreignAccounts: accountsIn(properties.foreignAccounts),
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

/** Which of the recorded settings differ between two sets of properties, and which parts are (un)managed anew. */
export function changedSettings(olds: Properties, news: Properties): string[] {
  const appeared = ["accounts", "shareToEcs"].filter(
    (key) => (olds[key] === undefined) !== (news[key] === undefined),
  );
  const changed = settings.filter((key) => {
    const [before, after] = [meantBy(key, olds), meantBy(key, news)];
    if (Array.isArray(before) || Array.isArray(after)) return !sameSet(accountsIn(before), accountsIn(after));
    return before !== after;
  });
  return [...appeared, ...changed];
}

/** State records what is meant where the program says nothing of `exclusive`: to write it out is no change. */
function meantBy(key: (typeof settings)[number], properties: Properties): unknown {
  return key === "exclusive" ? (properties.exclusive ?? true) : properties[key];
}

/**
 * The arguments of a share that exists: where they say nothing of `exclusive`, and it has been true, it stands there as
 * before, so that nothing seems to change. Of a part that was not managed yet, nothing is known.
 *
 * @param olds the inputs of the last run
 */
export function withKnownMeaning(olds: Properties, args: Properties): Record<string, unknown> {
  const isSameImage = ["service", "region", "imageId"].every((key) => olds[key] === args[key]);
  const isSamePart = args.accounts === undefined || olds.accounts !== undefined;
  const isKnown = isSameImage && isSamePart && olds.exclusive === true && args.exclusive === undefined;
  return isKnown ? { ...args, exclusive: true } : { ...args };
}

/** The image that inputs or outputs name; undefined when they name none. */
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

function truthIn(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function secondsIn(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : undefined;
}
