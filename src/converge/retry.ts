/** Retries of one call, with backoff, while its failures allow it. */
import type { CallOptions } from "../core/backend";
import { VendorError } from "../core/errors";
import { reactions } from "../core/reactions";
import type { CallKind } from "../core/upcoming-calls";
import type { Turn } from "./call-gate";
import type { CallContext } from "./context";

/** A call that takes longer is aborted and counts as ambiguous. */
const CALL_TIMEOUT_MS = 30_000;
/** The longest backoff: two of them outlast a vendor's window of one minute. */
const MAX_BACKOFF_MS = 40_000;
const INITIAL_BACKOFF_MS = 250;
/** Shorter backoffs print no line. */
const REPORTED_PAUSE_MS = 3_000;

/**
 * Retries a call with exponential backoff and jitter while its failures allow it, until the deadline.
 *
 * @param kind what the call is, by which the table of reactions says whether it may be made again
 * @param untilUsable waits for a busy image
 */
export async function withRetry<T>(
  context: CallContext,
  kind: CallKind,
  call: (options: CallOptions) => Promise<T>,
  untilUsable?: (attempt: number, error: VendorError) => Promise<void>,
): Promise<T> {
  let isThrottled = false;
  for (let count = 1; ; count++) {
    context.signal.throwIfAborted();
    const turns: Turns = { again: isThrottled, kind };
    try {
      return await attempt(context, call, turns);
    } catch (error) {
      if (!(error instanceof VendorError) || !error.retryable) throw error;
      // Where no image is asked about, there is none to wait for.
      if (error.meaning === "image-busy" && untilUsable === undefined) throw error;
      const reaction = reactions[error.meaning];
      if (reaction[kind] === "fail" || count >= (reaction.maxAttempts ?? Number.POSITIVE_INFINITY))
        throw error;
      isThrottled = error.meaning === "throttled";
      // The gate knows when the vendor takes calls again, from the calls of all images.
      if (!isThrottled || turns.last === undefined) await backoff(context, count, error);
      if (error.meaning === "image-busy") await untilUsable?.(count, error);
    }
  }
}

/** The turn that the gate gave to a call. */
interface Turns {
  /** Whether the vendor has just refused this call. */
  readonly again?: boolean;
  readonly kind?: CallKind;
  last?: Turn | undefined;
}

/** Makes one call, and tells the gate of its action how it ended. */
export async function attempt<T>(
  context: CallContext,
  call: (options: CallOptions) => Promise<T>,
  turns: Turns = {},
): Promise<T> {
  try {
    const answer = await call(callOptions(context, turns));
    turns.last?.end();
    return answer;
  } catch (error) {
    turns.last?.end(error);
    throw error;
  }
}

export function callOptions(context: CallContext, turns: Turns = {}): CallOptions {
  const remaining = context.deadline - context.clock.now();
  const { deadline, signal } = context;
  const { again = false, kind = "read" } = turns;
  const acquire = async (action: string) => {
    turns.last = (await context.acquire(action, { deadline, signal, again, kind })) ?? undefined;
  };
  return { timeoutMs: Math.max(1, Math.min(CALL_TIMEOUT_MS, remaining)), signal, acquire };
}

/** Waits before the next attempt. @throws the failure if the deadline forbids another attempt */
export async function backoff(context: CallContext, attempt: number, error: VendorError): Promise<void> {
  const ceiling = Math.min(MAX_BACKOFF_MS, INITIAL_BACKOFF_MS * 2 ** attempt);
  const ms = Math.max(ceiling * (0.5 + context.clock.random() / 2), error.retryAfterMs ?? 0);
  if (context.clock.now() + ms >= context.deadline) throw error;
  if (ms >= REPORTED_PAUSE_MS) {
    const why = error.meaning === "image-busy" ? "the image is busy" : (error.code ?? error.message);
    context.status(`${error.action}: ${why}; retrying in ${Math.round(ms / 1000)} s`);
  }
  await context.clock.sleep(ms, context.signal);
}

/** Waits before a repeated read of an answer that may be stale. Returns false if the deadline forbids it. */
export async function waitForConsistency(context: CallContext, look: number): Promise<boolean> {
  const ms = Math.min(MAX_BACKOFF_MS, INITIAL_BACKOFF_MS * 2 ** look);
  if (context.clock.now() + ms >= context.deadline) return false;
  if (ms >= REPORTED_PAUSE_MS) {
    context.status(`the last write is not visible yet; reading again in ${Math.round(ms / 1000)} s`);
  }
  await context.clock.sleep(ms, context.signal);
  return true;
}
