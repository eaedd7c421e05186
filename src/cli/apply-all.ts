/** Applies the changes that were shown, image by image. A failure does not stop the other images. */

import { mapConcurrent } from "../app/map-concurrent";
import { previewShare, type SharePreview } from "../app/preview";
import { type AccountId, difference, formatAccounts } from "../core/accounts";
import { type ErrorTopic, guardTopics } from "../core/error-topics";
import { ShareError } from "../core/errors";
import { ownerLines } from "../core/owner";
import { changeLines, closedLines } from "../core/result-messages";
import { callsFor } from "../core/schedule";
import { imageLabel } from "../core/target";
import type { Inspection } from "./inspect";
import { isCancellation, type Session } from "./session";

export type Seen = Extract<Inspection, { kind: "seen" }>;

/** The result of one image. */
export interface ApplyResult {
  readonly status: "changed" | "failed" | "refused" | "planned";
  /** Accounts with access afterwards, as far as known. */
  readonly live: ReadonlySet<AccountId>;
  readonly error?: unknown;
}

/** Nothing was begun where a guard refuses. */
const isGuard = (topic: ErrorTopic) => guardTopics.some((guard) => guard === topic);

/** @param onlyConfirmed whether only accounts that the user confirmed may lose access */
export async function applyAll(
  session: Session,
  inspections: readonly Seen[],
  { onlyConfirmed }: { onlyConfirmed: boolean },
): Promise<Map<Inspection, ApplyResult>> {
  const queued: (readonly string[] | undefined)[] = inspections.map(() => undefined);
  let next = 0;
  // In the order of images; each as soon as the earlier ones are done.
  const tell = (inspection: Seen, lines: readonly string[]) => {
    queued[inspections.indexOf(inspection)] = lines;
    for (let ready = queued[next]; ready !== undefined; ready = queued[++next]) session.print(...ready);
  };
  const begin = session.foresee(inspections, ({ args: { service, credentials }, preview: { plan } }) => {
    const facts = session.app.connections.factsOf(service);
    return {
      service,
      credentials,
      calls: facts === undefined ? { read: 2, write: 1 } : callsFor(facts, plan),
    };
  });
  const results = await session.withProgress("done with", inspections.length, (done) =>
    mapConcurrent(
      inspections,
      ({ args }) => args.service,
      async (inspection) => {
        begin(inspection);
        const applied = await applyOne(session, inspection, onlyConfirmed);
        // The error tells unconfirmed writes.
        tell(
          inspection,
          isSeen(applied)
            ? changeLines(inspection.preview.target, inspection.preview.live, applied.live)
            : [],
        );
        done();
        return [inspection, applied] as const;
      },
    ),
  );
  return new Map(results);
}

async function applyOne(session: Session, { preview }: Seen, onlyConfirmed: boolean): Promise<ApplyResult> {
  const nothing = { status: "planned", live: preview.live } as const;
  if (session.interrupted) return nothing;
  const { manager } = session.app;
  try {
    if (onlyConfirmed) await onlyAsConfirmed(session, preview);
    const { target, goal } = preview;
    const { live, closed, owner } = await manager.apply(preview.request);
    session.print(...closedLines(target, closed), ...ownerLines(target, goal.listed, owner));
    return { status: "changed", live };
  } catch (error) {
    if (isCancellation(error)) return nothing;
    const known = error instanceof ShareError && error.wrote ? error.live : undefined;
    session.printError(error, imageLabel(preview.target));
    const isRefusal = error instanceof ShareError && !error.wrote && isGuard(error.topic);
    return { status: isRefusal ? "refused" : "failed", live: known ?? preview.live, error };
  }
}

/** Whether the result of an image was read back. */
export function isSeen({ error }: ApplyResult): boolean {
  return !(error instanceof ShareError && error.unverified.length > 0);
}

/** Confirming takes minutes. An account that gained access meanwhile was not in the list that the user confirmed. */
async function onlyAsConfirmed(session: Session, shown: SharePreview): Promise<void> {
  const now = await previewShare(session.app, shown.request);
  const news = difference(now?.plan.remove ?? [], new Set(shown.plan.remove));
  if (news.length === 0) return;
  throw new ShareError(
    `${imageLabel(shown.target)}: refused: ${formatAccounts(news)} gained access while you were asked, and would lose it ` +
      "without having been listed. Run this again",
    "not-approved",
    { wrote: false },
  );
}
