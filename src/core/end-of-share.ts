/** What state held of a share before the run, as the program reads it for the provider. */
import { type AccountId, difference } from "./accounts";
import { revokedByEnd } from "./goal";
import { readState, type ShareState } from "./state";

/** A managed share that state holds. */
export interface EndOfShare {
  readonly state: ShareState;
  /** Accounts that lose access when the share ends. */
  readonly losing: readonly AccountId[];
}

/** @returns undefined if the outputs are not those of a managed share */
export function endOfShare(outputs: Readonly<Record<string, unknown>>): EndOfShare | undefined {
  const state = readState("", outputs);
  if (state === undefined || state.isLookup) return undefined;
  return { state, losing: difference(revokedByEnd(state), new Set(state.protectedAccounts)) };
}
