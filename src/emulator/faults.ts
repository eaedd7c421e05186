/**
 * Injected faults between a client and a vendor.
 *
 *   kind      | the write happens | the client gets
 *   ----------|-------------------|------------------------------------------------------
 *   throttle  | no                | the vendor's throttle code and status
 *   error     | no                | an error with the given vendor code
 *   status    | no                | the vendor's JSON for its own failure, with a 5xx status
 *   html      | no                | a page of HTML (a proxy or load balancer in between)
 *   reset     | before: no, after: yes | a reset connection
 *   hang      | before: no, after: yes | nothing; with `ms`, the answer that much later (and then the write, if before)
 *   partial   | the first `applied` accounts | an error
 *   drop      | the first `applied` accounts | a success
 *   stale     | -                 | a read as of `lagMs` ago
 *
 * A fault without a service and an action only applies to calls about images. Clients may call GetCallerIdentity
 * at any time, and a test that makes the second write fail should not depend on it.
 */
import { z } from "zod";
import { type Action, actionOf, type Call, isImageService } from "./api";
import { HISTORY_MS } from "./cloud";
import { apiNames } from "./names";
import { valid } from "./validate";

const filter = {
  service: z.enum(apiNames).optional(),
  action: z.string().optional(),
  region: z.string().optional(),
  imageId: z.string().optional(),
  /** How many calls it hits; once by default. */
  times: z.union([z.int().positive(), z.literal("always")]).default(1),
  /** How many matching calls pass first. */
  skip: z.int().nonnegative().default(0),
};

const when = z.enum(["before", "after"]);
const applied = z.int().nonnegative();

export const faultSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("throttle"),
    retryAfterMs: z.int().nonnegative().optional(),
    ...filter,
  }),
  z.strictObject({
    kind: z.literal("error"),
    code: z.string().min(1),
    message: z.string().default("Injected by the emulator."),
    status: z.int().min(200).max(599).optional(),
    ...filter,
  }),
  z.strictObject({ kind: z.literal("status"), status: z.int().min(500).max(599).default(503), ...filter }),
  z.strictObject({ kind: z.literal("html"), status: z.int().min(200).max(599).default(502), ...filter }),
  z.strictObject({ kind: z.literal("reset"), when, ...filter }),
  z.strictObject({ kind: z.literal("hang"), when, ms: z.int().nonnegative().optional(), ...filter }),
  z.strictObject({
    kind: z.literal("partial"),
    applied,
    code: z.string().min(1).optional(),
    message: z.string().default("Injected by the emulator."),
    status: z.int().min(200).max(599).optional(),
    ...filter,
  }),
  z.strictObject({ kind: z.literal("drop"), applied, ...filter }),
  z.strictObject({ kind: z.literal("stale"), lagMs: z.number().nonnegative().max(HISTORY_MS), ...filter }),
]);

/** A fault as input: `times` and `skip` are optional. */
export type Fault = z.input<typeof faultSchema>;
export type ActiveFault = z.output<typeof faultSchema>;

/** An injected fault: counts its calls, and can be removed. */
export interface FaultHandle {
  readonly id: number;
  /** How many calls it has hit. */
  fired(): number;
  /** Removes it before its last call. */
  remove(): void;
}

interface Entry {
  readonly id: number;
  readonly fault: ActiveFault;
  seen: number;
  fired: number;
}

export class Faults {
  #entries: Entry[] = [];
  #lastId = 0;

  inject(input: Fault): FaultHandle {
    this.#lastId += 1;
    const entry: Entry = {
      id: this.#lastId,
      fault: valid(faultSchema, input, "the fault"),
      seen: 0,
      fired: 0,
    };
    this.#entries.push(entry);
    return {
      id: entry.id,
      fired: () => entry.fired,
      remove: () => {
        this.#entries = this.#entries.filter((other) => other !== entry);
      },
    };
  }

  /** The first fault that applies to this call. Each call has at most one fault. */
  take(call: Call): ActiveFault | undefined {
    for (const entry of this.#entries) {
      if (!matches(entry.fault, call) || isSpent(entry)) {
        continue;
      }
      entry.seen += 1;
      if (entry.seen > entry.fault.skip) {
        entry.fired += 1;
        return entry.fault;
      }
    }
    return undefined;
  }

  list(): { id: number; fault: ActiveFault; fired: number }[] {
    return this.#entries.map(({ id, fault, fired }) => ({ id, fault, fired }));
  }

  clear(): void {
    this.#entries = [];
  }
}

function isSpent({ fault, fired }: Entry): boolean {
  return fault.times !== "always" && fired >= fault.times;
}

/** Faults that change a write apply to writes only; faults that change a read, to reads only. */
const EFFECTS: Partial<Record<ActiveFault["kind"], Action["effect"]>> = {
  partial: "write",
  drop: "write",
  stale: "read",
};

function matches(fault: ActiveFault, call: Call): boolean {
  const effect = EFFECTS[fault.kind];
  const isNamed = fault.service !== undefined || fault.action !== undefined;
  return (
    (isNamed || call.service === undefined || isImageService(call.service)) &&
    (effect === undefined || effect === actionOf(call.service, call.action)?.effect) &&
    (fault.service === undefined || fault.service === call.service?.name) &&
    (fault.action === undefined || fault.action === call.action) &&
    (fault.region === undefined || fault.region === call.region) &&
    (fault.imageId === undefined || call.imageIds.includes(fault.imageId))
  );
}
