import type { AccountId } from "../core/accounts";
import type { Backend, Scope } from "../core/backend";
import type { ServiceFacts } from "../core/service-facts";
import type { ImageTarget } from "../core/target";
import type { CallKind } from "../core/upcoming-calls";
import type { Turn, Waiting } from "./call-gate";
import type { OperationProgress } from "./call-progress";
import type { Clock } from "./clock";
import type { SnapshotsSeen } from "./image-snapshots";
import type { RefusedAccounts } from "./refused-accounts";

/** The context of calls to one service. */
export interface CallContext {
  /** The first words of lines and errors: the image, or the service and its region. */
  readonly label: string;
  readonly facts: ServiceFacts;
  readonly backend: Backend;
  /** The description of the keys, for messages; undefined if the host has none. */
  readonly keys: () => string | undefined;
  readonly clock: Clock;
  /** The end of the operation, by the clock. */
  readonly deadline: number;
  /** Aborted with `Cancelled`: no further step starts. */
  readonly signal: AbortSignal;
  /** Waits until the rate limit of an action allows the next call. A call without a kind is a read. */
  readonly acquire: (
    action: string,
    waiting: Waiting & { readonly kind?: CallKind },
  ) => Promise<Turn | undefined>;
  /** Accounts that the vendor refused as unknown in this run; absent where nothing is shared. */
  readonly refusedAccounts?: RefusedAccounts;
  /** Prints a line that is to stay, after the label. */
  readonly report: (line: string) => void;
  /** Prints a line that is true for the moment, after the label. */
  readonly status: (line: string) => void;
  /** States how many calls the operation has left; absent where nothing counts them. */
  readonly expect?: OperationProgress["expect"];
}

/** The context of one operation on one image. */
export interface OperationContext extends CallContext {
  readonly target: ImageTarget;
  /** Hears what a read shows of the whole cloud's access; absent where that is of no interest. */
  readonly tellPublic?: (isPublic: boolean) => void;
  /** Reports grantees that are not accounts, and are never changed. */
  readonly tellOthers?: (others: readonly string[]) => void;
  /** The snapshots behind the image, if they are known; absent where they are of no interest. */
  readonly snapshots?: () => readonly string[] | undefined;
  /** Hears what a read shows of them. */
  readonly tellSnapshots?: (seen: SnapshotsSeen) => void;
  /** Hears since when accounts have access, where the vendor tells. */
  readonly tellSince?: (since: Readonly<Record<AccountId, string>>) => void;
  /** How many grantees the last read showed that are not managed: they count towards the image's limit. */
  readonly unmanaged?: () => number;
  /** The parts of the image's access that the operation manages. */
  readonly scope: Scope;
  /** Aborted some seconds after `signal`, so that a write that was sent may still end with a known outcome. */
  readonly writeSignal: AbortSignal;
}
