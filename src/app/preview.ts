/** What a request would change: for the engine's preview, and for the command line. */
import type { AccountId } from "../core/accounts";
import { foreignIn, ownedIn } from "../core/goal";
import { refusals } from "../core/guards";
import { ownerLines } from "../core/owner";
import { type Plan, planShare } from "../core/plan";
import type { PlanReport } from "../core/plan-messages";
import { type ShareRequest, withOwner } from "../core/share-request";
import type { ShareState } from "../core/state";
import { shareId } from "../core/target";
import type { App } from "./app";
import { ownerFor, withKnownSnapshots } from "./request";

/** The report on a share without state, and its input. */
export interface SharePreview extends PlanReport {
  readonly request: ShareRequest;
  /** Who has access now. */
  readonly live: ReadonlySet<AccountId>;
  /** Hints about arguments that are valid and probably not meant. */
  readonly notes: readonly string[];
}

/** @returns undefined when the image is gone. @throws ShareError */
export async function previewShare(app: App, asked: ShareRequest): Promise<SharePreview | undefined> {
  const { target } = asked;
  const live = await app.manager.read(asked);
  if (live === undefined) return undefined;
  const request = withKnownSnapshots(app, asked);
  const owner = await ownerFor(app.manager, request, planShare(live, request.goal));
  const owned = withOwner(request, owner);
  const notes = ownerLines(target, request.listed, owner);
  return { ...planReport(app, owned, planShare(live, owned.goal), undefined), request: owned, live, notes };
}

/** @param state the resource's state; undefined when it is new */
export function planReport(
  { manager }: App,
  { target, goal, guards, listed }: ShareRequest,
  plan: Plan,
  state: ShareState | undefined,
): PlanReport {
  const wasExclusive = state?.exclusive ?? false;
  const knownForeign = state === undefined ? undefined : foreignIn(state);
  const unmanaged = manager.otherGrantees.of(target).length;
  return {
    target,
    plan,
    goal,
    knownForeign,
    wasExclusive,
    listing: { listed, owned: state === undefined ? [] : ownedIn(state), foreign: knownForeign ?? [] },
    refusals: refusals(plan, { ...guards, unmanaged }),
  };
}

/** Adds the refusal of the run's limit, after the removals of earlier images. */
export function withRunLimit<T extends PlanReport>({ removals }: App, report: T): T {
  // A refused plan removes nothing.
  const remove = report.refusals.length > 0 ? [] : report.plan.remove;
  const beyond = removals.foresee(shareId(report.target), remove);
  return { ...report, refusals: [...report.refusals, ...beyond] };
}
