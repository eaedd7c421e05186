import { ShareError } from "../../src/core/errors";

/** The error of work that has to fail. */
export async function failureOf(work: Promise<unknown>): Promise<ShareError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ShareError)) throw new Error(`expected a ShareError, got ${String(error)}`);
  return error;
}
