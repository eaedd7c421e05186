/** The contexts of calls, with what the calls of one service and set of keys share. */
import type { Backend } from "../core/backend";
import type { KeySource } from "../core/cloud-access";
import type { ServiceFacts } from "../core/service-facts";
import { CallGates } from "./call-gate";
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
  readonly report: (line: string) => void;
}

/** Long enough for a vendor's throttling and for an image that is being copied. */
const DEFAULT_TIMEOUT_SECONDS = 900;

export class CallContexts {
  private readonly host: CallHost;
  private readonly signal: AbortSignal;
  private readonly gates: CallGates;
  private readonly refused = new Map<string, RefusedAccounts>();

  constructor(host: CallHost, signal: AbortSignal) {
    this.host = host;
    this.signal = signal;
    this.gates = new CallGates(host.clock);
  }

  /** @param label the first words of lines and errors. @throws ConfigurationError */
  async of(place: Place, label: string, timeoutSeconds: number | undefined): Promise<CallContext> {
    const { service, credentials, region } = place;
    const { facts, backend, keys, principal = credentials } = await this.host.open(service, credentials);
    const { clock } = this.host;
    const { signal } = this;
    const report = (progress: string) => this.host.report(`${label}: ${progress}`);
    const deadline = clock.now() + (timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000;
    // Refusals count as the vendor counts calls; for each region, if that is not documented.
    const acquire: CallContext["acquire"] = (action, waiting) => {
      const rateLimit = facts.rateLimits[action];
      const counted = rateLimit?.per === "account" ? undefined : region;
      const key = JSON.stringify([facts.service, principal, counted, action]);
      return this.gates.of(key, action, rateLimit).enter(waiting);
    };
    const refusedAccounts = this.refusedAccounts(facts.service, principal);
    return {
      ...{ label, facts, backend, keys: () => keys?.describe(), clock },
      ...{ report, deadline, signal, acquire, refusedAccounts },
    };
  }

  private refusedAccounts(service: string, principal: string | undefined): RefusedAccounts {
    const key = JSON.stringify([service, principal]);
    const known = this.refused.get(key) ?? new RefusedAccounts();
    this.refused.set(key, known);
    return known;
  }
}
