/**
 * Accounts that the vendor refused as unknown, one by one, in this run: with the same service and keys they are refused
 * for every image, so they are not sent again.
 */
import type { AccountId } from "../core/accounts";
import { VendorError } from "../core/errors";
import { kindOf } from "../core/grantees";
import { isClosedAccount, mayBeNoRoom, type ServiceFacts } from "../core/service-facts";
import type { Clock } from "./clock";
import { sleepUntilWoken } from "./wakeable-sleep";

/** How long an image waits for another one that looks for a refused account: at ten calls a minute that takes minutes. */
const MAX_WAIT_MS = 300_000;

/** The image that looks. */
interface Searching {
  readonly clock: Clock;
  readonly deadline: number;
  readonly signal: AbortSignal;
}

export class RefusedAccounts {
  private readonly known = new Map<AccountId, VendorError>();
  private isSearching = false;
  private readonly waiting = new Set<AbortController>();

  /** The vendor's words about an account that it refused for an earlier image; undefined if it did not. */
  refusalOf(account: AccountId): VendorError | undefined {
    return this.known.get(account);
  }

  /**
   * Remembers an account that the vendor refused in a call of its own.
   *
   * @param label the image of that call
   */
  note(account: AccountId, error: VendorError, facts: ServiceFacts, label: string): void {
    const isUnknown = isClosedAccount(facts, error.code) && !mayBeNoRoom(facts, error.code);
    if (!isUnknown || kindOf(account) !== "account" || this.known.has(account)) return;
    const { meaning, action, code, requestId } = error;
    const message = `${error.message.replace(/\.$/, "")} (refused for ${label} in this run, and not sent again)`;
    this.known.set(account, new VendorError({ meaning, action, code, requestId, message, cause: error }));
  }

  /**
   * Looks for the accounts that the vendor refused a call for. Images look one after the other, because each learns
   * what the one before has found.
   */
  async search<T>(context: Searching, look: () => Promise<T>): Promise<T> {
    const { clock, signal } = context;
    const now = clock.now();
    // Then it looks itself, and needs time for that.
    const until = Math.min(now + MAX_WAIT_MS, now + (context.deadline - now) / 2);
    while (this.isSearching && clock.now() < until) {
      const awake = new AbortController();
      this.waiting.add(awake);
      try {
        await sleepUntilWoken(clock, until - clock.now(), signal, awake.signal);
      } finally {
        this.waiting.delete(awake);
      }
    }
    const isFirst = !this.isSearching;
    this.isSearching = true;
    try {
      return await look();
    } finally {
      if (isFirst) this.end();
    }
  }

  private end(): void {
    this.isSearching = false;
    for (const awake of [...this.waiting]) awake.abort();
  }
}
