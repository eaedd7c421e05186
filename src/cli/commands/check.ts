/** `image-share check`: whether the clouds are as a file lists. */
import { targetOf } from "../../core/goal";
import { applyWording, driftLines, goneLine } from "../../core/messages";
import { isSettled } from "../../core/plan";
import { checkedEntries } from "../entries";
import { type ExitCode, exitCodes } from "../exit-codes";
import { complainOf, imageOf, type Look, lookAtAll, noteUntouched } from "../look";
import type { Outcome, Session } from "../session";
import { summary } from "../summary";

const words = {
  "as-listed": "as listed",
  drift: "drifted",
  gone: "gone",
  failed: "could not be looked at",
  "not-looked-at": "not looked at",
} as const;

type Status = keyof typeof words;

export async function check(session: Session): Promise<Outcome> {
  const looks = await lookAtAll(session, checkedEntries(session));
  for (const look of looks) {
    if (look.kind === "gone") session.printBad(goneLine(targetOf(look.args), look.keys, applyWording));
    if (look.kind === "seen") session.printBad(...driftLines(look.prospect.target, look.prospect.plan));
  }
  complainOf(session, looks);
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
  // Who could not look everywhere does not know whether there is drift.
  if (statuses.includes("failed")) return exitCodes.failed;
  return drift ? exitCodes.drift : exitCodes.ok;
}

function statusOf(look: Look): Status {
  if (look.kind === "seen") return isSettled(look.prospect.plan) ? "as-listed" : "drift";
  return look.kind === "skipped" ? "not-looked-at" : look.kind;
}

function details(session: Session, look: Look): Record<string, unknown> {
  if (look.kind === "failed") return { error: session.asDocument(look.error) };
  if (look.kind !== "seen") return {};
  const { add, remove, foreign } = look.prospect.plan;
  return { missing: add, unlisted: remove, foreign };
}
