/** What is said about a plan before it is carried out. Each line begins with the image and names every account. */
import { type AccountId, nameAccounts, within, without } from "./accounts";
import type { Goal, Plan } from "./plan";
import { type ImageTarget, imageLabel } from "./target";

/** Lines for a preview; none when there is nothing to say. */
export function planLines(target: ImageTarget, plan: Plan, goal: Goal): string[] {
  const owned = new Set(goal.owned);
  const lines: string[] = [];
  const say = (accounts: readonly AccountId[], what: string) => {
    if (accounts.length > 0) lines.push(`${imageLabel(target)}: ${what}: ${nameAccounts(accounts)}`);
  };
  say(without(plan.add, owned), "will gain access");
  say(within(plan.add, owned), "removed outside of Pulumi, will gain access again");
  say(within(plan.remove, owned), "will lose access");
  say(without(plan.remove, owned), "not listed, will lose access (exclusive)");
  return lines;
}

/** What a delete leaves behind, and why. */
export function leftBehindLines(
  target: ImageTarget,
  left: { foreign: readonly AccountId[]; claimed: readonly AccountId[]; guarded: readonly AccountId[] },
): string[] {
  const lines: string[] = [];
  const say = (accounts: readonly AccountId[], why: string) => {
    if (accounts.length > 0) lines.push(`${imageLabel(target)}: warning: ${why}: ${nameAccounts(accounts)}`);
  };
  say(left.foreign, "still shared with accounts that this resource never listed");
  say(left.claimed, "still shared because another resource of this program lists them");
  say(left.guarded, "still shared because protectedAccounts protects them");
  return lines;
}
