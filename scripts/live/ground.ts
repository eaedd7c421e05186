/** One image and the accounts to try with: what a probe may do to it, and how it is put back as it was. */
import type { CallOutcome } from "../../src/core/assumptions.ts";
import type { Backend, CallOptions } from "../../src/core/backend.ts";
import type { ServiceFacts } from "../../src/core/service-facts.ts";
import { limiterOf } from "./limiter.ts";

export interface Target {
  readonly service: string;
  readonly region?: string;
  readonly imageId: string;
}

export interface Time {
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** The answer to a call, as it can be compared and reported. */
export interface Outcome {
  readonly outcome: CallOutcome;
  /** The vendor's own code. */
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

export interface Plan {
  readonly facts: ServiceFacts;
  readonly backend: Backend;
  readonly target: Target;
  /** To share with; they have no access before. */
  readonly accounts: readonly [string, ...string[]];
  /** An account that does not exist, by the user's word. */
  readonly strange?: string | undefined;
  readonly time: Time;
  /** Ends the probes; the image is put back all the same. */
  readonly signal: AbortSignal;
}

const CALL_MS = 30_000;
const ATTEMPTS = 6;
/** Twice what a vendor's window of a minute takes. */
const THROTTLED_MS = 20_000;
/** With their pauses, longer than the longest time for which a service's reads are doubted. */
const RESTORE_ATTEMPTS = 12;
const LONGEST_PAUSE_MS = 20_000;

export class Ground {
  readonly plan: Plan;
  /** Who has access when the run begins. */
  readonly before: ReadonlySet<string>;
  /** Accounts that some call of the run may have given access. */
  readonly touched = new Set<string>();
  /** Those of them for which no removal was answered since: a read that lags does not show them. */
  readonly #open = new Set<string>();
  readonly #acquire: (action: string) => Promise<void>;

  private constructor(plan: Plan, before: ReadonlySet<string>, acquire: (action: string) => Promise<void>) {
    this.plan = plan;
    this.before = before;
    this.#acquire = acquire;
  }

  /** Reads who has access. @throws Error for an account that has access, which a run would take from it for a while */
  static async survey(plan: Plan): Promise<Ground> {
    const acquire = limiterOf(plan.facts, plan.time);
    const before = new Set(await new Ground(plan, new Set(), acquire).read());
    const busy = plan.accounts.filter((account) => before.has(account));
    if (busy.length > 0) {
      throw new Error(
        `${busy.join(", ")} has access to ${plan.target.imageId} already, and would lose it for a while: name accounts without access`,
      );
    }
    return new Ground(plan, before, acquire);
  }

  /** For calls of the run; those that put the image back ignore the signal. */
  options(signal: AbortSignal = this.plan.signal): CallOptions {
    return { timeoutMs: CALL_MS, signal, acquire: this.#acquire };
  }

  /** Accounts of the service's form that are neither the run's nor have access; what they are is not known. */
  madeUp(count: number): string[] {
    const { accounts, facts } = this.plan;
    const [first] = accounts;
    const made: string[] = [];
    for (let number = 1; made.length < count && number < 10_000; number += 1) {
      const account = first.slice(0, -4) + String(number).padStart(4, "0");
      const isTaken = accounts.includes(account) || this.before.has(account);
      if (!isTaken && facts.account.pattern.test(account)) made.push(account);
    }
    return made;
  }

  /** The same image ID with another end. */
  missingImage(): Target {
    const { target } = this.plan;
    const ends = ["0000", "1111"].map((end) => target.imageId.slice(0, -4) + end);
    return { ...target, imageId: ends.find((imageId) => imageId !== target.imageId) ?? target.imageId };
  }

  /** Who has access now, over all pages. */
  async read(target: Target = this.plan.target, signal?: AbortSignal): Promise<string[]> {
    const accounts: string[] = [];
    let page: string | undefined;
    do {
      const scope = { accounts: true, ownEcs: false };
      const asked = page;
      const answer = await this.patiently(() =>
        this.plan.backend.describe(target, scope, asked, this.options(signal)),
      );
      accounts.push(...answer.accounts);
      page = answer.next;
    } while (page !== undefined);
    return accounts;
  }

  /** Notes that an account may have access from now on. */
  touch(account: string): void {
    this.touched.add(account);
    this.#open.add(account);
  }

  async write(
    add: readonly string[],
    remove: readonly string[],
    target: Target = this.plan.target,
    signal?: AbortSignal,
  ): Promise<void> {
    const isOurs = target === this.plan.target;
    if (isOurs) for (const account of add) this.touch(account);
    await this.patiently(() => this.plan.backend.write(target, { add, remove }, this.options(signal)));
    if (isOurs) for (const account of remove) this.#open.delete(account);
  }

  /** What a call comes to. @throws whatever is no answer of the vendor's */
  async outcomeOf(call: () => Promise<CallOutcome | undefined>): Promise<Outcome> {
    try {
      return { outcome: (await this.patiently(call)) ?? "success" };
    } catch (error) {
      if (!isVendorError(error)) throw error;
      return { outcome: error.meaning, code: error.code, message: error.message };
    }
  }

  /** Waits, until the run is interrupted. */
  async pause(ms: number): Promise<void> {
    const { signal, time } = this.plan;
    if (signal.aborted) return;
    await new Promise<void>((resolve, reject) => {
      const end = () => resolve();
      signal.addEventListener("abort", end, { once: true });
      time
        .sleep(ms)
        .then(resolve, reject)
        .finally(() => signal.removeEventListener("abort", end));
    });
  }

  /** Sends a call again that was surely not carried out, because it came too soon or never left. */
  async patiently<T>(call: () => Promise<T>): Promise<T> {
    const { signal } = this.plan;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call();
      } catch (error) {
        const isTooSoon =
          isVendorError(error) && ["throttled", "not-sent", "image-busy"].includes(error.meaning);
        if (!isTooSoon || attempt >= ATTEMPTS || signal.aborted) throw error;
        await this.pause(Math.max(error.retryAfterMs ?? 0, Math.min(THROTTLED_MS, 500 * 2 ** attempt)));
      }
    }
  }

  /**
   * Takes access from the run's accounts and gives it back to those who had it, until a read shows that all is as before.
   * A signal does not end it.
   *
   * @throws Error that says what is not as it was
   */
  async restore(): Promise<void> {
    const { facts, target, time } = this.plan;
    const unending = new AbortController().signal;
    let left = { add: [] as string[], remove: [] as string[] };
    let problem: unknown;
    for (let attempt = 1; attempt <= RESTORE_ATTEMPTS; attempt += 1) {
      try {
        const live = new Set(await this.read(target, unending));
        left = {
          add: [...this.before].filter((account) => !live.has(account)),
          remove: [...this.touched].filter((account) => live.has(account) && !this.before.has(account)),
        };
        for (const account of this.#open) if (!live.has(account)) await this.#removeUnseen(account, unending);
        if (left.add.length + left.remove.length === 0) return;
        for (const part of chunks(left.remove, facts.capacity.remove))
          await this.write([], part, target, unending);
        for (const part of chunks(left.add, facts.capacity.add)) {
          await this.patiently(() =>
            this.plan.backend.write(target, { add: part, remove: [] }, this.options(unending)),
          );
        }
        // The first read may well show it; a later one may need time.
        if (attempt > 1) await time.sleep(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** attempt));
        problem = undefined;
      } catch (error) {
        problem = error;
        await time.sleep(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** attempt));
      }
    }
    const parts = [
      ...left.remove.map((account) => `${account} still has access`),
      ...left.add.map((account) => `${account} has lost access`),
    ];
    const what = parts.length > 0 ? parts.join(", ") : "who has access could not be read";
    throw new Error(`${target.imageId} is not as it was: ${what}. ${messageOf(problem)}`.trim());
  }

  /** Takes access from an account that no read shows, and that may have it. A vendor may say that there is none to take. */
  async #removeUnseen(account: string, signal: AbortSignal): Promise<void> {
    try {
      await this.write([], [account], this.plan.target, signal);
    } catch (error) {
      const isNone = isVendorError(error) && ["not-shared", "account-refused"].includes(error.meaning);
      // Glance answers 404 for a project that is no member, as for an image that is not there: a read tells.
      const isUnclear = isVendorError(error) && error.meaning === "unclear";
      if (!isNone && !isUnclear) throw error;
      if (isUnclear && (await this.read(this.plan.target, signal)).includes(account)) throw error;
      this.#open.delete(account);
    }
  }
}

/** The members of the product's VendorError that are used here; the class itself is in the build. */
interface VendorFailure extends Error {
  readonly meaning: Exclude<CallOutcome, "success">;
  readonly code?: string;
  readonly retryAfterMs?: number;
}

function isVendorError(error: unknown): error is VendorFailure {
  return error instanceof Error && error.name === "VendorError" && "meaning" in error;
}

export function messageOf(error: unknown): string {
  if (error === undefined) return "";
  return error instanceof Error ? error.message : String(error);
}

function chunks(accounts: readonly string[], size: number): string[][] {
  const parts = Array.from({ length: Math.ceil(accounts.length / size) }, (_, index) => index * size);
  return parts.map((from) => accounts.slice(from, from + size));
}
