import type { AccountId } from "../core/accounts";
import type { VendorError } from "../core/errors";
import type { GuardPolicy } from "../core/guards";

/** What one run has done and found out, over all its rounds. */
export interface RunRecord {
  /** Who had access when the run began; empty before the first read. */
  initial: ReadonlySet<AccountId>;
  /** Accounts that the vendor refuses by themselves, with its words. */
  readonly refused: Map<AccountId, VendorError>;
  /** Accounts that the vendor does not know, in the removal of them alone: each is tried once more after a read. */
  readonly doubted: Map<AccountId, VendorError>;
  readonly closed: Map<AccountId, VendorError>;
  /** The account that owns the image, where the vendor has refused to share it with itself. */
  owner: AccountId | undefined;
  readonly acknowledged: Set<AccountId>;
  /** Accounts that were sent, that the vendor may have given access, and that no read has shown since. */
  readonly unshown: Set<AccountId>;
  /** Accounts whose removal was sent. */
  readonly revoked: Set<AccountId>;
  /** How many accounts the image holds, where the vendor has just refused one more. */
  limit: number | undefined;
  /** How many rounds have ended with a failure that does not say whether the image is full. */
  unexplained: number;
  wrote: boolean;
}

/** How many accounts the image holds: by the guards, or by what the vendor has refused in this run. */
export function limitOf({ accountLimit }: GuardPolicy, { limit }: RunRecord): number {
  return Math.min(...[accountLimit, limit].filter((one) => one !== undefined));
}

export function newRecord(): RunRecord {
  return {
    initial: new Set(),
    refused: new Map(),
    doubted: new Map(),
    closed: new Map(),
    owner: undefined,
    acknowledged: new Set(),
    unshown: new Set(),
    revoked: new Set(),
    limit: undefined,
    unexplained: 0,
    wrote: false,
  };
}
