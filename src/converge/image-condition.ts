/** The image itself, asked where an answer about its shares does not say enough. */
import type { CallOptions, ImageCondition } from "../core/backend";
import { VendorError } from "../core/errors";
import type { ErrorMeaning } from "../core/service-facts";
import type { OperationContext } from "./context";
import { backoff, type CallKind, callOptions, withRetry } from "./retry";

/** What a failure means once the image has been looked at. */
const meaningOfCondition: Record<ImageCondition["kind"], ErrorMeaning> = {
  gone: "image-gone",
  busy: "image-busy",
  unusable: "permanent",
  usable: "ambiguous",
};

/** Repeats a call about the image for as long as its failures allow, and looks at it where they do not say enough. */
export function withImageRetry<T>(
  context: OperationContext,
  kind: CallKind,
  call: (options: CallOptions) => Promise<T>,
): Promise<T> {
  return withRetry(
    context,
    kind,
    (options) => withUnclearResolved(context, options, () => call(options)),
    (attempt, error) => waitUntilUsable(context, attempt, error),
  );
}

/** Waits until the image is free, by looking at it: sending the call again would only be refused again. */
async function waitUntilUsable(
  context: OperationContext,
  attempt: number,
  error: VendorError,
): Promise<void> {
  for (let look = attempt + 1; ; look++) {
    const condition = await getImageCondition(context, callOptions(context));
    if (condition === undefined || condition.kind === "usable") return;
    const now = withCondition(error, condition);
    if (condition.kind !== "busy") throw now;
    await backoff(context, look, now);
  }
}

/** Makes a call; where the vendor has one code for everything, the image's own state tells what it means. */
async function withUnclearResolved<T>(
  context: OperationContext,
  options: CallOptions,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof VendorError) || error.meaning !== "unclear") throw error;
    throw withCondition(error, await getImageCondition(context, options));
  }
}

/** The failure with what the image's condition adds to it; ambiguous as long as nobody knows. */
export function withCondition(error: VendorError, condition: ImageCondition | undefined): VendorError {
  const { action, code, requestId } = error;
  const meaning = condition === undefined ? "ambiguous" : meaningOfCondition[condition.kind];
  const state =
    condition !== undefined && "state" in condition ? ` (the image's state: ${condition.state})` : "";
  const message = `${error.message.replace(/( \(the image's state: .*\)|\.)$/, "")}${state}`;
  return new VendorError({ meaning, action, message, code, requestId, cause: error });
}

/** Undefined when the look fails as well. */
async function getImageCondition(
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
