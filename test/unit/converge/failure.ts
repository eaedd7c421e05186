import type { OperationContext } from "../../../src/converge/context";
import { type ConvergeRequest, converge as run } from "../../../src/converge/converge";
import { ShareError } from "../../../src/core/errors";

/** Who has access when a run has ended well. */
export async function converge(
  context: OperationContext,
  request: ConvergeRequest,
): Promise<ReadonlySet<string>> {
  return (await run(context, request)).live;
}

/** The error of work that has to fail. */
export async function failureOf(work: Promise<unknown>): Promise<ShareError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ShareError)) throw new Error(`expected a ShareError, got ${String(error)}`);
  return error;
}
