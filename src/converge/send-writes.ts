/**
 * Sends the writes of a plan one after the other. If the vendor refuses a call because of one of its accounts, the
 * call is halved until that account is alone, so that all other accounts are written. After an addition is
 * refused, no more removals are sent.
 */
import { type AccountId, sortedUnique } from "../core/accounts";
import { VendorError } from "../core/errors";
import type { Write } from "../core/schedule";
import { sendWrite } from "./calls";
import type { OperationContext } from "./context";

/** The results of a plan's writes. */
export interface WriteResults {
  /** Writes that the vendor acknowledged. */
  readonly done: readonly Write[];
  /** Accounts that the vendor refuses one by one. */
  readonly refused: ReadonlyMap<AccountId, RefusedAccount>;
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
  const done: Write[] = [];
  const refused = new Map<AccountId, RefusedAccount>();
  let isHolding = false;
  const waiting = [...writes];
  const total = countOf(writes);
  const telling: OperationContext = {
    ...context,
    report: (progress) => context.report(`${countOf(done)} of ${total} accounts done; ${progress}`),
  };
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const write: Write = isHolding ? { add: next.add, remove: [] } : next;
    if (accountsOf(write).length === 0) continue;
    try {
      await sendWrite(telling, write);
      done.push(write);
    } catch (error) {
      if (!(error instanceof VendorError) || error.meaning !== "account-refused") {
        return { done, refused, failure: { error, write } };
      }
      const [account, ...others] = accountsOf(write);
      if (account === undefined || others.length > 0) {
        waiting.unshift(...bisect(write));
        continue;
      }
      const kind = write.add.length > 0 ? "add" : "remove";
      refused.set(account, { kind, error });
      isHolding ||= kind === "add";
    }
  }
  return { done, refused };
}

function countOf(writes: readonly Write[]): number {
  return writes.reduce((count, { add, remove }) => count + add.length + remove.length, 0);
}

export function accountsOf(write: Write): AccountId[] {
  return sortedUnique([...write.add, ...write.remove]);
}

/** Separates additions from removals first, because a refused removal must not delay an addition. */
function bisect({ add, remove }: Write): Write[] {
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
