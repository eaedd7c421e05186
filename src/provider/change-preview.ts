/**
 * Previews what an `up` will do to one image: for the engine's check and diff. It also names what is
 * not known, because a preview without a line means that access does not change.
 */

import type { App } from "../app/app";
import { planReport, previewShare, type SharePreview, withRunLimit } from "../app/preview";
import { ownerFor, requestFor } from "../app/request";
import { type AccountId, difference, sameSet } from "../core/accounts";
import { imageArguments, type ShareArgs } from "../core/arguments";
import { explain, ShareError } from "../core/errors";
import { foreignIn, lastListedIn, listedAfter, recordedIn, targetOf } from "../core/goal";
import { listedIn } from "../core/managed-parts";
import { ownerLines } from "../core/owner";
import { nothingToSay, notPreviewedLine, type PreviewLines, previewOf } from "../core/partial-messages";
import { planPartly } from "../core/partial-plan";
import { isInSync, ownership, type Plan, planShare } from "../core/plan";
import {
  foreignLossLines,
  imageNotFoundLine,
  liveDiffOffLine,
  type PlanReport,
  previewUnavailableLine,
  staleStateLine,
} from "../core/plan-messages";
import { optionsIn, type ProgramHints, sameOptions } from "../core/program-hints";
import { leaveLine, moveLine } from "../core/recorded-endpoint";
import { readRequest, type ShareRequest, withOwner } from "../core/share-request";
import { changedSettings, type ShareState } from "../core/state";
import { shareId } from "../core/target";
import {
  decidesAccess,
  isAllKnown,
  isTargetUnknown,
  type KnownPart,
  knownPart,
} from "../core/unknown-values";
import { keyOf, type Properties, unknownOf, unknownValue } from "./inputs";
import { movedShare } from "./moved-shares";
import { noteHints, noteRecorded } from "./other-resources";
import { obstacle, together } from "./preview-lines";
import { beforeIn, madeAnew, replacedShare, takenAfterwards } from "./replacement";
import { ShownLists } from "./shown-lists";
import { unmanagedLines } from "./unmanaged";

/** The longest time that a preview waits for a cloud. */
const MAX_PREVIEW_SECONDS = 60;

/** The answer to the engine's diff, and its lines. */
export interface ChangePreviewResult extends PreviewLines {
  readonly changes: boolean;
  readonly replaces?: string[];
}

export class ChangePreview {
  private readonly app: App;
  /** Images that this process has refreshed: their state equals the cloud. */
  private readonly refreshed = new Set<string>();
  /** The program's hints, by the arguments of a share. */
  private readonly hints = new Map<string, ProgramHints>();
  readonly shown = new ShownLists();

  constructor(app: App) {
    this.app = app;
  }

  /** Records that a refresh has just read this image. */
  noteRefresh(id: string): void {
    this.refreshed.add(id);
  }

  /** Keeps the program's hints until the share is compared. */
  noteHints(checked: Properties, hints: ProgramHints | undefined): void {
    if (hints !== undefined) this.hints.set(keyOf(checked), hints);
    noteHints(this.app, checked, hints);
  }

  /** Whether the arguments name another image than before, or the share is new. */
  isNew(olds: Properties, news: Properties): boolean {
    return imageArguments.some((key) => olds[key] !== news[key]);
  }

  /**
   * Accounts that would gain and lose access, because others may have shared the image before.
   *
   * @param isKnownToEngine whether the engine also calls diff for the share
   */
  async ofNewShare(
    checked: Properties,
    { isKnownToEngine }: { readonly isKnownToEngine: boolean },
  ): Promise<PreviewLines> {
    const known = knownPart(checked, unknownValue);
    const hints = this.hints.get(keyOf(checked));
    const before = isKnownToEngine ? undefined : beforeIn(hints);
    if (before === undefined || !this.isNew({ ...before.target }, checked)) {
      return this.ofMade(known, before);
    }
    const ending = this.endingOf(before, unknownOf(checked, before.target), hints);
    return together(ending, await this.ofMade(known, undefined));
  }

  /**
   * The report on a plan before it is carried out.
   *
   * @param state the resource's state; undefined when it is new
   */
  ofPlan(checked: Properties, request: ShareRequest, plan: Plan, state: ShareState | undefined): PlanReport {
    const before = state === undefined ? this.beforeAnew(checked, request.credentials) : undefined;
    if (before === undefined) return this.shown.of(planReport(this.app, request, plan, state));
    const live = new Set([...plan.keep, ...plan.remove, ...plan.foreign, ...(plan.closed ?? [])]);
    const anew = madeAnew(this.app, before, live, { request, plan });
    return anew.report(planShare(live, anew.goal));
  }

  /** Accounts that lose access when the engine deletes the share that a new one replaces. */
  takenAfterwards(checked: Properties, args: ShareArgs): ReadonlySet<AccountId> {
    const before = this.beforeAnew(checked, args.credentials);
    return before === undefined ? new Set() : takenAfterwards(this.app, args, before);
  }

  /** The share of the same image that a new one replaces. */
  private beforeAnew(checked: Properties, credentials: string | undefined): ShareState | undefined {
    const before = beforeIn(this.hints.get(keyOf(checked)));
    if (before === undefined || this.isNew({ ...before.target }, checked)) return undefined;
    // Access at another endpoint stays.
    return movedShare(this.app, before, credentials) === undefined ? before : undefined;
  }

  /** @param before the share of the same image that this one replaces */
  private async ofMade(known: KnownPart, before: ShareState | undefined): Promise<PreviewLines> {
    const { args, unknown } = known;
    if (isTargetUnknown(unknown) || unknown.credentials) return obstacle(notPreviewedLine(known));
    const target = targetOf(args);
    if (!this.app.connections.settings.liveDiff) {
      return obstacle(decidesAccess(unknown) ? notPreviewedLine(known) : liveDiffOffLine(target));
    }
    const timeoutSeconds = Math.min(args.timeoutSeconds ?? MAX_PREVIEW_SECONDS, MAX_PREVIEW_SECONDS);
    const request = { ...this.requestFor(known, undefined), timeoutSeconds };
    try {
      const preview = await previewShare(this.app, request);
      if (preview === undefined) return obstacle(await this.goneLineOf(request));
      const moving = before && movedShare(this.app, before, args.credentials);
      if (moving === undefined) return this.ofSeen(known, preview, before);
      const made = this.ofSeen(known, preview, undefined);
      return together({ lines: [moveLine(moving)], obstacles: [] }, made);
    } catch (error) {
      if (error instanceof ShareError) return obstacle(explain(error), previewUnavailableLine(target));
      throw error;
    }
  }

  /** The effect of deleting the share, after its image was replaced by another. */
  private endingOf(
    before: ShareState,
    unknown: readonly string[],
    hints: ProgramHints | undefined,
  ): PreviewLines {
    try {
      const moving = movedShare(this.app, before, before.credentials);
      if (moving !== undefined) return { lines: [leaveLine(moving)], obstacles: [] };
      return replacedShare(this.app, before, unknown, hints);
    } catch (error) {
      if (error instanceof ShareError) return obstacle(explain(error));
      throw error;
    }
  }

  private ofSeen(
    known: KnownPart,
    { live, request, notes }: SharePreview,
    before: ShareState | undefined,
  ): PreviewLines {
    const { unknown } = known;
    const guards = request.guards;
    const made = planPartly(live, request.goal, unknown);
    const anew = before && madeAnew(this.app, before, live, { request, plan: made.plan });
    const { plan, reprieveOf } = anew === undefined ? made : planPartly(live, anew.goal, unknown);
    const planned = anew?.report(plan) ?? planReport(this.app, request, plan, undefined);
    const report = this.shown.of(planned, unknown);
    const ofThisRun = withRunLimit(this.app, report);
    return together(
      { lines: notes, obstacles: [] },
      previewOf(ofThisRun, { known, guards, live, reprieveOf }),
      { lines: anew?.lines ?? [], obstacles: [] },
    );
  }

  /**
   * @param options `isRefresh`: whether nothing is applied, so the account behind the keys is not needed
   * @throws ShareError if the cloud does not answer, or the share was made at another endpoint
   */
  async ofExistingShare(
    state: ShareState,
    olds: Properties,
    news: Properties,
    { isRefresh }: { readonly isRefresh: boolean },
  ): Promise<ChangePreviewResult> {
    const known = knownPart(news, unknownValue);
    const replaces = imageArguments.filter((key) => news[key] !== olds[key]);
    // A replaced share is deleted with the keys that made it.
    const profile = replaces.length > 0 ? state.credentials : known.args.credentials;
    const moving = known.unknown.credentials ? undefined : movedShare(this.app, state, profile);
    if (moving !== undefined) {
      if (replaces.length > 0) return { changes: true, replaces, lines: [leaveLine(moving)], obstacles: [] };
      const move = { lines: [moveLine(moving)], obstacles: [] };
      return {
        changes: true,
        ...together(move, isRefresh ? nothingToSay : await this.ofNewShare(news, { isKnownToEngine: true })),
      };
    }
    if (replaces.length > 0) {
      const hints = this.hints.get(keyOf(news));
      return { changes: true, replaces, ...replacedShare(this.app, state, unknownOf(news, olds), hints) };
    }
    const live = await this.currentAccess(known, state);
    if (live === undefined) {
      const line = await this.goneLineOf(this.requestFor(known, state));
      return { changes: true, replaces: ["imageId"], ...obstacle(line) };
    }
    if (!isRefresh) noteRecorded(this.app, known.args, recordedIn(state));
    const asked = this.requestFor(known, state);
    // Without known `credentials`, the keys of the share are not known.
    const owner =
      isRefresh || known.unknown.credentials
        ? state.owner
        : await ownerFor(this.app.manager, asked, planShare(live, asked.goal));
    const request = withOwner(asked, owner);
    const { goal, guards } = request;
    const { plan, reprieveOf } = planPartly(live, goal, known.unknown);
    const { target } = state;
    const knownForeign = foreignIn(state);
    const planned = this.shown.of(planReport(this.app, request, plan, state), known.unknown);
    const report = withRunLimit(this.app, planned);
    const held = ownership(live, goal);
    const isRecorded =
      sameSet(held.accounts, recordedIn(state)) &&
      sameSet(held.foreignAccounts, knownForeign) &&
      sameSet(listedAfter(known.args, goal, state), lastListedIn(state));
    const changes =
      !isAllKnown(known.unknown) ||
      !isInSync(plan) ||
      !isRecorded ||
      changedSettings(olds, news).length > 0 ||
      !sameOptions(optionsIn(olds), optionsIn(news));
    const found = together(
      { lines: ownerLines(target, listedIn(known.args), owner), obstacles: [] },
      previewOf(report, { known, guards, live, reprieveOf }),
      { lines: foreignLossLines(target, knownForeign, live), obstacles: [] },
      { lines: unmanagedLines(known, state), obstacles: [] },
    );
    // Unlisted accounts lose access then, and so does an own ECS that state does not record.
    const revokesUnseen = goal.exclusive || difference(goal.owned, live).length > 0;
    const isStale = changes && revokesUnseen && this.trustsState(target);
    return { changes, ...(isStale ? together(found, obstacle(staleStateLine(target))) : found) };
  }

  /** An unknown value counts as set. An empty known part of the list is not an empty list. */
  private requestFor({ args, unknown }: KnownPart, state: ShareState | undefined): ShareRequest {
    const request = requestFor(this.app, args, state);
    const guards = {
      ...request.guards,
      ...(unknown.allowEmpty ? { refusesEmpty: false } : {}),
      ...(unknown.maxRemovals ? { refusesLargeRemovals: false } : {}),
    };
    return { ...request, guards };
  }

  private async currentAccess(
    { args, unknown }: KnownPart,
    state: ShareState,
  ): Promise<ReadonlySet<AccountId> | undefined> {
    if (this.app.connections.settings.liveDiff && !unknown.credentials) {
      return this.app.manager.read(readRequest(args, state));
    }
    return new Set([...recordedIn(state), ...foreignIn(state)]);
  }

  /** The line about an image that was not found, with the keys. */
  private async goneLineOf(request: ShareRequest): Promise<string> {
    return imageNotFoundLine(request.target, await this.app.describeCaller(request));
  }

  private trustsState(target: ShareState["target"]): boolean {
    return !this.app.connections.settings.liveDiff && !this.refreshed.has(shareId(target));
  }
}
