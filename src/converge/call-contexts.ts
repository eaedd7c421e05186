/** The contexts of calls, with what the calls of one service and set of keys share. */
import type { Backend } from "../core/backend";
import type { KeySource } from "../core/cloud-access";
import { VendorError } from "../core/errors";
import type { ServiceFacts } from "../core/service-facts";
import { CallGates } from "./call-gate";
import { CallProgress } from "./call-progress";
import type { Clock } from "./clock";
import type { CallContext } from "./context";
import { RefusedAccounts } from "./refused-accounts";

/** The service, region and credentials of calls: the key of the vendor's rate limits. */
export interface Place {
  readonly service: string;
  readonly region: string | undefined;
  readonly credentials: string | undefined;
}

export interface OpenService {
  readonly facts: ServiceFacts;
  readonly backend: Backend;
  /** The principal of the vendor's rate limits; if it is not known, the name of the credentials is used. */
  readonly principal?: string;
  /** The source of the keys. */
  readonly keys?: Pick<KeySource, "describe">;
}

export interface CallHost {
  /** Opens a service. @throws ConfigurationError */
  open(service: string, credentials: string | undefined): Promise<OpenService>;
  readonly clock: Clock;
  /** Takes a line that is to stay. */
  readonly report: (line: string) => void;
  /**
   * Takes a line that is true for the moment, and need not stay; absent where there is one place for both.
   *
   * @param about one image, or the run: then it replaces the last line about the run
   */
  readonly status?: (line: string, about: "image" | "run") => void;
}

/** Long enough for a vendor's throttling and for an image that is being copied. */
const DEFAULT_TIMEOUT_SECONDS = 900;

export class CallContexts {
  readonly progress: CallProgress;
  private readonly host: CallHost;
  private readonly signal: AbortSignal;
  private readonly gates: CallGates;
  private readonly refused = new Map<string, RefusedAccounts>();

  constructor(host: CallHost, signal: AbortSignal) {
    this.host = host;
    this.signal = signal;
    this.gates = new CallGates(host.clock);
    this.progress = new CallProgress(host.clock, (line) => this.sayStatus(line, "run"));
  }

  /** @param label the first words of lines and errors. @throws ConfigurationError */
  async of(place: Place, label: string, timeoutSeconds: number | undefined): Promise<CallContext> {
    const { service, credentials, region } = place;
    const { facts, backend, keys, principal = credentials } = await this.host.open(service, credentials);
    const { clock } = this.host;
    const { signal } = this;
    const report = (line: string) => this.host.report(`${label}: ${line}`);
    const status = (line: string) => this.sayStatus(`${label}: ${line}`, "image");
    const operation = this.progress.of({ service, credentials });
    const deadline = clock.now() + (timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000;
    // Refusals count as the vendor counts calls; for each region, if that is not documented.
    const acquire: CallContext["acquire"] = async (action, waiting) => {
      const rateLimit = facts.rateLimits[action];
      const counted = rateLimit?.per === "account" ? undefined : region;
      const key = JSON.stringify([facts.service, principal, counted, action]);
      const gate = this.gates.of(key, action, rateLimit);
      const { kind = "read" } = waiting;
      operation.asked(kind, gate);
      try {
        const turn = await gate.enter({ ...waiting, waits: () => this.progress.touch(true) });
        let hasEnded = false;
        const end = (error?: unknown) => {
          turn.end(error);
          if (!hasEnded) operation.ended(kind, gate, isDone(error));
          hasEnded = true;
        };
        return { end };
      } catch (error) {
        operation.ended(kind, gate, false);
        throw error;
      }
    };
    const { expect } = operation;
    const refusedAccounts = this.refusedAccounts(facts.service, principal);
    return {
      ...{ label, facts, backend, keys: () => keys?.describe(), clock },
      ...{ report, status, expect, deadline, signal, acquire, refusedAccounts },
    };
  }

  private sayStatus(line: string, about: "image" | "run"): void {
    const { report, status = report } = this.host;
    status(line, about);
  }

  private refusedAccounts(service: string, principal: string | undefined): RefusedAccounts {
    const key = JSON.stringify([service, principal]);
    const known = this.refused.get(key) ?? new RefusedAccounts();
    this.refused.set(key, known);
    return known;
  }
}

/** Whether the call need not be made again because of the vendor's limit or the network. */
function isDone(error: unknown): boolean {
  return !(error instanceof VendorError && (error.meaning === "throttled" || error.meaning === "not-sent"));
}
