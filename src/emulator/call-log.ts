/** The log of all API calls, with parameters and outcome, and without secrets and signatures. */
import type { Call, Parameters } from "./api";
import type { ApiName, CloudName } from "./names";

/** One API call: caller, action, parameters and outcome. */
export interface CallRecord {
  readonly id: number;
  /** Milliseconds, by the emulator's clock. */
  readonly time: number;
  readonly cloud: CloudName;
  /** Undefined when the request named a version that no emulated service has. */
  readonly service: ApiName | undefined;
  readonly region: string | undefined;
  readonly action: string;
  /** As sent, without what belongs to signing. */
  readonly parameters: Parameters;
  readonly imageIds: readonly string[];
  readonly credentialId: string | undefined;
  readonly outcome: CallOutcome;
}

/** The outcome of a call. */
export interface CallOutcome {
  /** "pending" until answered; "reset" and "hang" if a fault dropped the answer. */
  readonly kind: "pending" | "ok" | "error" | "reset" | "hang";
  /** HTTP status, when one was sent. */
  readonly status?: number;
  /** The vendor's error code. */
  readonly code?: string;
  readonly requestId?: string;
  /** The kind of fault that was injected into this call. */
  readonly fault?: string;
}

/** A filter of calls; all members must match. */
export interface CallFilter {
  readonly service?: ApiName | undefined;
  readonly region?: string | undefined;
  readonly action?: string | undefined;
  readonly imageId?: string | undefined;
  readonly outcome?: CallOutcome["kind"] | undefined;
}

/** Bounds the memory; beyond it, the oldest tenth is dropped. */
const MAX_LOG_ENTRIES = 200_000;

export class CallLog {
  #records: CallRecord[] = [];
  #lastId = 0;
  readonly #onSettled: ((record: CallRecord) => void) | undefined;

  constructor(onSettled?: (record: CallRecord) => void) {
    this.#onSettled = onSettled;
  }

  /** Logs the call at once, because it may hang; the returned function adds its outcome. */
  open(call: Call, now: number): (outcome: CallOutcome) => void {
    this.#lastId += 1;
    const record = {
      id: this.#lastId,
      time: now,
      cloud: call.cloud.name,
      service: call.service?.name,
      region: call.region,
      action: call.action,
      parameters: call.parameters,
      imageIds: call.imageIds,
      credentialId: call.credentialId,
      outcome: { kind: "pending" } as CallOutcome,
    };
    this.#records.push(record);
    if (this.#records.length > MAX_LOG_ENTRIES) {
      this.#records.splice(0, MAX_LOG_ENTRIES / 10);
    }
    return (outcome) => {
      record.outcome = outcome;
      this.#onSettled?.({ ...record });
    };
  }

  list(filter: CallFilter = {}): CallRecord[] {
    return this.#records.filter((record) => passes(record, filter)).map((record) => ({ ...record }));
  }

  clear(): void {
    this.#records = [];
  }
}

function passes(record: CallRecord, filter: CallFilter): boolean {
  return (
    (filter.service === undefined || record.service === filter.service) &&
    (filter.region === undefined || record.region === filter.region) &&
    (filter.action === undefined || record.action === filter.action) &&
    (filter.imageId === undefined || record.imageIds.includes(filter.imageId)) &&
    (filter.outcome === undefined || record.outcome.kind === filter.outcome)
  );
}
