/**
 * What is known, before anything is done, of what an `up` will do to one image: for the engine's check and diff. What
 * cannot be known is said as well, since a preview that says nothing means that nobody's access changes.
 */

import type { Host } from "../app/host";
import {
  inThisRun,
  newShareProspect,
  outlookOf,
  ownerOnce,
  type Prospect,
  referenceTo,
} from "../app/prospect";
import { type AccountId, OWN_ECS, sameAccounts, without } from "../core/accounts";
import type { ShareArgs } from "../core/args";
import { explain, ShareError } from "../core/errors";
import { lastListedIn, listedAfter, listedIn, recordedIn, targetOf } from "../core/goal";
import type { GuardPolicy } from "../core/guards";
import {
  foreignLossLines,
  goneLine,
  leftOutLines,
  type Outlook,
  staleStateLine,
  unknownLine,
  unlookedLine,
} from "../core/messages";
import { ownerLines } from "../core/owner";
import { type Foreseen, foreseen, nothingForeseen, unseenLine } from "../core/partial-messages";
import { planPartly } from "../core/partial-plan";
import { leaveLine, moveLine } from "../core/place";
import { type Goal, holdings, isSettled, type Plan, planShare } from "../core/plan";
import { changedSettings, type ShareState } from "../core/state";
import { shareId } from "../core/target";
import { optionsIn, sameOptions, type Told } from "../core/told";
import {
  decidesAccess,
  isAllKnown,
  isTargetUnknown,
  type KnownPart,
  knownPart,
} from "../core/unknown-values";
import { displaced } from "./displaced";
import { keyOf, type Properties, replacing, unknownOf, unknownValue } from "./engine-values";
import { goalBesideOthers, noteRecorded, noteTold, policyBesideOthers } from "./other-resources";
import { beforeIn, madeAnew, replacedShare, takenAfterwards } from "./replacement";

/** A preview does not wait longer than this for a cloud that does not answer. */
const MOST_PREVIEW_SECONDS = 60;

/** What the engine is answered about the difference, and what there is to say of it. */
export interface Comparison extends Foreseen {
  readonly changes: boolean;
  readonly replaces?: string[];
}

/** What a plan that is about to be carried out rests on. */
interface Basis {
  readonly goal: Goal;
  readonly policy: GuardPolicy;
  /** What the resource recorded; undefined when it is new. */
  readonly state: ShareState | undefined;
}

export class Foresight {
  private readonly host: Host;
  /** What was read in this process for a refresh: state is as fresh as the cloud then. */
  private readonly refreshed = new Set<string>();
  /** What the program told of the arguments of one share, for the questions that follow. */
  private readonly told = new Map<string, Told>();

  constructor(host: Host) {
    this.host = host;
  }

  /** Notes that state of this image is what the cloud has just said. */
  noteRefresh(id: string): void {
    this.refreshed.add(id);
  }

  /** Notes what the program told of a share, until it is compared. */
  noteTold(checked: Properties, told: Told | undefined): void {
    if (told !== undefined) this.told.set(keyOf(checked), told);
    noteTold(this.host, checked, told);
  }

  /** Whether the arguments name another image than those before, or there were none. */
  isNew(olds: Properties, news: Properties): boolean {
    return replacing.some((key) => olds[key] !== news[key]);
  }

  /**
   * Who would gain and lose access, so that nobody is surprised by an image that others have shared before.
   *
   * @param isKnownToEngine whether the engine has compared the share, or will
   */
  async ofNew(
    checked: Properties,
    { isKnownToEngine }: { readonly isKnownToEngine: boolean },
  ): Promise<Foreseen> {
    const known = knownPart(checked, unknownValue);
    const told = this.told.get(keyOf(checked));
    const before = isKnownToEngine ? undefined : beforeIn(told);
    if (before === undefined || !this.isNew({ ...before.target }, checked)) {
      return this.ofMade(known, before);
    }
    const ending = this.endingOf(before, unknownOf(checked, before.target), told);
    return together(ending, await this.ofMade(known, undefined));
  }

  /** What there is to tell of a plan that is about to be carried out. */
  ofPlan(checked: Properties, plan: Plan, { goal, policy, state }: Basis): Outlook {
    const { args } = knownPart(checked, unknownValue);
    const before = state === undefined ? this.beforeAnew(checked, args) : undefined;
    if (before === undefined) return outlookOf(args, plan, goal, policy, state);
    const live = new Set([...plan.keep, ...plan.remove, ...plan.foreign, ...(plan.closed ?? [])]);
    const anew = madeAnew(this.host, args, before, { live, made: { plan, goal }, policy });
    return anew.outlook(planShare(live, anew.goal));
  }

  /** Whom the deletion of the share takes access from, whose place a new one takes in this run. */
  takenAfterwards(checked: Properties, args: ShareArgs): ReadonlySet<AccountId> {
    const before = this.beforeAnew(checked, args);
    return before === undefined ? new Set() : takenAfterwards(this.host, args, before);
  }

  /** The share of the same image whose place a new one takes. */
  private beforeAnew(checked: Properties, { credentials }: ShareArgs): ShareState | undefined {
    const before = beforeIn(this.told.get(keyOf(checked)));
    if (before === undefined || this.isNew({ ...before.target }, checked)) return undefined;
    // What was shared at another endpoint stays there.
    return displaced(this.host, before, credentials) === undefined ? before : undefined;
  }

  /** @param before the share of the same image whose place this one takes */
  private async ofMade(known: KnownPart, before: ShareState | undefined): Promise<Foreseen> {
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
      const moving = before && displaced(this.host, before, args.credentials);
      if (moving === undefined) return this.ofProspect(known, prospect, policy, before);
      const made = this.ofProspect(known, prospect, policy, undefined);
      return together({ lines: [moveLine(moving)], obstacles: [] }, made);
    } catch (error) {
      if (error instanceof ShareError) return obstacle(explain(error), unknownLine(target));
      throw error;
    }
  }

  /** What the deletion of the share does, whose place another image takes. */
  private endingOf(before: ShareState, unknown: readonly string[], told: Told | undefined): Foreseen {
    try {
      const moving = displaced(this.host, before, before.credentials);
      if (moving !== undefined) return { lines: [leaveLine(moving)], obstacles: [] };
      return replacedShare(this.host, before, unknown, told);
    } catch (error) {
      if (error instanceof ShareError) return obstacle(explain(error));
      throw error;
    }
  }

  private ofProspect(
    known: KnownPart,
    { live, goal, notes }: Prospect,
    policy: GuardPolicy,
    before: ShareState | undefined,
  ): Foreseen {
    const { args, unknown } = known;
    const made = planPartly(live, goal, unknown);
    const anew =
      before && madeAnew(this.host, args, before, { live, made: { plan: made.plan, goal }, policy });
    const { plan, reprieveOf } = anew === undefined ? made : planPartly(live, anew.goal, unknown);
    const outlook = anew?.outlook(plan) ?? outlookOf(args, plan, goal, policy, undefined);
    const ofThisRun = inThisRun(this.host, outlook);
    return together(
      { lines: notes, obstacles: [] },
      foreseen(ofThisRun, { known, policy, live, reprieveOf }),
      { lines: anew?.lines ?? [], obstacles: [] },
    );
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
      return {
        changes: true,
        ...together(move, isRefresh ? nothingForeseen : await this.ofNew(news, { isKnownToEngine: true })),
      };
    }
    if (replaces.length > 0) {
      const told = this.told.get(keyOf(news));
      return { changes: true, replaces, ...replacedShare(this.host, state, unknownOf(news, olds), told) };
    }
    const live = await this.liveOrRecorded(known, state);
    if (live === undefined)
      return { changes: true, replaces: ["imageId"], ...obstacle(await this.goneLineOf(known.args)) };
    if (!isRefresh) noteRecorded(this.host, known.args, recordedIn(state));
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
      !isAllKnown(known.unknown) ||
      !isSettled(plan) ||
      !isRecorded ||
      changedSettings(olds, news).length > 0 ||
      !sameOptions(optionsIn(olds), optionsIn(news));
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
  const isEcsLeftOut = args.shareToEcs === undefined && !unknown.shareToEcs && state.shareToEcs !== undefined;
  const isLeftOut = (account: AccountId) => (account === OWN_ECS ? isEcsLeftOut : isListLeftOut);
  return leftOutLines(state.target, lastListedIn(state).filter(isLeftOut));
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
