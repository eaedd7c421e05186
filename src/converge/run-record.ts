import type { AccountId } from "../core/accounts";
import type { VendorError } from "../core/errors";
import type { GuardPolicy } from "../core/guards";

/** What one run did and learned, over all its rounds. */
export interface RunRecord {
  /** Who had access when the run began; empty before the first read. */
  initial: ReadonlySet<AccountId>;
  /** Accounts that the vendor refuses one by one, with its words. */
  readonly refused: Map<AccountId, VendorError>;
  /** Accounts whose removal failed because they do not exist: each is tried once more after a read. */
  readonly doubted: Map<AccountId, VendorError>;
  readonly closed: Map<AccountId, VendorError>;
  /** The account that owns the image, if the vendor refused to share the image with it. */
  owner: AccountId | undefined;
  readonly acknowledged: Set<AccountId>;
  /** Additions that may have been carried out, and that no read has shown since. */
  readonly unshown: Set<AccountId>;
  /** Accounts whose removal was sent. */
  readonly revoked: Set<AccountId>;
  /** The image's limit, if the vendor refused an account beyond it. */
  limit: number | undefined;
  /** How many rounds ended with a failure that may mean a full image. */
  unexplained: number;
  wrote: boolean;
}

/** The image's limit of accounts: from the guards, or from the vendor's refusals in this run. */
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
