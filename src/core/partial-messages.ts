/** The lines of a preview about one image, also while some values of the program are not known. */
import { type AccountId, countedOnly, formatAccounts } from "./accounts";
import { isExclusive, type ShareArgs } from "./arguments";
import { type ErrorTopic, withTopic } from "./error-topics";
import { ExplainedError } from "./errors";
import { targetOf } from "./goal";
import { granteeLists } from "./grantees";
import type { GuardPolicy } from "./guards";
import { listedIn } from "./managed-parts";
import type { PartialPlan } from "./partial-plan";
import { type PlanReport, previewLines, refusalLines } from "./plan-messages";
import { accountsBehind } from "./snapshots";
import { imageLabel } from "./target";
import {
  decidesAccess,
  describeUnknown,
  type KnownPart,
  partialLabel,
  type UnknownValues,
  unknownGrantees,
  unknownList,
} from "./unknown-values";

/** The lines of a preview about one image. */
export interface PreviewLines {
  readonly lines: readonly string[];
  /** The lines that say that `up` will or may fail, or that something is not known. */
  readonly obstacles: readonly string[];
}

export const nothingToSay: PreviewLines = { lines: [], obstacles: [] };

/** A preview that fails because of obstacles: image-share:strictPreview is set. */
export class StrictPreviewFailed extends ExplainedError {
  override readonly name = "StrictPreviewFailed";

  /** @param label the image's label: each obstacle begins with it */
  constructor(label: string, obstacles: PreviewLines["obstacles"]) {
    const reasons = obstacles.map((line) => line.replace(`${label}: `, ""));
    super(`${label}: image-share:strictPreview ends this preview: ${reasons.join("; ")}`, "strict-preview");
  }
}

/** The input of a plan for the known part. */
export interface PartialBasis {
  readonly known: KnownPart;
  readonly guards: GuardPolicy;
  /** Who has access now. */
  readonly live: ReadonlySet<AccountId>;
  readonly reprieveOf: PartialPlan["reprieveOf"];
}

/** Refusals first, then losses, then gains, then unknown values. */
export function previewOf(report: PlanReport, basis: PartialBasis): PreviewLines {
  const { args, unknown } = basis.known;
  const label = imageLabel(report.target);
  const doubtful: PlanReport = {
    ...report,
    doubt: {
      unlessFor: (account) => unless(basis.reprieveOf(account)),
      mayRefuse: decidesAccess(unknown),
    },
  };
  const mayRefuse = guardsInDoubt(args, unknown, report, basis).map(
    ([reason, topic]) => `${label}: ${withTopic(`up may refuse this: ${reason}`, topic)}`,
  );
  const notKnown = decidesAccess(unknown) ? [notKnownLine(label, unknown)] : [];
  return {
    lines: [...mayRefuse, ...previewLines(doubtful), ...notKnown],
    obstacles: [
      ...mayRefuse,
      ...refusalLines(report.target, report.refusals, { may: decidesAccess(unknown) }),
      ...notKnown,
    ],
  };
}

/** The line about an image that a preview cannot read, because the image or the keys are not known. */
export function notPreviewedLine({ args, unknown }: KnownPart): string {
  const listed = listedIn(args);
  const rest = unknownGrantees(unknown) > 0 ? "known of the list" : "listed";
  const list = listed.length === 0 ? "" : `; ${rest}: ${formatAccounts(listed)}`;
  return `${notKnownLine(partialLabel(targetOf(args), unknown), unknown)}${list}`;
}

function notKnownLine(label: string, unknown: UnknownValues): string {
  return `${label}: what up will change is not known until the up: ${describeUnknown(unknown)}`;
}

function unless({ listed, additive, ownEcs, snapshots }: ReturnType<PartialPlan["reprieveOf"]>): string {
  const reasons = [
    listed ? "a value that is not known yet lists it" : "",
    additive ? "exclusive, which is not known yet, turns out to be false" : "",
    ownEcs ? "shareToEcs, which is not known yet, turns out to be true" : "",
    snapshots ? "snapshots, which is not known yet, turns out to be false" : "",
  ].filter((reason) => reason !== "");
  return reasons.length === 0 ? "" : `, unless ${reasons.join(" or ")}`;
}

type Reason = readonly [reason: string, topic: ErrorTopic];

/** Guards that may refuse, depending on a value that is not known yet. */
function guardsInDoubt(
  args: ShareArgs,
  unknown: UnknownValues,
  { plan, goal }: PlanReport,
  { guards, live }: PartialBasis,
): Reason[] {
  const reasons: Reason[] = [];
  const losses = accountsBehind(plan.remove).length;
  if (losses > 0 && unknown.protectedAccounts > 0) {
    const which = unknownList("protectedAccounts", unknown.protectedAccounts);
    reasons.push([`${which}, and may name who loses access`, "protected-accounts"]);
  }
  if (losses > 0 && unknown.maxRemovals) {
    const many = losses === 1 ? "1 account" : `${losses} accounts`;
    reasons.push([`maxRemovals is not known yet, and up to ${many} would lose access`, "max-removals"]);
  }
  for (const { argument } of granteeLists) {
    const mayBeEmpty = unknown[argument] === Number.POSITIVE_INFINITY || unknown.allowEmpty;
    const isEmpty = args[argument]?.every((account) => account === goal.owner) === true;
    if (mayBeEmpty && isEmpty && args.allowEmpty !== true) {
      const which = unknown.allowEmpty ? "allowEmpty" : argument;
      reasons.push([`${which} is not known yet, and an empty list needs allowEmpty: true`, "empty-list"]);
    }
  }
  const { accountLimit } = guards;
  const unknownCount = unknownGrantees(unknown);
  const most = mostAccounts(args, unknown, goal, live);
  if (accountLimit !== undefined && unknownCount > 0 && Number.isFinite(most) && most > accountLimit) {
    const lists = granteeLists.filter(({ argument }) => unknown[argument] > 0);
    const which = lists.map(({ argument }) => unknownList(argument, unknown[argument])).join(", ");
    reasons.push([
      `${which}, so that up to ${most} accounts would have access, and the limit is ${accountLimit} per image`,
      "account-limit",
    ]);
  }
  return reasons;
}

/** How many accounts may have access afterwards, without the owner and the own ECS. */
function mostAccounts(
  args: ShareArgs,
  unknown: UnknownValues,
  { listed, owner }: PlanReport["goal"],
  live: ReadonlySet<AccountId>,
): number {
  const isSurelyExclusive = isExclusive(args) && !unknown.exclusive;
  const known = countedOnly([...listed, ...(isSurelyExclusive ? [] : live)]);
  return new Set(known.filter((account) => account !== owner)).size + unknownGrantees(unknown);
}
