import type { CloudOf } from "./services";

/** What a value must look like, and how to say so to the person who wrote another. */
export interface Format {
  readonly pattern: RegExp;
  /** Completes "must be …". */
  readonly description: string;
  readonly example: string;
}

/** What one call of the vendor's write can carry. */
export interface CallCapacity {
  readonly add: number;
  readonly remove: number;
  /**
   * Whether additions and removals can share a call: `never`; `each` up to its own number;
   * or `sum`, where both together stay within the larger number.
   */
  readonly together: "never" | "each" | "sum";
}

/**
 * What a vendor's error means for a share, whatever the vendor calls it.
 *
 * | meaning          | then                                                                |
 * |------------------|---------------------------------------------------------------------|
 * | image-gone       | the image does not exist: nothing to share, nothing left to revoke  |
 * | image-busy       | the image has a task under way: later                               |
 * | account-refused  | one of the accounts is the reason                                   |
 * | already-shared   | the vendor says the work is done: verify                            |
 * | not-shared       | likewise, for a removal                                             |
 * | quota            | the image (or the owner) has no room for more shares                |
 * | call-too-large   | more accounts than one call may carry: send fewer                   |
 * | throttled        | refused unprocessed, and welcome again later                        |
 * | not-sent         | the request did not reach the vendor: safe to send again            |
 * | ambiguous        | it may or may not have been carried out: read before anything else  |
 * | unclear          | one code for many causes, the image's state among them: look at it  |
 * | auth             | the credentials are missing, wrong, expired or not allowed          |
 * | permanent        | it will never work like this                                        |
 */
export const errorMeanings = [
  "image-gone",
  "image-busy",
  "account-refused",
  "already-shared",
  "not-shared",
  "quota",
  "call-too-large",
  "throttled",
  "not-sent",
  "ambiguous",
  "unclear",
  "auth",
  "permanent",
] as const;

export type ErrorMeaning = (typeof errorMeanings)[number];

/** What the product knows about a service without asking it. Each number rests on a vendor page named beside it. */
export interface ServiceFacts<Name extends string = string> {
  readonly service: Name;
  /** As the vendor writes it, for messages: "Tencent Cloud CVM". */
  readonly title: string;
  /** Key of the cloud's credentials under `image-share:`. */
  readonly cloud: CloudOf<Name>;
  /** Absent where the service has no regions. */
  readonly region?: Format;
  /** The vendor's sites that the service may be called at, the usual one first; absent where there is one for all. */
  readonly sites?: readonly string[];
  readonly imageId: Format;
  readonly account: Format;
  /** How many accounts one image can be shared with; absent where neither the vendor nor the configuration says. */
  readonly accountLimit?: number;
  /** Whether the configuration says `accountLimit`, and not the vendor's page. */
  readonly isLimitConfigured?: boolean;
  readonly capacity: CallCapacity;
  /** Whether an image can also be shared with the owner's own ECS (`shareToEcs`). */
  readonly ownEcs?: boolean;
  /**
   * What each of the vendor's error codes means. A code also stands for its sub-codes (`AuthFailure` for
   * `AuthFailure.TokenFailure`); the longest match counts. What is not listed is permanent.
   */
  readonly errors: Readonly<Record<string, ErrorMeaning>>;
  /**
   * Codes, with their sub-codes, that say of a single account that it does not exist. A removal that is refused with
   * one of them twice, with a read in between, is given up with a warning.
   */
  readonly closedAccountCodes: readonly string[];
  /** Codes, with their sub-codes, that say of a single account that it owns the image; absent where none does. */
  readonly ownAccountCodes?: readonly string[];
  /** Codes that name no reason. Where the vendor documents no limit of accounts, one of them may stand for it. */
  readonly bareCodes?: readonly string[];
  /** All of the vendor's actions that the product calls for the service. */
  readonly actions: readonly string[];
  /** How often each action may be called with the same credentials, where the vendor says so. */
  readonly rateLimits: Readonly<Record<string, RateLimit>>;
}

/** At most `calls` in any `perMs` milliseconds. */
export interface RateLimit {
  readonly calls: number;
  readonly perMs: number;
  /** Whether the vendor counts each region apart, or the whole account. */
  readonly per: "region" | "account";
}

/** The configuration key that says how many accounts an image of the service can be shared with. */
export function limitKeyOf(service: string): string {
  return `image-share:limits.${service}`;
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

/** Words in the codes of vendors for "no room for more"; the same words beside those of a rate say something else. */
const NO_ROOM = /quota|limit|exceed/i;
const RATE = /request|rate|flow|frequen|throttl/i;

/** Whether a code that no table lists speaks of a limit of accounts. */
export function namesQuota(code: string): boolean {
  return NO_ROOM.test(code) && !RATE.test(code);
}

/**
 * Whether a refusal may mean that the image has no room: its code says so, or it says nothing at all at a service
 * whose limit is not known.
 */
export function mayBeNoRoom({ accountLimit, bareCodes }: ServiceFacts, code: string | undefined): boolean {
  if (code === undefined) return false;
  return namesQuota(code) || (accountLimit === undefined && bareCodes?.includes(code) === true);
}
