/** What is said about a plan before it is carried out. Each line begins with the image and names every account. */
import { type AccountId, accountsOnly, difference, formatAccounts, intersection, OWN_ECS } from "./accounts";
import { withTopic } from "./error-topics";
import { keysSentence } from "./errors";
import type { Refusal } from "./guards";
import { describeNearMiss, nearMisses } from "./near-miss";
import type { Goal, Plan } from "./plan";
import { type ImageTarget, imageLabel } from "./target";

/** What there is to tell before a plan is carried out. */
export interface PlanReport {
  readonly target: ImageTarget;
  readonly plan: Plan;
  readonly goal: Goal;
  /** Accounts that the resource knew to be foreign when it last looked; undefined when it is new. */
  readonly knownForeign: readonly AccountId[] | undefined;
  /** Whether the resource was exclusive when it last ran: then it has tolerated nobody. */
  readonly wasExclusive?: boolean;
  readonly refusals: readonly Refusal[];
  /** Where some values are not known yet: the lines are then about what the known ones ask for. */
  readonly doubt?: Doubt;
}

/** What values that are not known yet may still change. */
interface Doubt {
  /** What may let an account of `plan.remove` keep its access, such as ", unless …"; empty where nothing can. */
  unlessFor(account: AccountId): string;
  /** Whether the refusals rest on the losses of this plan, which may turn out to be fewer. */
  readonly mayRefuse: boolean;
}

/** Words that depend on what will carry the plan out. */
export interface Wording {
  /** The command that carries the plan out. */
  readonly command: string;
  /** Words about listed accounts that have access already; undefined where that is no news. */
  readonly adopt: string | undefined;
  /** How to stop managing an image that was deleted. */
  readonly remove: string;
}

const pulumiWording: Wording = {
  command: "up",
  adopt: "has access already (listed, managed from now on)",
  remove: "remove the resource",
};

/** Without Pulumi there is no state: everything is new each time. */
export const applyWording: Wording = {
  command: "apply",
  adopt: undefined,
  remove: "remove it from the file",
};

/** Lines for a preview, what stands in the way first, then the losses; none when there is nothing to say. */
export function previewLines(report: PlanReport, wording: Wording = pulumiWording): string[] {
  const { target, plan, goal, knownForeign, refusals, doubt } = report;
  const owned = new Set(goal.owned);
  const isNew = knownForeign === undefined;
  const lines = refusalLines(target, refusals, { command: wording.command, may: doubt?.mayRefuse });
  const will = lines.length > 0 ? "would" : "will";
  const say = (accounts: readonly AccountId[], what: string) => {
    if (accounts.length > 0) lines.push(`${imageLabel(target)}: ${what}: ${formatAccounts(accounts)}`);
  };
  const sayLoss = (accounts: readonly AccountId[], why: string) => {
    const unlessFor = (account: AccountId) => doubt?.unlessFor(account) ?? "";
    for (const unless of new Set(accounts.map(unlessFor))) {
      const alike = accounts.filter((account) => unlessFor(account) === unless);
      say(alike, `${will} lose access (${why})${unless}`);
    }
  };
  const strangers = difference(plan.remove, owned);
  const unexpected = difference(strangers, new Set(knownForeign));
  sayLoss(intersection(plan.remove, owned), "no longer listed");
  if (isNew) sayLoss(strangers, "has it now, not listed");
  else {
    sayLoss(unexpected, "added outside of Pulumi, not listed");
    const why = report.wasExclusive ? "has it now, not listed" : "foreign until now";
    sayLoss(difference(strangers, new Set(unexpected)), why);
  }
  say(difference(plan.add, owned), `${will} gain access`);
  say(intersection(plan.add, owned), `${will} gain access again (removed outside of Pulumi)`);
  for (const pair of nearMisses(plan.add, plan.remove)) {
    const hint = "check that one is not a misspelling of the other";
    lines.push(`${imageLabel(target)}: ${describeNearMiss(pair)}: ${hint}`);
  }
  if (isNew && wording.adopt !== undefined) say(plan.keep, wording.adopt);
  say(plan.handedOver ?? [], "keeps access (another resource of this program lists it)");
  say(
    plan.closed ?? [],
    "keeps access (not listed, but does not exist according to the vendor, which cannot remove it)",
  );
  // What others do to foreign accounts in the same run is not known here: no line promises that they keep access.
  const news = isNew ? [] : difference(plan.foreign, new Set(knownForeign));
  say(news, "has access already (foreign, new to this share, not managed by it)");
  // Those who were foreign before are worth a line only beside one about others.
  if (isNew || lines.length > 0) {
    say(difference(plan.foreign, new Set(news)), "has access already (foreign, not managed by this share)");
  }
  return lines;
}

/** What stands in the way of a plan. @param may whether that depends on values that are not known yet */
export function refusalLines(
  target: ImageTarget,
  refusals: readonly Refusal[],
  { command = pulumiWording.command, may = false }: { command?: string; may?: boolean | undefined } = {},
): string[] {
  const refuses = may ? "may refuse" : "will refuse";
  return refusals.map(
    ({ reason, topic }) =>
      `${imageLabel(target)}: ${withTopic(`${command} ${refuses} this: ${reason}`, topic)}`,
  );
}

/** The line of a preview after a read that failed. */
export function previewUnavailableLine(target: ImageTarget): string {
  return `${imageLabel(target)}: what up will change is not known, because current access could not be read`;
}

/** The line of a preview that did not read the image, because `liveDiff` is false. */
export function liveDiffOffLine(target: ImageTarget): string {
  return (
    `${imageLabel(target)}: what up will change is not known, because image-share:liveDiff is false, so current ` +
    "access is not read"
  );
}

/** The line of a preview that compared with state alone, for an update that revokes unlisted accounts. */
export function staleStateLine(target: ImageTarget): string {
  return (
    `${imageLabel(target)}: whether others will lose access is not known, because image-share:liveDiff is false: up ` +
    "revokes every account that is not listed, also those that state does not name"
  );
}

/** Foreign accounts that lost access outside of this resource: the update removes them from the outputs. */
export function foreignLossLines(
  target: ImageTarget,
  knownForeign: readonly AccountId[],
  live: ReadonlySet<AccountId>,
): string[] {
  const lost = difference(knownForeign, live);
  return lost.length === 0
    ? []
    : [
        `${imageLabel(target)}: has no access any more (foreign, not taken by this resource): ${formatAccounts(lost)}`,
      ];
}

/** @param keys used to look */
export function imageNotFoundLine(
  target: ImageTarget,
  keys: string,
  { command, remove }: Pick<Wording, "command" | "remove"> = pulumiWording,
): string {
  return `${imageLabel(target)}: ${withTopic(
    `image not found, or not owned by these credentials: ${command} will fail. Check imageId and region, point ` +
      `imageId at its replacement, or ${remove}. ${keysSentence(keys)}`,
    "image-gone",
  )}`;
}

/** How an image differs from what is listed; none when it does not. */
export function driftLines(target: ImageTarget, { add, remove }: Plan): string[] {
  const lines: string[] = [];
  if (remove.length > 0)
    lines.push(`${imageLabel(target)}: has access and is not listed: ${formatAccounts(remove)}`);
  if (add.length > 0)
    lines.push(`${imageLabel(target)}: is listed and has no access: ${formatAccounts(add)}`);
  return lines;
}

/**
 * What a replacement does to the share that it replaces, according to state.
 *
 * @param isSharedFirst whether the other image certainly is
 * @param unless what lets them keep access, as far as it cannot be told
 */
export function replacementLines(
  target: ImageTarget,
  losing: readonly AccountId[],
  { isSharedFirst, unless }: { readonly isSharedFirst: boolean; readonly unless: readonly string[] },
): string[] {
  if (losing.length === 0) return [];
  const why = `another image takes its place${isSharedFirst ? ", and is shared first" : ""}`;
  const reprieve = unless.length === 0 ? "" : `, unless ${unless.join(", or ")}`;
  return [`${imageLabel(target)}: will lose access (${why})${reprieve}: ${formatAccounts(losing)}`];
}

/** Who keeps access although the share comes to its end, because the engine does not ask for its deletion. */
export function retainedLines(target: ImageTarget, owned: readonly AccountId[]): string[] {
  return owned.length === 0
    ? []
    : [
        `${imageLabel(target)}: keeps access (retainOnDelete: nothing is revoked, and state forgets them): ` +
          formatAccounts(owned),
      ];
}

/** Who keeps access because the program has left `accounts` or `shareToEcs` out, as far as state knows. */
export function leftOutLines(target: ImageTarget, leftOut: readonly AccountId[]): string[] {
  const say = (accounts: readonly AccountId[], why: string) =>
    accounts.length === 0
      ? []
      : [`${imageLabel(target)}: keeps access (${why}): ${formatAccounts(accounts)}`];
  return [
    ...say(accountsOnly(leftOut), "accounts is left out, so nobody is revoked; listed before"),
    ...say(
      intersection(leftOut, new Set([OWN_ECS])),
      "shareToEcs is left out, so nobody is revoked; shared before",
    ),
  ];
}
