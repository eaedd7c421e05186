/** `image-share check`: compares a file with the clouds. */
import { targetOf } from "../../core/goal";
import { isInSync } from "../../core/plan";
import { applyWording, driftLines, imageNotFoundLine } from "../../core/plan-messages";
import { type ExitCode, exitCodes } from "../exit-codes";
import { type Inspection, imageOf, inspectAll, noteUntouched, printProblem } from "../inspect";
import type { Outcome, Session } from "../session";
import { checkedShares } from "../shares";
import { summary } from "../summary";

const words = {
  "as-listed": "as listed",
  drift: "drifted",
  gone: "gone",
  failed: "could not be read",
  "not-looked-at": "not looked at",
} as const;

type Status = keyof typeof words;

export async function check(session: Session): Promise<Outcome> {
  const looks = await inspectAll(session, checkedShares(session));
  for (const look of looks) {
    if (look.kind === "gone")
      session.printBad(imageNotFoundLine(targetOf(look.args), look.keys, applyWording));
    if (look.kind === "seen") session.printBad(...driftLines(look.preview.target, look.preview.plan));
  }
  printProblem(session, looks);
  const skipped = looks.filter(({ kind }) => kind === "skipped");
  noteUntouched(
    session,
    words["not-looked-at"],
    skipped.map(({ args }) => args),
  );
  const statuses = looks.map(statusOf);
  session.print(summary(statuses, words));
  const images = looks.map((look) => ({
    ...imageOf(look.args),
    status: statusOf(look),
    ...details(session, look),
  }));
  const drift = statuses.includes("drift") || statuses.includes("gone");
  return { code: codeFor(session, statuses, drift), document: { drift, images } };
}

function codeFor(session: Session, statuses: readonly Status[], drift: boolean): ExitCode {
  if (session.interrupted) return exitCodes.interrupted;
  // Unless every image was read, it is not known whether there is drift.
  if (statuses.includes("failed")) return exitCodes.failed;
  return drift ? exitCodes.drift : exitCodes.ok;
}

function statusOf(look: Inspection): Status {
  if (look.kind === "seen") return isInSync(look.preview.plan) ? "as-listed" : "drift";
  return look.kind === "skipped" ? "not-looked-at" : look.kind;
}

function details(session: Session, look: Inspection): Record<string, unknown> {
  if (look.kind === "failed") return { error: session.asDocument(look.error) };
  if (look.kind !== "seen") return {};
  const { add, remove, foreign } = look.preview.plan;
  return { missing: add, unlisted: remove, foreign };
}
