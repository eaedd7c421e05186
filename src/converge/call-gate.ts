/**
 * Lets the calls of one action through, as the vendor counts them: one state of throttling for all images.
 *
 * Calls wait in the order of their requests. An image requests its next call when the previous one has ended, so images
 * alternate, and a large image does not delay small ones. After a refusal, one call at a time tries whether the vendor
 * has recovered; each success doubles how many calls may be under way.
 */
import { VendorError } from "../core/errors";
import type { RateLimit } from "../core/service-facts";
import type { Clock } from "./clock";
import { budgetOf, type CallBudget, describeRate } from "./rate-limiter";
import { sleepUntilWoken } from "./wakeable-sleep";

const INITIAL_PAUSE_MS = 500;
/** Two of them outlast a vendor's window of one minute. */
const MAX_PAUSE_MS = 40_000;
/**
 * So long, in windows of the vendor's documented limit, are the first pauses at most: a longer one leaves the limit to
 * other processes with the same keys. After so many refusals without a success, the reason is another than they.
 */
const SHORT_PAUSE_WINDOWS = 8;
const SHORT_PAUSES = 10;
/** So many calls under way, and the vendor counts as recovered. */
const RECOVERED = 64;
/** Shorter waits are not reported. */
const REPORTED_WAIT_MS = 3_000;
/** How often a call that waits reports that it does. */
const REPORT_EVERY_MS = 5_000;

/** The action that waits, its deadline, and its progress report. */
export interface Waiting {
  readonly deadline: number;
  readonly signal: AbortSignal;
  /** Called when a long wait begins, and again while it goes on: {@link CallGate.wait} says what for. */
  readonly waits?: () => void;
  /** Whether the vendor has just refused this very call: it then goes before the others. */
  readonly again?: boolean;
}

/** A call that was let through. */
export interface Turn {
  /** Ends it, once. @param error its failure, if it failed */
  end(error?: unknown): void;
}

interface Waiter {
  readonly again: boolean;
  wake: () => void;
}

export class CallGate {
  private readonly clock: Clock;
  private readonly action: string;
  private readonly rateLimit: RateLimit | undefined;
  private readonly budget: CallBudget | undefined;
  private readonly shortPauseMs: number;
  private readonly waiting: Waiter[] = [];
  /** The refusal of the vendor, until it has recovered. */
  private refusal: VendorError | undefined;
  /** How many refusals without a success in between. */
  private streak = 0;
  /** Counts the refusals that began a pause: calls that were sent before it tell nothing new. */
  private pause = 0;
  private pausedUntil = Number.NEGATIVE_INFINITY;
  private mostUnderWay = Number.POSITIVE_INFINITY;
  /** Of the calls that were sent since the last pause began. */
  private underWay = 0;

  /** @param rateLimit undefined if the vendor documents none */
  constructor(clock: Clock, action: string, rateLimit: RateLimit | undefined) {
    this.clock = clock;
    this.action = action;
    this.rateLimit = rateLimit;
    this.budget = rateLimit === undefined ? undefined : budgetOf(rateLimit);
    this.shortPauseMs =
      rateLimit === undefined ? Number.POSITIVE_INFINITY : SHORT_PAUSE_WINDOWS * rateLimit.perMs;
  }

  /** Waits for the next moment that the vendor allows. @throws VendorError past the deadline */
  async enter(call: Waiting): Promise<Turn> {
    const waiter: Waiter = { again: call.again === true, wake: () => undefined };
    this.insert(waiter);
    let turn: Turn | undefined;
    try {
      for (;;) {
        call.signal.throwIfAborted();
        const now = this.clock.now();
        const moment = this.momentOf(waiter, now);
        if (moment <= now) {
          turn = this.letThrough(now);
          return turn;
        }
        if (Number.isFinite(moment) ? moment >= call.deadline : now >= call.deadline) throw this.tooLate();
        const ms = Math.min(moment, call.deadline) - now;
        if (call.waits !== undefined && this.wait !== undefined) call.waits();
        await this.sleep(waiter, call.waits === undefined ? ms : Math.min(ms, REPORT_EVERY_MS), call.signal);
      }
    } finally {
      this.waiting.splice(this.waiting.indexOf(waiter), 1);
      // Those behind move up. A call that was let through has taken its place in the budget.
      if (turn === undefined) this.wakeAll();
    }
  }

  /** What the first call waits for, if its wait is long. */
  get wait(): string | undefined {
    const [first] = this.waiting;
    if (first === undefined) return undefined;
    const now = this.clock.now();
    const moment = this.momentOf(first, now);
    if (!Number.isFinite(moment) || moment - now < REPORTED_WAIT_MS) return undefined;
    return this.describeWait(first, moment, now);
  }

  /** How long the vendor's limit, or its throttling, keeps the last of so many calls waiting. Milliseconds. */
  timeFor(calls: number): number {
    const now = this.clock.now();
    return Math.max(this.budget?.momentAfter(calls - 1, now) ?? now, this.pausedUntil) - now;
  }

  private insert(waiter: Waiter): void {
    const place = waiter.again ? this.waiting.findIndex(({ again }) => !again) : -1;
    this.waiting.splice(place < 0 ? this.waiting.length : place, 0, waiter);
  }

  /** Infinity: once a call that is under way has ended. */
  private momentOf(waiter: Waiter, now: number): number {
    const ahead = this.waiting.indexOf(waiter);
    if (this.underWay + ahead >= this.mostUnderWay) return Number.POSITIVE_INFINITY;
    return Math.max(this.budget?.momentAfter(ahead, now) ?? now, this.pausedUntil);
  }

  private letThrough(now: number): Turn {
    this.budget?.take(now);
    this.underWay += 1;
    const pause = this.pause;
    let hasEnded = false;
    const end = (error?: unknown) => {
      if (hasEnded) return;
      hasEnded = true;
      const isPacing = this.refusal !== undefined;
      if (pause === this.pause) this.underWay -= 1;
      if (error instanceof VendorError && error.meaning === "throttled") this.refused(error, now, pause);
      else if (isAnswer(error)) this.answered(pause);
      if (isPacing || this.refusal !== undefined) this.wakeAll();
    };
    return { end };
  }

  private refused(error: VendorError, sentAt: number, pause: number): void {
    this.budget?.giveBack(sentAt);
    this.refusal = error;
    let ms = error.retryAfterMs ?? 0;
    if (pause === this.pause) {
      this.pause += 1;
      this.streak += 1;
      this.underWay = 0;
      this.mostUnderWay = 1;
      const ceiling = this.longestPauseMs();
      ms = Math.max(ceiling * (0.5 + this.clock.random() / 2), ms);
    }
    this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + ms);
  }

  /** Doubles with each refusal in a row; from its shortest, or from the end of the short ones. */
  private longestPauseMs(): number {
    const doubled = INITIAL_PAUSE_MS * 2 ** (this.streak - 1);
    if (doubled <= this.shortPauseMs) return Math.min(MAX_PAUSE_MS, doubled);
    const more = Math.max(0, this.streak - SHORT_PAUSES);
    return Math.min(MAX_PAUSE_MS, doubled, this.shortPauseMs * 2 ** more);
  }

  private answered(pause: number): void {
    if (this.refusal === undefined || pause !== this.pause) return;
    this.streak = 0;
    this.mostUnderWay *= 2;
    if (this.mostUnderWay < RECOVERED) return;
    this.mostUnderWay = Number.POSITIVE_INFINITY;
    this.refusal = undefined;
  }

  /** What the vendor said last, or that its limit allows the call too late. */
  private tooLate(): VendorError {
    const { action } = this;
    if (this.refusal !== undefined) {
      const { code, message, requestId } = this.refusal;
      const cause = this.refusal;
      return new VendorError({
        meaning: "throttled",
        action,
        code,
        message,
        requestId,
        cause,
        retryable: false,
      });
    }
    const rate = this.rateLimit === undefined ? "no further call" : describeRate(this.rateLimit);
    const message = `the vendor allows ${rate}, and timeoutSeconds is over before the next one`;
    return new VendorError({ meaning: "throttled", action, message, retryable: false });
  }

  private describeWait({ again }: Waiter, moment: number, now: number): string {
    const { action, refusal } = this;
    const seconds = Math.ceil((moment - now) / 1000);
    if (refusal !== undefined && (again || this.rateLimit === undefined || moment === this.pausedUntil)) {
      return `${action}: ${refusal.code ?? refusal.message}; retrying in ${seconds} s`;
    }
    const rate = this.rateLimit === undefined ? "" : ` of ${describeRate(this.rateLimit)}`;
    return `waiting for the vendor's limit${rate} for ${action}, about ${seconds} s`;
  }

  private async sleep(waiter: Waiter, ms: number, signal: AbortSignal): Promise<void> {
    const awake = new AbortController();
    waiter.wake = () => awake.abort();
    try {
      await sleepUntilWoken(this.clock, ms, signal, awake.signal);
    } finally {
      waiter.wake = () => undefined;
    }
  }

  /** Lets them look again when their moments may have changed. */
  private wakeAll(): void {
    for (const { wake } of [...this.waiting]) wake();
  }
}

/** Whether the vendor processed the call, also if it refused what the call asks. */
function isAnswer(error: unknown): boolean {
  if (error === undefined) return true;
  return error instanceof VendorError && error.meaning !== "not-sent" && error.meaning !== "ambiguous";
}

/** The gates of all services, credentials and regions of one process. */
export class CallGates {
  private readonly clock: Clock;
  private readonly gates = new Map<string, CallGate>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** @param key what shares the rate limit: credentials, service, region and action */
  of(key: string, action: string, rateLimit: RateLimit | undefined): CallGate {
    const known = this.gates.get(key);
    if (known !== undefined) return known;
    const gate = new CallGate(this.clock, action, rateLimit);
    this.gates.set(key, gate);
    return gate;
  }
}
