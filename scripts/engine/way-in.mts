import type { Report } from "./run-step.mts";

/** What each way of getting an engine is given. */
export interface WayIn {
  /** The directory to fill: the programs go into its `bin`. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly interrupted: AbortSignal;
  readonly report: Report;
  /** Nothing may be downloaded. */
  readonly offline: boolean;
}
