import type { Clock } from "./clock";

/** Sleeps for `ms`, or until it is woken. Rejects with the signal's reason when that is aborted first. */
export async function sleepUntilWoken(
  clock: Clock,
  ms: number,
  signal: AbortSignal,
  awake: AbortSignal,
): Promise<void> {
  try {
    await clock.sleep(ms, AbortSignal.any([signal, awake]));
  } catch (error) {
    signal.throwIfAborted();
    if (!awake.aborted) throw error;
  }
}
