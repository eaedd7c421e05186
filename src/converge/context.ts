import type { Backend, Scope } from "../core/backend";
import type { ServiceFacts } from "../core/service-facts";
import type { ImageTarget } from "../core/target";
import type { Clock } from "./clock";

/** For how long a call waits for its rate limit, and who hears of it. */
type AdmitBounds = Pick<CallContext, "deadline" | "signal" | "report">;

/** Everything that calls to one service work with. */
export interface CallContext {
  /** What lines and errors begin with: the image, or the service and its region. */
  readonly label: string;
  readonly facts: ServiceFacts;
  readonly backend: Backend;
  /** Whose keys the service is spoken to with, for people; undefined where the host does not say. */
  readonly keys: () => string | undefined;
  readonly clock: Clock;
  /** When the operation has to be over, by the clock. */
  readonly deadline: number;
  /** Aborted with `Cancelled`: no further step is begun. */
  readonly signal: AbortSignal;
  /** Waits until the rate limit of an action allows the next call, and tells when that takes long. */
  readonly admit: (action: string, bounds: AdmitBounds) => Promise<void>;
  /** Prints one line of progress, after the label. */
  readonly report: (progress: string) => void;
}

/** Everything that one operation on one image works with. */
export interface OperationContext extends CallContext {
  readonly target: ImageTarget;
  /** Which parts of the image's sharing the operation is about. */
  readonly scope: Scope;
  /** Aborted some seconds after `signal`: until then a write that was sent may end, so that its outcome is known. */
  readonly writeSignal: AbortSignal;
}
