/** Calls that are still to be made, for progress. */

/** A read can be repeated where a write must not be. */
export type CallKind = "read" | "write";

export type CallCounts = Readonly<Record<CallKind, number>>;

/** Calls of an image that is not begun yet. */
export interface UpcomingCalls {
  readonly service: string;
  /** The credentials profile. */
  readonly credentials: string | undefined;
  readonly calls: CallCounts;
}
