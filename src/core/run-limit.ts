/** The limit of removals over all images of one run, and the refusal of a run that passes it. */
import { type AccountId, formatAccounts } from "./accounts";
import { counted, REMOVALS_VARIABLE, type Refusal } from "./guards";

/** How many removals one run may make, over all images. */
export interface RunLimit {
  readonly most: number;
  /** The configuration key or environment variable that sets the limit. */
  readonly name: string;
}

/**
 * @param remove the accounts that would lose access to one image
 * @param others the removals on other images of the run, and whether they are done
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
      `it would revoke ${counted(remove)} (${formatAccounts(remove)})${others.count === 0 ? "" : before}, and ` +
      `${bound.name} is ${bound.most}: ${advice}`,
  };
}
