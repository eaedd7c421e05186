/** Decides what must not be carried out, however sensible the plan: limits of the vendor, and of the user. */
import { type AccountId, nameAccounts, within } from "./accounts";
import type { ErrorTopic } from "./error-topics";
import type { Plan } from "./plan";

export interface GuardPolicy {
  readonly protectedAccounts: readonly AccountId[];
  /** The most accounts that one run may take access from; absent: any number. */
  readonly maxRemovals?: number;
  /** Accounts that another resource of the same program lists for the image. */
  readonly listedElsewhere?: readonly AccountId[];
  /** The vendor's limit of accounts per image. */
  readonly accountLimit?: number;
}

/** A reason not to carry a plan out: a sentence that says what to do, and where it is explained. */
export interface Refusal {
  readonly reason: string;
  readonly topic: ErrorTopic;
}

/** Reasons to refuse the plan; empty when it may go ahead. */
export function refusals(plan: Plan, policy: GuardPolicy): Refusal[] {
  const reasons: Refusal[] = [];
  const refuse = (topic: ErrorTopic, reason: string) => reasons.push({ topic, reason });
  const hit = within(plan.remove, new Set(policy.protectedAccounts));
  if (hit.length > 0) {
    refuse(
      "protected-accounts",
      `it would revoke ${nameAccounts(hit)}, which protectedAccounts protects: list them in accounts, ` +
        "or take them out of protectedAccounts first",
    );
  }
  const contested = within(plan.remove, new Set(policy.listedElsewhere));
  if (contested.length > 0) {
    refuse(
      "two-resources",
      `it would revoke ${nameAccounts(contested)}, which another resource of this program lists for the same image: ` +
        "merge the two into one, or set exclusive: false in both",
    );
  }
  if (policy.maxRemovals !== undefined && plan.remove.length > policy.maxRemovals) {
    refuse(
      "max-removals",
      `it would revoke ${counted(plan.remove.length)} (${nameAccounts(plan.remove)}) and maxRemovals is ` +
        `${policy.maxRemovals}: raise maxRemovals for this run if that is what you want`,
    );
  }
  const afterwards = plan.add.length + plan.keep.length + plan.foreign.length;
  if (policy.accountLimit !== undefined && plan.add.length > 0 && afterwards > policy.accountLimit) {
    refuse(
      "account-limit",
      `${counted(afterwards)} would have access (${plan.foreign.length} of them foreign) and the vendor's ` +
        `limit is ${policy.accountLimit} per image: list fewer`,
    );
  }
  return reasons;
}

function counted(accounts: number): string {
  return accounts === 1 ? "1 account" : `${accounts} accounts`;
}
