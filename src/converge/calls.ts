import { type AccountId, countedOnly } from "../core/accounts";
import type { AccountPage } from "../core/backend";
import type { ErrorTopic } from "../core/error-topics";
import {
  describeUnverified,
  describeVendorError,
  ExplainedError,
  ShareError,
  VendorError,
  WriteCutOff,
} from "../core/errors";
import { isCounted } from "../core/grantees";
import { isInScope } from "../core/managed-parts";
import type { Write } from "../core/schedule";
import type { CallContext, OperationContext } from "./context";
import { withImageRetry } from "./image-condition";
import { paginate } from "./pagination";
import { waitForConsistency } from "./retry";

/** How often to read a list that is shorter than the vendor's count: it may have changed between two pages. */
const MAX_READS = 4;

/** Reads who has access, all pages; repeats while the list is shorter than the vendor's count. */
export async function readAccounts(context: OperationContext): Promise<ReadonlySet<AccountId>> {
  for (let read = 1; ; read++) {
    const { accounts, listed, total, action } = await readAllPages(context);
    if (total === undefined || listed >= total) return accounts;
    if (read >= MAX_READS || !(await waitForConsistency(context, read))) {
      const message = `the vendor counts ${total} accounts and lists ${listed}`;
      throw new VendorError({ meaning: "ambiguous", action, message });
    }
  }
}

interface AccountList {
  readonly accounts: ReadonlySet<AccountId>;
  /** How many entries the pages hold. */
  readonly listed: number;
  readonly total: number | undefined;
  readonly action: string;
}

async function readAllPages(context: OperationContext): Promise<AccountList> {
  const { backend, target } = context;
  const known = context.snapshots?.();
  const scope = context.scope.snapshots === true ? { ...context.scope, snapshotIds: known } : context.scope;
  const accounts = new Set<AccountId>();
  const others = new Set<string>();
  const since: Record<AccountId, string> = {};
  let listed = 0;
  let total: number | undefined;
  let isPublic: boolean | undefined;
  let snapshots = known;
  const publicSnapshots = new Set<string>();
  const action = await paginate({
    what: "accounts",
    repeat: (call) => withImageRetry(context, "read", call),
    ask: (page, options) => backend.describe(target, scope, page, options),
    take: (answer: AccountPage) => {
      for (const grantee of answer.accounts) {
        (isInScope(grantee, scope) || !isCounted(grantee) ? accounts : others).add(grantee);
      }
      for (const other of answer.others ?? []) others.add(other);
      Object.assign(since, answer.since);
      listed += countedOnly(answer.accounts).length;
      total = answer.total ?? total;
      isPublic = answer.isPublic ?? isPublic;
      snapshots = answer.snapshots ?? snapshots;
      if (answer.publicSnapshot !== undefined) publicSnapshots.add(answer.publicSnapshot);
      return accounts.size + others.size;
    },
  });
  if (isPublic !== undefined) context.tellPublic?.(isPublic);
  context.tellOthers?.([...others]);
  if (scope.snapshots === true && snapshots !== undefined) {
    context.tellSnapshots?.({ ids: snapshots, publicIds: [...publicSnapshots] });
  }
  context.tellSince?.(since);
  return { accounts, listed, total, action };
}

/**
 * Sends one write. Retries only after answers that prove that it was not carried out.
 *
 * @throws WriteCutOff when the user cancelled, and the grace period is over
 */
export async function sendWrite(context: OperationContext, write: Write): Promise<void> {
  const { backend, target, writeSignal } = context;
  try {
    await withImageRetry(context, "write", (options) =>
      backend.write(target, write, { ...options, signal: writeSignal }),
    );
  } catch (error) {
    const isCutOff = writeSignal.aborted && error instanceof VendorError && error.meaning === "ambiguous";
    throw isCutOff ? new WriteCutOff(write, error) : error;
  }
}

/**
 * Turns a vendor's failure into the error for the user, with what is known about access.
 *
 * @param known `write`: the one that failed, if it was one; `unverified`: writes that may have been carried out
 */
export function shareError(
  context: CallContext,
  error: unknown,
  known: {
    live?: ReadonlySet<AccountId>;
    wrote: boolean;
    write?: Write | undefined;
    unverified?: readonly Write[];
  },
): ShareError {
  if (error instanceof ShareError) return error;
  const message =
    error instanceof VendorError
      ? describeVendorError(context.label, context.facts.title, error, known.write, context.keys())
      : `${context.label}: ${error instanceof Error ? error.message : String(error)}`;
  const { unverified = [] } = known;
  const end = unverified.length > 0 ? ` ${describeUnverified(unverified)}` : "";
  return new ShareError(`${message}${end}`, topicOf(error), { ...known, cause: error });
}

function topicOf(error: unknown): ErrorTopic {
  if (error instanceof VendorError) return error.meaning;
  return error instanceof ExplainedError ? error.topic : "unexpected";
}
