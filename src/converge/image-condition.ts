/** Reads the condition of an image, if an answer about its shares is unclear. */
import type { CallOptions, ImageCondition } from "../core/backend";
import { VendorError } from "../core/errors";
import type { ErrorMeaning } from "../core/service-facts";
import type { CallKind } from "../core/upcoming-calls";
import type { OperationContext } from "./context";
import { attempt, backoff, withRetry } from "./retry";

/** The meaning of a failure, by the condition of the image. */
const meaningOfCondition: Record<ImageCondition["kind"], ErrorMeaning> = {
  gone: "image-gone",
  busy: "image-busy",
  unusable: "permanent",
  usable: "ambiguous",
};

/** Retries a call about the image while its failures allow it, and reads the image's condition if a failure is unclear. */
export function withImageRetry<T>(
  context: OperationContext,
  kind: CallKind,
  call: (options: CallOptions) => Promise<T>,
): Promise<T> {
  return withRetry(
    context,
    kind,
    (options) => withUnclearResolved(context, () => call(options)),
    (count, error) => waitUntilUsable(context, count, error),
  );
}

/** Waits until the image is usable, by reading its condition, because until then the vendor refuses the call. */
async function waitUntilUsable(context: OperationContext, count: number, error: VendorError): Promise<void> {
  for (let look = count + 1; ; look++) {
    const condition = await getImageCondition(context);
    if (condition === undefined || condition.kind === "usable") return;
    const now = withCondition(error, condition);
    if (condition.kind !== "busy") throw now;
    await backoff(context, look, now);
  }
}

/** Makes a call. If the vendor's code is unclear, the image's condition decides the meaning. */
async function withUnclearResolved<T>(context: OperationContext, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof VendorError) || error.meaning !== "unclear") throw error;
    throw withCondition(error, await getImageCondition(context));
  }
}

/** The failure with the meaning of the image's condition; ambiguous if the condition is not known. */
export function withCondition(error: VendorError, condition: ImageCondition | undefined): VendorError {
  const { action, code, requestId } = error;
  const meaning = condition === undefined ? "ambiguous" : meaningOfCondition[condition.kind];
  const state =
    condition !== undefined && "state" in condition ? ` (the image's state: ${condition.state})` : "";
  const message = `${error.message.replace(/( \(the image's state: .*\)|\.)$/, "")}${state}`;
  return new VendorError({ meaning, action, message, code, requestId, cause: error });
}

/** Undefined if this read fails as well. */
async function getImageCondition(context: OperationContext): Promise<ImageCondition | undefined> {
  try {
    return await attempt(context, (options) => context.backend.imageCondition(context.target, options));
  } catch (error) {
    if (error instanceof VendorError) return undefined;
    throw error;
  }
}
