/** One call, repeated with growing pauses for as long as its failures allow. */
import type { CallOptions } from "../core/backend";
import { VendorError } from "../core/errors";
import type { ErrorMeaning } from "../core/service-facts";
import { imageLabel } from "../core/target";
import type { OperationContext } from "./context";
import { explained, lookAtImage } from "./image-look";

/** One call to a vendor ends within this, or counts as ambiguous. */
const CALL_TIMEOUT_MS = 30_000;
/** Longest pause between two tries: two of them outlast a vendor's window of a minute. */
const LONGEST_PAUSE_MS = 40_000;
const FIRST_PAUSE_MS = 250;
/** Pauses below this are not worth a line. */
const REPORTED_PAUSE_MS = 3_000;
/** A network that does not carry the request at all is given up early; throttling and busy images are outlasted. */
const MOST_TRIES: Partial<Record<ErrorMeaning, number>> = { "not-sent": 4, ambiguous: 6 };

/** Repeats a call with growing, jittered pauses for as long as its failures allow, until the deadline. */
export async function patiently<T>(
  context: OperationContext,
  repeatable: ReadonlySet<ErrorMeaning>,
  call: (options: CallOptions) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    context.signal.throwIfAborted();
    try {
      return await call(optionsFor(context));
    } catch (error) {
      if (!(error instanceof VendorError) || !repeatable.has(error.meaning)) throw error;
      if (attempt >= (MOST_TRIES[error.meaning] ?? Number.POSITIVE_INFINITY)) throw error;
      await pause(context, attempt, error);
      if (error.meaning === "image-busy") await whileBusy(context, attempt, error);
    }
  }
}

/** Waits until the image is free, by looking at it: sending the call again would only be refused again. */
async function whileBusy(context: OperationContext, attempt: number, error: VendorError): Promise<void> {
  for (let look = attempt + 1; ; look++) {
    const condition = await lookAtImage(context, optionsFor(context));
    if (condition === undefined || condition.kind === "usable") return;
    const now = explained(error, condition);
    if (condition.kind !== "busy") throw now;
    await pause(context, look, now);
  }
}

function optionsFor(context: OperationContext): CallOptions {
  const remaining = context.deadline - context.clock.now();
  const { signal, admit } = context;
  return { timeoutMs: Math.max(1, Math.min(CALL_TIMEOUT_MS, remaining)), signal, admit };
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
  if (ms >= REPORTED_PAUSE_MS) {
    const image = imageLabel(context.target);
    context.report(`${image}: the last write does not show yet; looking again in ${Math.round(ms / 1000)} s`);
  }
  await context.clock.sleep(ms, context.signal);
  return true;
}
