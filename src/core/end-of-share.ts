/** What state held of a share before the run, as far as a program can tell the provider. */
import { type AccountId, difference } from "./accounts";
import { revokedByEnd } from "./goal";
import { readState, type ShareState } from "./state";

/** A share that state holds, managed and legible. */
export interface EndOfShare {
  readonly state: ShareState;
  /** Whom its end takes access from. */
  readonly losing: readonly AccountId[];
}

/** @returns undefined where the outputs are of no share, or of one that is only looked at */
export function endOfShare(outputs: Readonly<Record<string, unknown>>): EndOfShare | undefined {
  const state = readState("", outputs);
  if (state === undefined || state.isLookup) return undefined;
  return { state, losing: difference(revokedByEnd(state), new Set(state.protectedAccounts)) };
}
