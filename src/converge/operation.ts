import type { AccountId } from "../core/accounts";
import type { Backend, CallOptions, ImageCondition, Scope } from "../core/backend";
import { describeVendorError, ShareError, VendorError } from "../core/errors";
import type { Write } from "../core/schedule";
import type { ErrorMeaning, ServiceFacts } from "../core/service-facts";
import { type ImageTarget, imageLabel } from "../core/target";
import type { Clock } from "./clock";

/** Everything that one operation on one image works with. */
export interface OperationContext {
  readonly target: ImageTarget;
  /** Which parts of the image's sharing the operation is about. */
  readonly scope: Scope;
  readonly facts: ServiceFacts;
  readonly backend: Backend;
  readonly clock: Clock;
  /** When the operation has to be over, by the clock. */
  readonly deadline: number;
  /** Aborted with `Cancelled`: no further step is begun. */
  readonly signal: AbortSignal;
  /** Aborted some seconds later: until then a write that was sent may end, so that its outcome is known. */
  readonly writeSignal: AbortSignal;
  /** Waits until the budget of an action allows the next call. */
  readonly admit: (action: string) => Promise<void>;
  /** Prints one line of progress; the line begins with the image. */
  readonly report: (line: string) => void;
}

/** One call to a vendor ends within this, or counts as ambiguous. */
const CALL_TIMEOUT_MS = 30_000;
/** Longest pause between two tries: two of them outlast a vendor's window of a minute. */
const LONGEST_PAUSE_MS = 40_000;
const FIRST_PAUSE_MS = 250;
/** Pauses below this are not worth a line. */
const REPORTED_PAUSE_MS = 3_000;
/** More pages than any image can have accounts for: the answer is endless, not long. */
const MOST_PAGES = 1_000;

/** Failures after which the same request may be sent again: the vendor has certainly not carried it out. */
const resendable: ReadonlySet<ErrorMeaning> = new Set(["throttled", "not-sent", "image-busy"]);
/** Reading twice harms nobody, so reads are also repeated after answers that made no sense. */
const rereadable: ReadonlySet<ErrorMeaning> = new Set([...resendable, "ambiguous"]);
/** A network that does not carry the request at all is given up early; throttling and busy images are outlasted. */
const MOST_TRIES: Partial<Record<ErrorMeaning, number>> = { "not-sent": 4, ambiguous: 6 };

/** Who has access now, all pages. */
export async function readAccounts(context: OperationContext): Promise<ReadonlySet<AccountId>> {
  const accounts = new Set<AccountId>();
  const asked = new Set<string>();
  let page: string | undefined;
  do {
    const answer = await patiently(context, rereadable, (options) =>
      clarified(context, options, () =>
        context.backend.describe(context.target, context.scope, page, options),
      ),
    );
    for (const account of answer.accounts) accounts.add(account);
    page = answer.next;
    if (page !== undefined && (asked.has(page) || asked.size >= MOST_PAGES)) {
      throw new VendorError({
        meaning: "permanent",
        action: "DescribeImageSharePermission",
        message: `the list of accounts does not end: page ${page} was announced again after ${accounts.size} accounts`,
      });
    }
    if (page !== undefined) asked.add(page);
  } while (page !== undefined);
  return accounts;
}

/** Sends one write, again only after answers that prove it was not carried out. */
export async function sendWrite(context: OperationContext, write: Write): Promise<void> {
  const { backend, target, writeSignal } = context;
  await patiently(context, resendable, (options) =>
    clarified(context, options, () => backend.write(target, write, { ...options, signal: writeSignal })),
  );
}

/** What an unclear failure turns out to be once the image has been looked at. */
const clearedUpBy: Record<ImageCondition["kind"], ErrorMeaning> = {
  gone: "image-gone",
  busy: "image-busy",
  unusable: "permanent",
  usable: "ambiguous",
};

/** Where a vendor has one code for everything, the image's own state tells what it means. */
async function clarified<T>(
  context: OperationContext,
  options: CallOptions,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof VendorError) || error.meaning !== "unclear") throw error;
    const condition = await lookAtImage(context, options);
    const { action, code, requestId } = error;
    const meaning = condition === undefined ? "ambiguous" : clearedUpBy[condition.kind];
    const state =
      condition !== undefined && "state" in condition ? ` (the image's state: ${condition.state})` : "";
    const message = `${error.message.replace(/\.$/, "")}${state}`;
    throw new VendorError({ meaning, action, message, code, requestId, cause: error });
  }
}

/** Undefined when the look fails as well: then the failure that was to be explained stays ambiguous. */
async function lookAtImage(
  { backend, target }: OperationContext,
  options: CallOptions,
): Promise<ImageCondition | undefined> {
  try {
    return await backend.imageCondition(target, options);
  } catch (error) {
    if (error instanceof VendorError) return undefined;
    throw error;
  }
}

/** Repeats a call with growing, jittered pauses for as long as its failures allow, until the deadline. */
async function patiently<T>(
  context: OperationContext,
  repeatable: ReadonlySet<ErrorMeaning>,
  call: (options: CallOptions) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    context.signal.throwIfAborted();
    const remaining = context.deadline - context.clock.now();
    try {
      return await call({
        timeoutMs: Math.max(1, Math.min(CALL_TIMEOUT_MS, remaining)),
        signal: context.signal,
        admit: context.admit,
      });
    } catch (error) {
      if (!(error instanceof VendorError) || !repeatable.has(error.meaning)) throw error;
      if (attempt >= (MOST_TRIES[error.meaning] ?? Number.POSITIVE_INFINITY)) throw error;
      await pause(context, attempt, error);
    }
  }
}

async function pause(context: OperationContext, attempt: number, error: VendorError): Promise<void> {
  const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
  const ms = Math.max(ceiling * (0.5 + context.clock.random() / 2), error.retryAfterMs ?? 0);
  if (context.clock.now() + ms >= context.deadline) throw error;
  if (ms >= REPORTED_PAUSE_MS) {
    const why = error.meaning === "image-busy" ? "the image is busy" : (error.code ?? error.message);
    context.report(
      `${imageLabel(context.target)}: ${error.action}: ${why}; trying again in ${Math.round(ms / 1000)} s`,
    );
  }
  await context.clock.sleep(ms, context.signal);
}

/** Waits between two looks at an answer that may be old. Returns false when the deadline forbids it. */
export async function waitBeforeRereading(context: OperationContext, look: number): Promise<boolean> {
  const ms = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** look);
  if (context.clock.now() + ms >= context.deadline) return false;
  await context.clock.sleep(ms, context.signal);
  return true;
}

/**
 * Turns a vendor's failure into the error that the user reads, with what is known to be shared.
 *
 * @param known `write`: the one that failed, if it was one
 */
export function shareError(
  context: OperationContext,
  error: unknown,
  known: { live?: ReadonlySet<AccountId>; wrote: boolean; write?: Write | undefined },
): ShareError {
  if (error instanceof ShareError) return error;
  const message =
    error instanceof VendorError
      ? describeVendorError(context.target, context.facts.title, error, known.write)
      : `${imageLabel(context.target)}: ${error instanceof Error ? error.message : String(error)}`;
  return new ShareError(message, { ...known, cause: error });
}
