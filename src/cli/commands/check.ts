/** `image-share check`: compares a file with the clouds. */
import { accountLines } from "../../core/account-changes";
import { targetOf } from "../../core/goal";
import { isInSync } from "../../core/plan";
import { applyWording, driftLines, imageNotFoundLine } from "../../core/plan-messages";
import type { CheckStatus } from "../check-document";
import { type ExitCode, exitCodes } from "../exit-codes";
import { type Inspection, imageOf, inspectAll, noteUntouched, printFailures } from "../inspect";
import type { Outcome, Session } from "../session";
import { checkedShares } from "../shares";
import { summary } from "../summary";

const labels = {
  "as-listed": "as listed",
  drift: "drifted",
  gone: "gone",
  failed: "could not be read",
  "not-looked-at": "not looked at",
} as const satisfies Readonly<Record<CheckStatus, string>>;

export async function check(session: Session): Promise<Outcome> {
  const inspections = await inspectAll(session, checkedShares(session));
  for (const inspection of inspections) {
    if (inspection.kind === "gone")
      session.printProblem(imageNotFoundLine(targetOf(inspection.args), inspection.keys, applyWording));
    if (inspection.kind === "seen")
      session.printProblem(...driftLines(inspection.preview.target, inspection.preview.plan));
  }
  session.printProblem(...driftByAccount(inspections));
  printFailures(session, inspections);
  const skipped = inspections.filter(({ kind }) => kind === "skipped");
  noteUntouched(
    session,
    labels["not-looked-at"],
    skipped.map(({ args }) => args),
  );
  const statuses = inspections.map(statusOf);
  session.print(summary(statuses, labels));
  const images = inspections.map((inspection) => ({
    ...imageOf(inspection.args),
    status: statusOf(inspection),
    ...details(session, inspection),
  }));
  const drift = statuses.includes("drift") || statuses.includes("gone");
  return { code: codeFor(session, statuses, drift), document: { drift, images } };
}

/** One line for each account that is wrong on several images; gains and losses of an apply. */
function driftByAccount(inspections: readonly Inspection[]): string[] {
  const plans = inspections.flatMap((inspection) =>
    inspection.kind === "seen" && !isInSync(inspection.preview.plan) ? [inspection.preview.plan] : [],
  );
  const { losses, gains } = accountLines(
    plans.map(({ add, remove }) => ({ gains: add, losses: remove })),
    "would",
  );
  return [...losses, ...gains].map((line) => `with apply, ${line}`);
}

function codeFor(session: Session, statuses: readonly CheckStatus[], drift: boolean): ExitCode {
  if (session.interrupted) return exitCodes.interrupted;
  // Unless every image was read, it is not known whether there is drift.
  if (statuses.includes("failed")) return exitCodes.failed;
  return drift ? exitCodes.drift : exitCodes.ok;
}

function statusOf(inspection: Inspection): CheckStatus {
  if (inspection.kind === "seen") return isInSync(inspection.preview.plan) ? "as-listed" : "drift";
  return inspection.kind === "skipped" ? "not-looked-at" : inspection.kind;
}

function details(session: Session, inspection: Inspection): Record<string, unknown> {
  if (inspection.kind === "failed") return { error: session.asDocument(inspection.error) };
  if (inspection.kind !== "seen") return {};
  const { add, remove, foreign } = inspection.preview.plan;
  return { missing: add, unlisted: remove, foreign };
}
