/** What one run may take from all images together, and what is said when it would take more. */
import { type AccountId, formatAccounts } from "./accounts";
import { counted, REMOVALS_VARIABLE, type Refusal } from "./guards";

/** How often one run may take access from an account, of whatever image. */
export interface RunLimit {
  readonly most: number;
  /** The configuration key, or the environment variable, that says so. */
  readonly name: string;
}

/**
 * @param remove who would lose access to one image
 * @param others how often accounts lose access to other images of the run, and whether that has been done
 */
export function exceedsRunLimit(
  bound: RunLimit,
  remove: readonly AccountId[],
  others: { readonly count: number; readonly areRevoked: boolean },
): Refusal {
  const times = others.count === 1 ? "once" : `${others.count} times`;
  const before = `, this run ${others.areRevoked ? "has revoked" : "is to revoke"} access to other images ${times}`;
  const needed = `${REMOVALS_VARIABLE}=${others.count + remove.length} for this one run`;
  const advice = bound.name === REMOVALS_VARIABLE ? `set ${needed}` : `raise it, or set ${needed}`;
  return {
    topic: "max-removals",
    reason:
      `it would revoke ${counted(remove.length)} (${formatAccounts(remove)})${others.count === 0 ? "" : before}, and ` +
      `${bound.name} is ${bound.most}: ${advice}`,
  };
}
