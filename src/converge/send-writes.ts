/**
 * Sends the writes of a plan one after the other. If the vendor refuses a call because of one of its accounts, the
 * call is halved until that account is alone, so that all other accounts are written. After an addition is
 * refused, no more removals are sent.
 */
import { type AccountId, sortedUnique } from "../core/accounts";
import { VendorError } from "../core/errors";
import type { Write } from "../core/schedule";
import { accountOf } from "../core/snapshots";
import { sendWrite } from "./calls";
import type { OperationContext } from "./context";

/** The results of a plan's writes. */
export interface WriteResults {
  /** Writes that the vendor acknowledged. */
  readonly done: readonly Write[];
  /** Accounts that the vendor refuses one by one. */
  readonly refused: ReadonlyMap<AccountId, RefusedAccount>;
  /** How many calls were made: none if every account is known to be refused. */
  readonly sent: number;
  /** The first write that failed for another reason; those after it were not sent. */
  readonly failure?: Failure;
}

/** A refused account, with the vendor's words. */
export interface RefusedAccount {
  readonly kind: "add" | "remove";
  readonly error: VendorError;
}

export interface Failure {
  readonly error: unknown;
  readonly write: Write;
}

export async function sendWrites(context: OperationContext, writes: readonly Write[]): Promise<WriteResults> {
  const total = countOf(writes);
  const run = new Run({
    ...context,
    status: (progress) => context.status(`${countOf(run.done)} of ${total} accounts done; ${progress}`),
  });
  const failure = await run.send(writes);
  const { done, refused, sent } = run;
  return { done, refused, sent, ...(failure === undefined ? {} : { failure }) };
}

class Run {
  readonly done: Write[] = [];
  readonly refused = new Map<AccountId, RefusedAccount>();
  sent = 0;
  private isHolding = false;
  private isSearching = false;
  private readonly context: OperationContext;

  constructor(context: OperationContext) {
    this.context = context;
  }

  /** @returns the failure that ended it, if one did */
  async send(writes: readonly Write[]): Promise<Failure | undefined> {
    for (const write of writes) {
      const failure = await this.sendOne(write);
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  private async sendOne(planned: Write): Promise<Failure | undefined> {
    const write = this.openPart(planned);
    const [account, ...others] = accountsOf(write);
    if (account === undefined) return undefined;
    try {
      this.sent += 1;
      await sendWrite(this.context, write);
      this.done.push(write);
      return undefined;
    } catch (error) {
      if (!(error instanceof VendorError) || error.meaning !== "account-refused") return { error, write };
      if (others.length > 0) return this.bisect(write);
      this.refuse(account, write.add.length > 0 ? "add" : "remove", error);
      return undefined;
    }
  }

  /** Leaves out accounts that the vendor refused for another image, and then, as after any refusal, the removals. */
  private openPart({ add, remove }: Write): Write {
    const open = add.filter((account) => {
      const error = this.context.refusedAccounts?.refusalOf(accountOf(account));
      if (error !== undefined) this.refuse(account, "add", error);
      return error === undefined;
    });
    return { add: open, remove: this.isHolding ? [] : remove };
  }

  private refuse(account: AccountId, kind: RefusedAccount["kind"], error: VendorError): void {
    const { refusedAccounts, facts, label } = this.context;
    this.refused.set(account, { kind, error });
    if (kind === "remove") return;
    this.isHolding = true;
    refusedAccounts?.note(accountOf(account), error, facts, label);
  }

  private async bisect(write: Write): Promise<Failure | undefined> {
    const { refusedAccounts } = this.context;
    if (refusedAccounts === undefined || this.isSearching || write.add.length === 0) {
      return this.send(halvesOf(write));
    }
    try {
      return await refusedAccounts.search(this.context, async () => {
        this.isSearching = true;
        // Another image may have found the account meanwhile: then the rest goes through in one call.
        const isKnown = write.add.some(
          (account) => refusedAccounts.refusalOf(accountOf(account)) !== undefined,
        );
        return this.send(isKnown ? [write] : halvesOf(write));
      });
    } catch (error) {
      // Cancelled while it waited for its turn.
      return { error, write };
    } finally {
      this.isSearching = false;
    }
  }
}

function countOf(writes: readonly Write[]): number {
  return writes.reduce((count, { add, remove }) => count + add.length + remove.length, 0);
}

export function accountsOf(write: Write): AccountId[] {
  return sortedUnique([...write.add, ...write.remove]);
}

/** Separates additions from removals first, because a refused removal must not delay an addition. */
function halvesOf({ add, remove }: Write): Write[] {
  if (add.length > 0 && remove.length > 0) {
    return [
      { add, remove: [] },
      { add: [], remove },
    ];
  }
  const middle = Math.ceil((add.length + remove.length) / 2);
  return [
    { add: add.slice(0, middle), remove: remove.slice(0, middle) },
    { add: add.slice(middle), remove: remove.slice(middle) },
  ];
}
