/** Lines about a plan before it is carried out. Each line begins with the image and names every account. */
import { type AccountId, difference, formatAccounts, formatGains, intersection, ofKind } from "./accounts";
import { type CutKind, type Listing, mayCut } from "./cut-lines";
import { withTopic } from "./error-topics";
import { keysSentence } from "./errors";
import { granteeLists, kindOf } from "./grantees";
import type { Refusal } from "./guards";
import { describeNearMiss, nearMisses } from "./near-miss";
import { atSnapshots, type Goal, type Plan } from "./plan";
import { type ImageTarget, imageLabel } from "./target";

/** The input of the lines about a plan. */
export interface PlanReport {
  readonly target: ImageTarget;
  readonly plan: Plan;
  readonly goal: Goal;
  /** Foreign accounts in state; undefined when the resource is new. */
  readonly knownForeign: readonly AccountId[] | undefined;
  /** Whether the resource was exclusive in its last run: then it left no foreign account. */
  readonly wasExclusive?: boolean;
  readonly refusals: readonly Refusal[];
  /** What the program lists, where it can be read beside the lines: they then need not name everybody who gains access. */
  readonly listing?: Listing | undefined;
  /** Set if some values are not known yet: the lines then describe the known part. */
  readonly doubt?: Doubt;
}

/** How values that are not known yet may change the plan. */
interface Doubt {
  /** The condition under which an account of `plan.remove` keeps access, such as ", unless …"; empty if there is none. */
  unlessFor(account: AccountId): string;
  /** Whether the refusals depend on the losses of this plan: there may be fewer in the end. */
  readonly mayRefuse: boolean;
}

type Format = (accounts: readonly AccountId[]) => string;

/** Words that depend on the command that carries the plan out. */
export interface Wording {
  /** The command that carries the plan out. */
  readonly command: string;
  /** Words about listed accounts that have access already; undefined where that is no news. */
  readonly adopt: string | undefined;
  /** How to stop managing an image that was deleted. */
  readonly remove: string;
  /** Formats accounts that gain access; by default every one is named that {@link PlanReport.listing} does not tell. */
  readonly formatGains?: Format;
}

const pulumiWording: Wording = {
  command: "up",
  adopt: "has access already (listed, managed from now on)",
  remove: "remove the resource",
};

/** Without Pulumi there is no state, so every share is new in every run. */
export const applyWording: Wording = {
  command: "apply",
  adopt: undefined,
  remove: "remove it from the file",
  formatGains,
};

/** Lines for a preview: refusals first, then losses, then gains. Empty if access does not change. */
export function previewLines(report: PlanReport, wording: Wording = pulumiWording): string[] {
  const { target, plan, goal, knownForeign, refusals, doubt } = report;
  const owned = new Set(atSnapshots(goal, [...plan.add, ...plan.remove]).owned);
  const isNew = knownForeign === undefined;
  const lines = refusalLines(target, refusals, { command: wording.command, may: doubt?.mayRefuse });
  const will = lines.length > 0 ? "would" : "will";
  const say = (accounts: readonly AccountId[], what: string, format: Format = formatAccounts) => {
    if (accounts.length > 0) lines.push(`${imageLabel(target)}: ${what}: ${format(accounts)}`);
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
  const gained = difference(plan.add, owned);
  const regained = intersection(plan.add, owned);
  const adopted = isNew && wording.adopt !== undefined ? plan.keep : [];
  const formatOf = (kind: CutKind, accounts: readonly AccountId[]) => {
    if (wording.formatGains !== undefined) return wording.formatGains;
    const others = [gained, regained, adopted].filter((list) => list !== accounts);
    // One of them is cut at most, because the others say what the rest of it is.
    const isLongest = others.every((list) => list.length < accounts.length);
    const isCut = isLongest && report.listing !== undefined;
    return isCut && mayCut(kind, accounts, report.listing, others.flat()) ? formatGains : formatAccounts;
  };
  say(gained, `${will} gain access`, formatOf("gain", gained));
  say(regained, `${will} gain access again (removed outside of Pulumi)`, formatOf("gain-again", regained));
  for (const pair of nearMisses(plan.add, plan.remove)) {
    const hint = "check that one is not a misspelling of the other";
    lines.push(`${imageLabel(target)}: ${describeNearMiss(pair)}: ${hint}`);
  }
  say(adopted, wording.adopt ?? "", formatOf("has-already", adopted));
  say(plan.handedOver ?? [], "keeps access (another resource of this program lists it)");
  say(
    plan.closed ?? [],
    "keeps access (not listed, but does not exist according to the vendor, which cannot remove it)",
  );
  // Another resource may remove foreign accounts in the same run, so no line promises that they keep access.
  const news = isNew ? [] : difference(plan.foreign, new Set(knownForeign));
  say(news, "has access already (foreign, new to this share, not managed by it)");
  // Accounts that were foreign before get a line only beside other lines.
  if (isNew || lines.length > 0) {
    say(difference(plan.foreign, new Set(news)), "has access already (foreign, not managed by this share)");
  }
  return lines;
}

/** Lines about the guards that refuse a plan. @param may whether that depends on values that are not known yet */
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

/** @param keys the keys of the read */
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

/** Lines about accounts whose access differs from the list; empty without drift. */
export function driftLines(target: ImageTarget, { add, remove }: Plan): string[] {
  const lines: string[] = [];
  if (remove.length > 0)
    lines.push(`${imageLabel(target)}: has access and is not listed: ${formatAccounts(remove)}`);
  if (add.length > 0)
    lines.push(`${imageLabel(target)}: is listed and has no access: ${formatAccounts(add)}`);
  return lines;
}

/**
 * Lines about the share that a replacement ends, according to state.
 *
 * @param isSharedFirst whether the new image is certainly shared before the old share ends
 * @param unless conditions under which accounts keep access, if they are not known
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

/**
 * Lines about accounts that the end of the share spares, because the engine requests no delete. Another share may take
 * their access in the same run.
 */
export function retainedLines(target: ImageTarget, owned: readonly AccountId[]): string[] {
  return owned.length === 0
    ? []
    : [
        `${imageLabel(target)}: not revoked by this share (retainOnDelete: state forgets them): ` +
          formatAccounts(owned),
      ];
}

/**
 * Lines about accounts that a share lets go because the program omits their argument, according to state.
 * What another share does to them is not said here.
 */
export function leftOutLines(target: ImageTarget, leftOut: readonly AccountId[]): string[] {
  const say = (accounts: readonly AccountId[], why: string) =>
    accounts.length === 0
      ? []
      : [`${imageLabel(target)}: has access already (${why}): ${formatAccounts(accounts)}`];
  return [
    ...granteeLists.flatMap(({ kind, argument }) =>
      say(ofKind(kind, leftOut), `${argument} is left out, so this share revokes nobody; listed before`),
    ),
    ...say(
      leftOut.filter((grantee) => kindOf(grantee) === "own-ecs"),
      "shareToEcs is left out, so this share revokes nobody; shared before",
    ),
    ...say(
      ofKind("snapshot", leftOut),
      "snapshots is not true any more, so this share revokes nobody there; shared before",
    ),
  ];
}
