/**
 * What is known, before anything is done, of what an `up` will do to one image: for the engine's check and diff. What
 * cannot be known is said as well, since a preview that says nothing means that nobody's access changes.
 */
import { type AccountId, sameAccounts, without } from "./core/accounts";
import type { ShareArgs } from "./core/args";
import { explain, ShareError } from "./core/errors";
import { lastListedIn, listedAfter, listedIn, recordedIn, targetOf } from "./core/goal";
import type { GuardPolicy } from "./core/guards";
import {
  foreignLossLines,
  goneLine,
  leftOutLines,
  ownEcsLeftOutLine,
  staleStateLine,
  unknownLine,
  unlookedLine,
} from "./core/messages";
import { ownerLines } from "./core/owner";
import { type Foreseen, foreseen, nothingForeseen, unseenLine } from "./core/partial-messages";
import { planPartly } from "./core/partial-plan";
import { leaveLine, moveLine } from "./core/place";
import { holdings, isSettled, planShare } from "./core/plan";
import { changedSettings, type ShareState } from "./core/state";
import { shareId } from "./core/target";
import { decidesAccess, isAllKnown, isTargetUnknown, type KnownPart, knownPart } from "./core/unknown-values";
import { displaced } from "./displaced";
import { type Properties, unknownValue } from "./engine-values";
import type { Host } from "./host";
import { goalBesideOthers, noteRecorded, policyBesideOthers } from "./other-resources";
import { inThisRun, newShareProspect, outlookOf, ownerOnce, referenceTo, replacedShare } from "./prospect";

const replacing = ["service", "region", "imageId"] as const;

/** A preview does not wait longer than this for a cloud that does not answer. */
const MOST_PREVIEW_SECONDS = 60;

/** What the engine is answered about the difference, and what there is to say of it. */
export interface Comparison extends Foreseen {
  readonly changes: boolean;
  readonly replaces?: string[];
}

export class Foresight {
  private readonly host: Host;
  /** What was read in this process for a refresh: state is as fresh as the cloud then. */
  private readonly refreshed = new Set<string>();

  constructor(host: Host) {
    this.host = host;
  }

  /** Notes that state of this image is what the cloud has just said. */
  noteRefresh(id: string): void {
    this.refreshed.add(id);
  }

  /** Whether the arguments name another image than those before, or there were none. */
  isNew(olds: Properties, news: Properties): boolean {
    return replacing.some((key) => olds[key] !== news[key]);
  }

  /** Who would gain and lose access, so that nobody is surprised by an image that others have shared before. */
  async ofNew(checked: Properties): Promise<Foreseen> {
    const known = knownPart(checked, unknownValue);
    const { args, unknown } = known;
    if (isTargetUnknown(unknown) || unknown.credentials) return obstacle(unseenLine(known));
    const target = targetOf(args);
    if (!this.host.connections.settings.liveDiff) {
      return obstacle(decidesAccess(unknown) ? unseenLine(known) : unlookedLine(target));
    }
    const timeoutSeconds = Math.min(args.timeoutSeconds ?? MOST_PREVIEW_SECONDS, MOST_PREVIEW_SECONDS);
    const policy = this.policyOf(known, undefined);
    try {
      const prospect = await newShareProspect(this.host, args, timeoutSeconds, policy);
      if (prospect === undefined) return obstacle(await this.goneLineOf(args));
      const { live, goal, notes } = prospect;
      const { plan, reprieveOf } = planPartly(live, goal, unknown);
      const outlook = outlookOf(args, plan, goal, policy, undefined);
      const found = foreseen(inThisRun(this.host, outlook), { known, policy, live, reprieveOf });
      return together({ lines: notes, obstacles: [] }, found);
    } catch (error) {
      if (error instanceof ShareError) return obstacle(explain(error), unknownLine(target));
      throw error;
    }
  }

  /**
   * @param options `isRefresh`: whether nothing is going to be made, and nobody has to know whose keys these are
   * @throws ShareError when the cloud does not answer, or the share was made at another endpoint
   */
  async ofExisting(
    state: ShareState,
    olds: Properties,
    news: Properties,
    { isRefresh }: { readonly isRefresh: boolean },
  ): Promise<Comparison> {
    const known = knownPart(news, unknownValue);
    const replaces = replacing.filter((key) => news[key] !== olds[key]);
    // What is replaced is deleted with the keys that it was made with.
    const profile = replaces.length > 0 ? state.credentials : known.args.credentials;
    const moving = known.unknown.credentials ? undefined : displaced(this.host, state, profile);
    if (moving !== undefined) {
      if (replaces.length > 0) return { changes: true, replaces, lines: [leaveLine(moving)], obstacles: [] };
      const move = { lines: [moveLine(moving)], obstacles: [] };
      return { changes: true, ...together(move, isRefresh ? nothingForeseen : await this.ofNew(news)) };
    }
    if (replaces.length > 0) {
      const isCertain = replaces.some((key) => news[key] !== unknownValue);
      return { changes: true, replaces, ...replacedShare(this.host, state, isCertain ? [] : replaces) };
    }
    const live = await this.liveOrRecorded(known, state);
    if (live === undefined)
      return { changes: true, replaces: ["imageId"], ...obstacle(await this.goneLineOf(known.args)) };
    noteRecorded(this.host, known.args, recordedIn(state));
    const goalFor = (owner: AccountId | undefined) =>
      goalBesideOthers(this.host, known.args, { ...state, owner });
    // Which keys will make the share is not known either where `credentials` is not.
    const owner =
      isRefresh || known.unknown.credentials
        ? state.owner
        : await ownerOnce(this.host.manager, known.args, planShare(live, goalFor(state.owner)), state);
    const goal = goalFor(owner);
    const policy = this.policyOf(known, state);
    const { plan, reprieveOf } = planPartly(live, goal, known.unknown);
    const { target, foreignAccounts: knownForeign } = state;
    const outlook = inThisRun(this.host, outlookOf(known.args, plan, goal, policy, state));
    const held = holdings(live, goal);
    const isRecorded =
      sameAccounts(held.accounts, recordedIn(state)) &&
      sameAccounts(held.foreignAccounts, knownForeign) &&
      sameAccounts(listedAfter(known.args, goal, state), lastListedIn(state));
    const changes =
      !isAllKnown(known.unknown) || !isSettled(plan) || !isRecorded || changedSettings(olds, news).length > 0;
    const found = together(
      { lines: ownerLines(target, listedIn(known.args), owner), obstacles: [] },
      foreseen(outlook, { known, policy, live, reprieveOf }),
      { lines: foreignLossLines(target, knownForeign, live), obstacles: [] },
      { lines: unmanagedLines(known, state), obstacles: [] },
    );
    // Whoever is unlisted loses access then, and so does an own ECS that state knows nothing of.
    const revokesUnseen = goal.exclusive || without(goal.owned, live).length > 0;
    const isStale = changes && revokesUnseen && this.trustsState(target);
    return { changes, ...(isStale ? together(found, obstacle(staleStateLine(target))) : found) };
  }

  /** What is written and not known yet is not missing; and nobody left of the list is asked by what is known of it. */
  private policyOf({ args, unknown }: KnownPart, state: ShareState | undefined): GuardPolicy {
    return {
      ...policyBesideOthers(this.host, args, state),
      ...(unknown.allowEmpty ? { refusesEmpty: false } : {}),
      ...(unknown.maxRemovals ? { refusesLargeRemovals: false } : {}),
    };
  }

  private async liveOrRecorded(
    { args, unknown }: KnownPart,
    state: ShareState,
  ): Promise<ReadonlySet<AccountId> | undefined> {
    if (this.host.connections.settings.liveDiff && !unknown.credentials) {
      return this.host.manager.read({ ...referenceTo(args), owner: state.owner });
    }
    return new Set([...recordedIn(state), ...state.foreignAccounts]);
  }

  /** Says with whose keys nothing was found. */
  private async goneLineOf(args: ShareArgs): Promise<string> {
    return goneLine(targetOf(args), await this.host.callerOf(referenceTo(args)));
  }

  private trustsState(target: ShareState["target"]): boolean {
    return !this.host.connections.settings.liveDiff && !this.refreshed.has(shareId(target));
  }
}

/** Who keeps access because the program manages a part no longer, or has lost it. */
function unmanagedLines({ args, unknown }: KnownPart, state: ShareState): string[] {
  const isListLeftOut = args.accounts === undefined && !unknown.accounts && state.accounts !== undefined;
  const isEcsLeftOut = args.shareToEcs === undefined && !unknown.shareToEcs && state.shareToEcs === true;
  return [
    ...(isListLeftOut ? leftOutLines(state.target, lastListedIn(state)) : []),
    ...(isEcsLeftOut ? [ownEcsLeftOutLine(state.target)] : []),
  ];
}

function obstacle(...lines: string[]): Foreseen {
  return { lines, obstacles: lines };
}

function together(...parts: readonly Foreseen[]): Foreseen {
  return {
    lines: parts.flatMap(({ lines }) => lines),
    obstacles: parts.flatMap(({ obstacles }) => obstacles),
  };
}
