/** How far the calls of a run are: one line for each service and set of keys, made to replace the line before it. */
import type { CallKind, CallCounts as Counts, UpcomingCalls } from "../core/upcoming-calls";
import type { Clock } from "./clock";

type Whose = Omit<UpcomingCalls, "calls">;

/** The gate of an action, as far as progress asks it. */
interface ProgressGate {
  /** How long the vendor's limit, or its throttling, keeps the last of so many calls waiting. Milliseconds. */
  timeFor(calls: number): number;
  /** What its first call waits for, and for how long; undefined for a short wait. */
  readonly wait: string | undefined;
}

/** A run that is over by then prints no line. */
const FIRST_LINE_MS = 5_000;
/** A pipeline's log takes a line each time. */
const NEXT_LINE_MS = 10_000;

/** The calls of one operation, such as the read of an image. */
export interface OperationProgress {
  /** States how many calls are left, as far as is known. Calls that end are taken off. */
  expect(left: Counts): void;
  /** A call asks for its turn. */
  asked(kind: CallKind, gate: ProgressGate): void;
  /** It has ended. @param isDone whether the vendor carried it out, or said why not */
  ended(kind: CallKind, gate: ProgressGate, isDone: boolean): void;
}

export class CallProgress {
  private readonly clock: Clock;
  private readonly say: (line: string) => void;
  private readonly places = new Map<string, PlaceProgress>();
  private source: () => Iterable<UpcomingCalls> = () => [];
  private underWay = 0;
  private begunAt = Number.NEGATIVE_INFINITY;
  private endedAt = Number.NEGATIVE_INFINITY;
  private saidAt: number | undefined;

  /** @param say takes one line about all services; it comes again, changed, while the run goes on */
  constructor(clock: Clock, say: (line: string) => void) {
    this.clock = clock;
    this.say = say;
  }

  /** @param source the calls of images that are not begun, where the host knows them */
  count(source: () => Iterable<UpcomingCalls>): void {
    this.source = source;
  }

  of(whose: Whose): OperationProgress {
    const key = keyOf(whose);
    const place = this.places.get(key) ?? new PlaceProgress(whose, this.clock.now());
    this.places.set(key, place);
    return place.operation({ began: () => this.began(), ended: () => this.ended() });
  }

  /** After a pause without calls, the time until the first line begins anew. */
  private began(): void {
    const now = this.clock.now();
    if (this.underWay === 0 && now - this.endedAt >= FIRST_LINE_MS) {
      this.begunAt = now;
      this.saidAt = undefined;
    }
    this.underWay += 1;
  }

  private ended(): void {
    this.underWay -= 1;
    this.endedAt = this.clock.now();
    this.touch();
  }

  /** Says the line, if it is time. @param isWaiting whether the run waits for longer than a moment */
  touch(isWaiting = false): void {
    const now = this.clock.now();
    const isDue =
      this.saidAt === undefined
        ? isWaiting || now - this.begunAt >= FIRST_LINE_MS
        : now - this.saidAt >= NEXT_LINE_MS;
    if (!isDue) return;
    this.saidAt = now;
    const lines = this.lines();
    if (lines.length > 0) this.say(lines.join(" | "));
  }

  /** A line for each service and set of keys, those that take longest first; without services that are done. */
  lines(): readonly string[] {
    const upcoming = [...this.source()];
    const now = this.clock.now();
    const places = [...this.places].map(([key, place]) =>
      place.describe(
        upcoming.filter((one) => keyOf(one) === key).map(({ calls }) => calls),
        now,
      ),
    );
    const busy = places.filter(({ isBusy }) => isBusy);
    return (busy.length > 0 ? busy : places)
      .sort((left, right) => right.leftMs - left.leftMs)
      .map(({ line }) => line);
  }
}

class PlaceProgress {
  private readonly label: string;
  private readonly begunAt: number;
  private readonly operations = new Set<{ readonly open: Counts; readonly left: Counts }>();
  /** How many calls each gate has let through. */
  private readonly gates: Record<CallKind, Map<ProgressGate, number>> = { read: new Map(), write: new Map() };
  private done = 0;

  constructor({ service, credentials }: Whose, begunAt: number) {
    this.label = credentials === undefined ? service : `${service} (${credentials})`;
    this.begunAt = begunAt;
  }

  /** @param told of each call */
  operation(told: { readonly began: () => void; readonly ended: () => void }): OperationProgress {
    const counts = { open: { read: 0, write: 0 }, left: { read: 0, write: 0 } };
    const settle = () => {
      const { open, left } = counts;
      if (open.read + open.write + left.read + left.write > 0) this.operations.add(counts);
      else this.operations.delete(counts);
    };
    return {
      expect: (left) => {
        counts.left = { ...left };
        settle();
      },
      asked: (kind, gate) => {
        told.began();
        counts.open[kind] += 1;
        this.gates[kind].set(gate, this.gates[kind].get(gate) ?? 0);
        settle();
      },
      ended: (kind, gate, isDone) => {
        counts.open[kind] -= 1;
        if (isDone) {
          this.done += 1;
          counts.left[kind] = Math.max(0, counts.left[kind] - 1);
          this.gates[kind].set(gate, (this.gates[kind].get(gate) ?? 0) + 1);
        }
        settle();
        told.ended();
      },
    };
  }

  describe(upcoming: readonly Counts[], now: number): { isBusy: boolean; leftMs: number; line: string } {
    const operations = [...this.operations];
    const open = sum(operations.map((one) => one.open));
    const known = [...operations.map(({ open, left }) => larger(open, left)), ...upcoming];
    const left = sum(known);
    const [underWay, calls] = [total(open), total(left)];
    const isTotalKnown = upcoming.length > 0 || operations.some((one) => total(one.left) > 0);
    const limited = this.timeAtLimits(left);
    const wait = this.wait;
    const leftMs = limited > 0 || this.done === 0 ? limited : ((now - this.begunAt) / this.done) * calls;
    const counted = isTotalKnown
      ? `${this.done} of ${this.done + calls} calls done, about ${describeDuration(leftMs)} left`
      : describeUnknown(this.done, underWay);
    const line = `${this.label}: ${counted}${wait === undefined ? "" : `; ${wait}`}`;
    return { isBusy: calls > 0, leftMs, line };
  }

  private get wait(): string | undefined {
    for (const gates of Object.values(this.gates)) {
      for (const gate of gates.keys()) if (gate.wait !== undefined) return gate.wait;
    }
    return undefined;
  }

  /** Calls are taken to go to the gates in the same parts as before. */
  private timeAtLimits(left: Counts): number {
    const times = (["read", "write"] as const).flatMap((kind) => {
      const gates = [...this.gates[kind]].map(([gate, calls]) => ({ gate, weight: calls + 1 }));
      const weights = gates.reduce((all, { weight }) => all + weight, 0);
      return gates.flatMap(({ gate, weight }) => {
        const calls = Math.ceil((left[kind] * weight) / weights);
        return calls === 0 ? [] : gate.timeFor(calls);
      });
    });
    return Math.max(0, ...times);
  }
}

function keyOf({ service, credentials }: Whose): string {
  return JSON.stringify([service, credentials]);
}

function larger(some: Counts, others: Counts): Counts {
  return { read: Math.max(some.read, others.read), write: Math.max(some.write, others.write) };
}

function sum(counts: readonly Counts[]): Counts {
  return counts.reduce((all, { read, write }) => ({ read: all.read + read, write: all.write + write }), {
    read: 0,
    write: 0,
  });
}

function total({ read, write }: Counts): number {
  return read + write;
}

/** Where it is not known how many calls there will be. */
function describeUnknown(done: number, underWay: number): string {
  const callsOf = (count: number) => (count === 1 ? "1 call" : `${count} calls`);
  if (done === 0) return `${callsOf(underWay)} under way`;
  return `${callsOf(done)} done${underWay > 0 ? `, ${underWay} under way` : ""}`;
}

/** Two minutes and more in minutes, because a second more or less is no news then. */
function describeDuration(ms: number): string {
  return ms < 120_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
}
