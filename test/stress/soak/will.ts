/** What follows for an image from what a program says and from state, by the plan's table. */
import { OWN_ECS } from "../../../src/core/accounts";
import type { ServiceFacts } from "../../../src/core/service-facts";
import type { Properties } from "./program";
import type { Live } from "./world";

/** What a resource wants of an image, and what it must not do. */
export interface Will {
  readonly listed: ReadonlySet<string>;
  readonly owned: ReadonlySet<string>;
  readonly exclusive: boolean;
  /** Listed by other resources of the run: an additive resource hands these over instead of revoking them. */
  readonly elsewhere: ReadonlySet<string>;
  /** Never to be revoked by this operation. */
  readonly spared: ReadonlySet<string>;
  /** Whether a spared account that would have to go makes the whole operation refuse. */
  readonly refuses: boolean;
  readonly maxRemovals: number;
  /** Whether a removal from too large a part of the image's accounts is refused. */
  readonly refusesLarge: boolean;
  /** Whether strangers make it refuse: it does not say that it is exclusive, and never was. */
  readonly sparesStrangers: boolean;
  readonly limit: number;
  readonly manages: (account: string) => boolean;
  readonly timeoutMs: number;
}

const DEFAULT_TIMEOUT_SECONDS = 900;
const none: ReadonlySet<string> = new Set();

/** What the run knows of the other resources for the same image. */
export interface Beside {
  readonly claimed: ReadonlySet<string>;
  /** Claimed, and in the state of those who claim them. */
  readonly recorded: ReadonlySet<string>;
}

const alone: Beside = { claimed: new Set(), recorded: new Set() };

export function willOf(
  facts: ServiceFacts,
  inputs: Properties,
  state: Properties | undefined,
  { claimed, recorded }: Beside = alone,
): Will {
  const owned = ownedIn(state);
  if (inputs.shareToEcs === false) owned.add(OWN_ECS);
  const listed = namedIn(inputs);
  const exclusive = inputs.exclusive !== false;
  const elsewhere = new Set(exclusive ? [] : [...claimed].filter((account) => !listed.has(account)));
  for (const account of recorded) if (elsewhere.has(account)) owned.delete(account);
  return {
    listed,
    owned,
    exclusive,
    elsewhere,
    spared: new Set(listIn(inputs.protectedAccounts)),
    refuses: true,
    maxRemovals: typeof inputs.maxRemovals === "number" ? inputs.maxRemovals : Number.POSITIVE_INFINITY,
    refusesLarge: inputs.maxRemovals === undefined,
    sparesStrangers: inputs.exclusive === undefined && !isKnownExclusive(inputs, state),
    limit: facts.accountLimit ?? Number.POSITIVE_INFINITY,
    manages: managedBy(inputs),
    timeoutMs: 1000 * Number(inputs.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS),
  };
}

function isKnownExclusive(inputs: Properties, state: Properties | undefined): boolean {
  const isOld = inputs.accounts === undefined || state?.accounts !== undefined;
  return state?.exclusive === true && isOld;
}

/** @param claimed what other resources of the same run list of this image */
export function willOfDelete(state: Properties, claimed: ReadonlySet<string>): Will {
  return {
    listed: new Set(),
    owned: ownedIn(state),
    exclusive: false,
    elsewhere: none,
    spared: new Set([...listIn(state.protectedAccounts), ...claimed]),
    refuses: false,
    maxRemovals: Number.POSITIVE_INFINITY,
    refusesLarge: false,
    sparesStrangers: false,
    limit: Number.POSITIVE_INFINITY,
    manages: managedBy(state),
    timeoutMs: 1000 * Number(state.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS),
  };
}

export function mayAdd({ listed, manages }: Will, account: string): boolean {
  return listed.has(account) && manages(account);
}

export function mayRemove(will: Will, account: string): boolean {
  const { listed, spared, elsewhere } = will;
  if ([listed, spared, elsewhere].some((kept) => kept.has(account)) || !will.manages(account)) return false;
  return will.exclusive || will.owned.has(account);
}

/** Whether the table leaves nothing to do. */
export function isSatisfied(will: Will, live: Live): boolean {
  if (live === undefined) return will.listed.size === 0 && !will.refuses;
  const missing = [...will.listed].filter((account) => will.manages(account) && !live.has(account));
  const surplus = [...live].filter((account) => mayRemove(will, account));
  return missing.length === 0 && surplus.length === 0 && (!will.refuses || blocked(will, live).length === 0);
}

/** Whether a guard has to refuse the operation before it writes anything. */
export function isRefused(will: Will, live: ReadonlySet<string>): boolean {
  if (!will.refuses) return false;
  const managed = [...live].filter(will.manages);
  const going = managed.filter((account) => mayRemove(will, account));
  const coming = [...will.listed].filter((account) => will.manages(account) && !live.has(account));
  const afterwards = managed.length - going.length + coming.length;
  return (
    blocked(will, live).length > 0 ||
    going.length > will.maxRemovals ||
    (will.refusesLarge && isLarge(going, managed)) ||
    (will.sparesStrangers && going.some((account) => isStranger(will, account))) ||
    (coming.length > 0 && afterwards > will.limit)
  );
}

/** Who was never listed; the own ECS goes where the program says so. */
export function isStranger({ owned }: Will, account: string): boolean {
  return account !== OWN_ECS && !owned.has(account);
}

/** More than 30 % of ten accounts or more. */
export function isLarge(going: Iterable<string>, live: Iterable<string>): boolean {
  const [lost, all] = [going, live].map((list) => [...list].filter((account) => account !== OWN_ECS).length);
  return all !== undefined && lost !== undefined && all >= 10 && lost > (all * 3) / 10;
}

/** Protected accounts that would have to go. */
function blocked(will: Will, live: ReadonlySet<string>): string[] {
  return [...live].filter(
    (account) => will.spared.has(account) && mayRemove({ ...will, spared: none }, account),
  );
}

/** Whom a resource has given access and not let go of, according to state. */
export function ownedIn(state: Properties | undefined): Set<string> {
  if (state?.isLookup === true) return new Set();
  return new Set([...namedIn(state), ...listIn(state?.listedAccounts)]);
}

/** The accounts of arguments or of state, the own ECS among them. */
export function namedIn(properties: Properties | undefined): Set<string> {
  const ecs = properties?.shareToEcs === true ? [OWN_ECS] : [];
  return new Set([...listIn(properties?.accounts), ...ecs]);
}

export function listIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function managedBy(properties: Properties): (account: string) => boolean {
  return (account) => properties[account === OWN_ECS ? "shareToEcs" : "accounts"] !== undefined;
}
