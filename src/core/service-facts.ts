import type { Assumption } from "./assumptions";
import type { ErrorMeaning } from "./error-meanings";
import type { CloudOf } from "./services";

export { type ErrorMeaning, errorMeanings } from "./error-meanings";

/** The pattern of a value, with a description and an example for messages. */
export interface Format {
  readonly pattern: RegExp;
  /** Completes "must be …". */
  readonly description: string;
  readonly example: string;
  /** What to do about a text that the pattern refuses, after a colon; undefined if there is nothing more to say. */
  hint?(refused: string): string | undefined;
}

/** How many accounts one write call can hold. */
export interface CallCapacity {
  readonly add: number;
  readonly remove: number;
  /**
   * Whether additions and removals can share a call: `never`; `each` up to its own number;
   * or `sum`, where both together stay within the larger number.
   */
  readonly together: "never" | "each" | "sum";
  /** How many accounts one call can add to a snapshot behind an image, or remove from it; absent without snapshots. */
  readonly snapshot?: number;
}

/**
 * Who an image can be shared with.
 *
 * | kind    | who                                                    | in a plan         |
 * |---------|--------------------------------------------------------|-------------------|
 * | account | an account of the cloud                                | its ID            |
 * | organization | all accounts of an organisation                   | its ARN           |
 * | organizational-unit | all accounts below a unit of an organisation | its ARN         |
 * | own-ecs | another service of the account that owns the image     | the kind's own ID |
 * | snapshot | an account, at one of the snapshots behind the image  | the snapshot's ID and the account's |
 * | public  | every account: seen and said, never managed            | never             |
 */
export type GranteeKind =
  | "account"
  | "organization"
  | "organizational-unit"
  | "own-ecs"
  | "snapshot"
  | "public";

/** The arguments that list grantees, one for each kind. */
export type ListArgument = "accounts" | "organizationArns" | "organizationalUnitArns";

/** One kind of grantee of a service. */
export interface GranteeFacts {
  readonly kind: GranteeKind;
  /** The argument that lists or switches it; absent for a kind that is never managed. */
  readonly argument?: ListArgument | "shareToEcs";
  /** The form of an ID; absent for a kind that has one grantee alone. */
  readonly format?: Format;
  /** Why no image of a region can be shared with this grantee, as the end of a sentence; undefined if it can. */
  misplaced?(grantee: string, region: string | undefined): string | undefined;
  readonly managed: boolean;
}

/** What is known about a service without a call. Each number comes from a vendor page that is named beside it. */
export interface ServiceFacts<Name extends string = string> {
  readonly service: Name;
  /** The service's name in messages: "Tencent Cloud CVM". */
  readonly title: string;
  /** Key of the cloud's credentials under `image-share:`. */
  readonly cloud: CloudOf<Name>;
  /** Absent if the service has no regions. */
  readonly region?: Format;
  /** The vendor's sites of the service, the default first; absent if there is one site. */
  readonly sites?: readonly string[];
  readonly imageId: Format;
  readonly account: Format;
  /** How many accounts one image can be shared with; absent if neither the vendor nor the configuration has a number. */
  readonly accountLimit?: number;
  /** Whether `accountLimit` comes from the configuration, and not from the vendor's page. */
  readonly isLimitConfigured?: boolean;
  /** The accounts with a name in the configuration, if it allows no other account in a list. */
  readonly knownAccounts?: ReadonlySet<string>;
  readonly capacity: CallCapacity;
  /** Who an image can be shared with, by kinds. */
  readonly grantees: readonly GranteeFacts[];
  /**
   * The meaning of each vendor error code. A code also stands for its sub-codes (`AuthFailure` for
   * `AuthFailure.TokenFailure`); the longest match counts. A code that is not listed is permanent.
   */
  readonly errors: Readonly<Record<string, ErrorMeaning>>;
  /**
   * Codes, with their sub-codes, for an account that does not exist. A removal that is refused with
   * such a code twice, with a read in between, ends with a warning.
   */
  readonly closedAccountCodes: readonly string[];
  /** Codes, with their sub-codes, for an account that owns the image; absent if the vendor has none. */
  readonly ownAccountCodes?: readonly string[];
  /** How often to repeat a read that does not show a write, if the vendor's reads lag for long. */
  readonly maxVerifyReads?: number;
  /** Codes without a reason. If the vendor documents no limit of accounts, such a code may mean a full image. */
  readonly bareCodes?: readonly string[];
  /** All vendor actions that are called for the service. */
  readonly actions: readonly string[];
  /** The rate limits of the actions, per credentials, if the vendor documents them. */
  readonly rateLimits: Readonly<Record<string, RateLimit>>;
  /** What is taken to be so of the vendor, with or without a page; `npm run test:live` tries it. */
  readonly assumptions: readonly Assumption[];
}

/**
 * At most `calls` in any `perMs` milliseconds; with a `burst`, a bucket of so many calls, which fills up again at that
 * rate.
 */
export interface RateLimit {
  readonly calls: number;
  readonly perMs: number;
  /** The size of the vendor's token bucket; absent if the vendor counts calls in a window. */
  readonly burst?: number;
  /** Whether the vendor counts calls per region or per account. */
  readonly per: "region" | "account";
}

/** The configuration key that sets the service's `accountLimit`. */
export function limitKeyOf(service: string): string {
  return `image-share:limits.${service}`;
}

/** Whether `snapshots: true` shares the snapshots behind an image as well. */
export function hasSnapshots({ capacity }: Pick<ServiceFacts, "capacity">): boolean {
  return capacity.snapshot !== undefined;
}

/** @see ServiceFacts.errors */
export function meaningOf(errors: ServiceFacts["errors"], code: string): ErrorMeaning {
  for (let prefix = code; prefix !== ""; prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf(".")))) {
    const meaning = Object.hasOwn(errors, prefix) ? errors[prefix] : undefined;
    if (meaning !== undefined) return meaning;
  }
  return "permanent";
}

/** @see ServiceFacts.closedAccountCodes */
export function isClosedAccount({ closedAccountCodes }: ServiceFacts, code: string | undefined): boolean {
  return isOneOf(closedAccountCodes, code);
}

/** @see ServiceFacts.ownAccountCodes */
export function isOwnAccount({ ownAccountCodes }: ServiceFacts, code: string | undefined): boolean {
  return isOneOf(ownAccountCodes, code);
}

function isOneOf(codes: readonly string[] | undefined, code: string | undefined): boolean {
  return codes?.some((one) => code === one || code?.startsWith(`${one}.`)) === true;
}

/** Words for a full image in vendor codes; beside words for a rate, they mean a rate limit. */
const NO_ROOM = /quota|limit|exceed/i;
const RATE = /request|rate|flow|frequen|throttl/i;

/** Whether a code that no table lists names a limit of accounts. */
export function namesQuota(code: string): boolean {
  return NO_ROOM.test(code) && !RATE.test(code);
}

/**
 * Whether a refusal may mean that the image has no room: its code says so, or it has no reason and the service's
 * limit is not known.
 */
export function mayBeNoRoom({ accountLimit, bareCodes }: ServiceFacts, code: string | undefined): boolean {
  if (code === undefined) return false;
  return namesQuota(code) || (accountLimit === undefined && bareCodes?.includes(code) === true);
}
