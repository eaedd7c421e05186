/** `image-share apply`: brings the clouds to what a file lists. Shows the changes, asks, and keeps to the guards. */

import { withRunLimit } from "../../app/preview";
import { accountLines } from "../../core/account-changes";
import { difference } from "../../core/accounts";
import { targetOf } from "../../core/goal";
import { isInSync } from "../../core/plan";
import { applyWording, imageNotFoundLine, previewLines } from "../../core/plan-messages";
import { accountsBehind } from "../../core/snapshots";
import { type ApplyResult, applyAll, isSeen, type Seen } from "../apply-all";
import { confirm } from "../confirm";
import { type ExitCode, exitCodes } from "../exit-codes";
import { type Failed, failureDocuments, printFailureKinds } from "../failures";
import { type Inspection, imageOf, inspectAll, noteUntouched, printFailures } from "../inspect";
import type { CommonOptions, Outcome, Session } from "../session";
import { checkedShares } from "../shares";
import { accounts, images, summary } from "../summary";
import type { Terminal } from "../terminal";

export interface ApplyOptions extends CommonOptions {
  readonly yes: boolean;
}

const labels = {
  "as-listed": "as listed before",
  changed: "changed",
  planned: "not begun",
  refused: "refused",
  gone: "gone",
  failed: "failed",
  "not-looked-at": "not looked at",
} as const;

type Status = keyof typeof labels;
type Verdict = "go" | "refused" | "not-confirmed" | "interrupted";

export async function apply(
  session: Session,
  { yes, quiet }: ApplyOptions,
  terminal: Terminal,
): Promise<Outcome> {
  const inspections = withinRun(session, await inspectAll(session, checkedShares(session)));
  preview(session, inspections, { quiet: quiet && yes });
  const changing = inspections.filter(isChanging);
  const verdict = await verdictOn(session, changing, yes, terminal);
  const applied = verdict === "go" ? await applyAll(session, changing, { onlyConfirmed: !yes }) : new Map();
  const results = inspections.map((inspection) => ({
    inspection,
    applied: applied.get(inspection) as ApplyResult | undefined,
  }));
  const statuses = results.map(statusOf);
  // A user who did not confirm has just seen all changes.
  if (verdict !== "not-confirmed") {
    for (const status of ["planned", "not-looked-at"] as const) {
      const untouched = results.filter((result) => statusOf(result) === status);
      noteUntouched(
        session,
        labels[status],
        untouched.map(({ inspection }) => inspection.args),
      );
    }
  }
  const failed = results.flatMap(failureOf);
  printFailureKinds(session, failed);
  session.print(summary(statuses, labels));
  const documents = results.map((result) => ({
    ...imageOf(result.inspection.args),
    status: statusOf(result),
    ...details(session, result),
  }));
  const code = codeFor(session, verdict, statuses);
  const failures = failureDocuments(session, failed);
  return { code, document: { applied: verdict === "go", images: documents, failures } };
}

/** The run's limit of removals: refuses the image that passes it, and the images after it. */
function withinRun({ app }: Session, inspections: readonly Inspection[]): Inspection[] {
  return inspections.map((inspection) =>
    inspection.kind === "seen"
      ? { ...inspection, preview: withRunLimit(app, inspection.preview) }
      : inspection,
  );
}

/** @param quiet only what a guard refuses: there is no question that the rest would answer */
function preview(
  session: Session,
  inspections: readonly Inspection[],
  { quiet }: { readonly quiet: boolean },
): void {
  const plans = inspections.filter(isChanging).map(({ preview }) => preview);
  const isRefused = plans.some(({ refusals }) => refusals.length > 0);
  const { losses, gains } = accountLines(
    plans.map(({ plan }) => ({ gains: plan.add, losses: plan.remove })),
    isRefused ? "would" : "will",
  );
  if (!quiet || isRefused) session.printPreview(...losses);
  // Images that accounts lose access to come first.
  for (const inspection of [...inspections].sort((left, right) => lossesIn(right) - lossesIn(left))) {
    if (inspection.kind === "gone")
      session.printProblem(imageNotFoundLine(targetOf(inspection.args), inspection.keys, applyWording));
    if (isChanging(inspection) && (!quiet || inspection.preview.refusals.length > 0))
      session.printPreview(...previewLines(inspection.preview, applyWording));
  }
  if (!quiet) session.printPreview(...gains);
  printFailures(session, inspections);
}

function lossesIn(inspection: Inspection): number {
  return isChanging(inspection) ? Math.min(1, inspection.preview.plan.remove.length) : 0;
}

function isChanging(inspection: Inspection): inspection is Seen {
  return inspection.kind === "seen" && !isInSync(inspection.preview.plan);
}

/** The decision of the guards and the user, before any change. */
async function verdictOn(
  session: Session,
  changing: readonly Seen[],
  yes: boolean,
  terminal: Terminal,
): Promise<Verdict> {
  const ends = (verdict: Verdict, why: string) => {
    session.warn(`${why}: nothing was changed.`);
    return verdict;
  };
  if (session.interrupted) return ends("interrupted", "Interrupted");
  if (changing.some(({ preview }) => preview.refusals.length > 0)) {
    return ends("refused", "Refused by a guard, for all images");
  }
  if (yes || changing.length === 0) return "go";
  const answer = await confirm(terminal, question(changing));
  if (session.interrupted) return ends("interrupted", "Interrupted");
  if (answer === "yes") return "go";
  return ends("not-confirmed", answer === "no" ? "Not confirmed" : "Not a terminal, and --yes was not given");
}

/** The prompt: how many accounts lose and gain access, counted for each image. */
function question(changing: readonly Seen[]): string {
  const count = (which: "add" | "remove") =>
    changing.reduce((sum, { preview }) => sum + accountsBehind(preview.plan[which]).length, 0);
  const [lost, gained] = [count("remove"), count("add")];

  return `${images(changing.length)}: ${accounts(lost)} will lose access, ${gained} will gain it. Continue?`;
}

function codeFor(session: Session, verdict: Verdict, statuses: readonly Status[]): ExitCode {
  if (session.interrupted) return exitCodes.interrupted;
  if (verdict !== "go") return exitCodes.refused;
  if (statuses.includes("failed") || statuses.includes("gone")) return exitCodes.failed;
  return statuses.includes("refused") ? exitCodes.refused : exitCodes.ok;
}

interface Result {
  readonly inspection: Inspection;
  /** Undefined for an image that needs no change, or that was not started. */
  readonly applied: ApplyResult | undefined;
}

function statusOf({ inspection, applied }: Result): Status {
  if (inspection.kind === "skipped") return "not-looked-at";
  if (inspection.kind !== "seen") return inspection.kind;
  if (isInSync(inspection.preview.plan)) return "as-listed";
  if (inspection.preview.refusals.length > 0) return "refused";
  return applied?.status ?? "planned";
}

function failureOf(result: Result): Failed[] {
  const { inspection, applied } = result;
  const target = targetOf(inspection.args);
  if (inspection.kind === "failed") return [{ target, error: inspection.error }];
  return statusOf(result) === "failed" ? [{ target, error: applied?.error }] : [];
}

function details(session: Session, { inspection, applied }: Result): Record<string, unknown> {
  if (inspection.kind === "failed") return { error: session.asDocument(inspection.error) };
  if (inspection.kind !== "seen") return {};
  const { plan, refusals } = inspection.preview;
  return {
    gains: plan.add,
    loses: plan.remove,
    foreign: plan.foreign,
    ...(refusals.length === 0 ? {} : { refusals }),
    ...(applied === undefined || !isSeen(applied)
      ? {}
      : {
          gained: difference(applied.live, inspection.preview.live),
          lost: difference(inspection.preview.live, applied.live),
        }),
    ...(applied?.error === undefined ? {} : { error: session.asDocument(applied.error) }),
  };
}
