/** What Pulumi's engine asks of one share: check, diff, create, update, read and delete, put to the share manager. */

import { checkImage, imageNotFound } from "../app/access";
import { App } from "../app/app";
import type { ConfigSource } from "../app/config";
import { ownerFor, referenceTo } from "../app/preview";
import { type AccountId, difference, intersection } from "../core/accounts";
import { checkArgs, type ShareArgs } from "../core/args";
import { ShareError } from "../core/errors";
import {
  goalOf,
  grantedAfter,
  leftOutIn,
  listedAfter,
  listedIn,
  ownedIn,
  recordedIn,
  targetOf,
} from "../core/goal";
import { ownerLines } from "../core/owner";
import { nothingToSay, StrictPreviewFailed } from "../core/partial-messages";
import { ownership, type Plan } from "../core/plan";
import {
  changeLines,
  droppedFromStateLine,
  leftOutLines,
  previewLines,
  refreshLines,
} from "../core/plan-messages";
import { previewMark } from "../core/preview-mark";
import { hintsIn, hintsInput, optionsKey, optionsOf } from "../core/program-hints";
import { leaveLine, moveLine, notRefreshedLine } from "../core/recorded-endpoint";
import { serviceNames } from "../core/services";
import { recordedTarget, type ShareState, stateOf, withKnownMeaning } from "../core/state";
import { imageLabel, shareId } from "../core/target";
import { isTargetUnknown, knownPart, partialLabel } from "../core/unknown-values";
import { ChangePreview } from "./change-preview";
import {
  type CheckFailure,
  checkConnection,
  type Properties,
  readOutputs,
  referenceIn,
  requireState,
  resolvedArgs,
  toCheckFailure,
  unknownValue,
} from "./inputs";
import { currentEndpoint, movedShare } from "./moved-shares";
import { goalWithClaims, guardsWithClaims, noteRecorded } from "./other-resources";
import { GroupedOutput } from "./output";
import { PartialFailure } from "./partial-failure";
import { RunProgress } from "./run-progress";

/** One per configured provider, that is, one per process and stack. */
export class Provider {
  readonly app: App;
  private readonly output: GroupedOutput;
  readonly progress: RunProgress;
  /** Whether this is no preview: a preview makes nothing. */
  private isApplying = false;
  /** What was refreshed and not checked since: the engine's next question for its diff is about what read found. */
  private readonly refreshed = new Set<string>();
  private readonly changePreview: ChangePreview;

  constructor(configuration: ConfigSource) {
    this.app = new App(configuration, (text) => console.log(text));
    this.changePreview = new ChangePreview(this.app);
    this.output = new GroupedOutput((...lines) => this.app.say(...lines));
    this.progress = new RunProgress((line) => this.app.say(line));
  }

  check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: CheckFailure[] }> {
    return this.output.track(() => this.checkNow(olds, news));
  }

  private async checkNow(
    olds: Properties,
    news: Properties,
  ): Promise<{ inputs: Properties; failures: CheckFailure[] }> {
    const before = recordedTarget(olds);
    if (before !== undefined) this.refreshed.delete(shareId(before));
    const { __provider, [previewMark]: isPreview, [hintsInput]: told, [optionsKey]: _, ...raw } = news;
    this.progress.isPreview ||= isPreview === true;
    const facts = this.app.connections.factsOf(raw.service);
    const verdict = checkArgs(raw, facts, serviceNames, unknownValue);
    // At another endpoint, silence has never meant exclusive.
    const isMoving = this.app.connections.legibleSettings?.movesEndpoint === true;
    const meant = isMoving ? { ...verdict.args } : withKnownMeaning(olds, verdict.args);
    const inputs = { ...meant, ...optionsOf(news) };
    this.changePreview.noteTold(inputs, hintsIn(told));
    if (verdict.failures.length > 0) return { inputs, failures: verdict.failures.map(toCheckFailure) };
    const failures = await checkConnection(this.app, inputs);
    if (failures.length > 0) return { inputs, failures };
    const { args, unknown } = knownPart(inputs, unknownValue);
    const target = targetOf(args);
    // As far as that is known, so that no other resource revokes whoever is listed here.
    if (!isTargetUnknown(unknown)) this.app.manager.claims.claim(target, listedIn(args));
    const isNew = this.changePreview.isNew(olds, inputs);
    if (!isTargetUnknown(unknown)) this.progress.checked(shareId(target), imageLabel(target), isNew);
    // Only check is asked about a share that is still to be made: all others come to diff. The engine checks one
    // resource after the other, and creates many at once: then each create says it itself.
    const mustLook = isNew && !this.isApplying;
    const isKnownToEngine = Object.keys(olds).length > 0;
    const { lines, obstacles } = mustLook
      ? await this.changePreview.ofNewShare(inputs, { isKnownToEngine })
      : nothingToSay;
    const notes = verdict.notes.map((note) => `${partialLabel(target, unknown)}: ${note}`);
    this.output.queue(shareId(target), [...notes, ...lines]);
    if (this.isStrictPreview && obstacles.length > 0) {
      const error = new StrictPreviewFailed(partialLabel(target, unknown), obstacles);
      failures.push({ property: "", reason: this.app.explain(error) });
    }
    return { inputs, failures };
  }

  diff(id: string, olds: Properties, news: Properties): Promise<{ changes: boolean; replaces?: string[] }> {
    return this.output.track(() => this.diffNow(id, olds, news));
  }

  private async diffNow(
    id: string,
    olds: Properties,
    news: Properties,
  ): Promise<{ changes: boolean; replaces?: string[] }> {
    const state = requireState(id, olds);
    const isRefresh = this.refreshed.has(id);
    const found = await this.changePreview.ofExistingShare(state, olds, news, { isRefresh });
    const { lines, obstacles, changes, replaces } = found;
    this.progress.compared(id, changes);
    // A refresh changes nobody's access, and read has said what it found.
    if (!isRefresh) {
      this.output.queue(shareId(state.target), lines);
      if (this.isStrictPreview && obstacles.length > 0) {
        throw new StrictPreviewFailed(imageLabel(state.target), obstacles);
      }
    }
    return replaces === undefined ? { changes } : { changes, replaces };
  }

  async create(inputs: Properties): Promise<{ id: string; outs: Properties }> {
    const args = resolvedArgs(inputs);
    const id = shareId(targetOf(args));
    return { id, outs: await this.apply(id, args, inputs, undefined) };
  }

  async update(id: string, olds: Properties, news: Properties): Promise<{ outs: Properties }> {
    const args = resolvedArgs(news);
    const state = requireState(id, olds);
    const moving = movedShare(this.app, state, args.credentials);
    if (moving === undefined) return { outs: await this.apply(id, args, news, state) };
    this.output.print([moveLine(moving)]);
    return { outs: await this.apply(id, args, news, undefined) };
  }

  async read(
    id: string,
    properties: Properties,
  ): Promise<{ id: string; props: Properties; inputs?: Properties }> {
    const state = requireState(id, properties);
    const { target, isRecorded, isLookup } = state;
    if (!isRecorded) checkImage(target);
    const moving = movedShare(this.app, state, state.credentials, { isOfLastRun: true });
    if (moving !== undefined) {
      this.refreshed.add(id);
      this.output.print([notRefreshedLine(moving)]);
      return {
        id,
        ...readOutputs(properties, state, new Set([...recordedIn(state), ...state.foreignAccounts])),
      };
    }
    const live = await this.app.manager.read(referenceIn(state));
    const keys = live === undefined ? await this.app.describeCaller(referenceIn(state)) : "";
    if (live === undefined && !isRecorded) throw imageNotFound(target, keys);
    if (isRecorded && !isLookup) {
      this.refreshed.add(id);
      this.changePreview.noteRefresh(id);
      const known = { owned: recordedIn(state), foreign: state.foreignAccounts };
      const found =
        live === undefined ? [droppedFromStateLine(target, keys)] : refreshLines(target, known, live);
      this.output.print(found);
    }
    if (live === undefined) return { id: "", props: {} };
    return { id, ...readOutputs(properties, state, live) };
  }

  async delete(id: string, properties: Properties): Promise<void> {
    this.isApplying = true;
    this.progress.begun(id);
    const state = requireState(id, properties);
    const left = movedShare(this.app, state, state.credentials, { isOfLastRun: true });
    if (left !== undefined) return this.output.print([leaveLine(left)]);
    await this.app.manager.revoke(referenceIn(state), ownedIn(state), state.protectedAccounts);
    this.output.print(leftOutLines(state.target, leftOutIn(state)));
  }

  /** @param state undefined when there is none yet: then it gets one only if there is something to own */
  private async apply(
    id: string,
    args: ShareArgs,
    inputs: Properties,
    state: ShareState | undefined,
  ): Promise<Properties> {
    this.isApplying = true;
    this.progress.begun(id);
    const place = currentEndpoint(this.app, args.service, args.credentials);
    const owner = await ownerFor(this.app.manager, args, state);
    const goal =
      state === undefined
        ? goalOf(args, undefined, owner)
        : goalWithClaims(this.app, args, { ...state, owner });
    // What check and diff have said is not said again; but much may have changed since they looked.
    const policy = guardsWithClaims(this.app, args, state);
    this.output.print(ownerLines(targetOf(args), listedIn(args), owner));
    const listed = listedAfter(args, goal, state);
    const taken =
      state === undefined ? this.changePreview.takenAfterwards(inputs, args) : new Set<AccountId>();
    const touched = { add: new Set<AccountId>(), remove: new Set<AccountId>() };
    const tell = (plan: Plan) => {
      this.output.print(previewLines(this.changePreview.ofPlan(inputs, plan, { goal, policy, state })));
      for (const account of plan.add) touched.add.add(account);
      for (const account of plan.remove) touched.remove.add(account);
    };
    try {
      // What could not be removed the last time is tried again by a run that writes anyway.
      const { closed: _, ...again } = goal;
      const share = { ...referenceTo(args), owner: state?.owner };
      const done = await this.app.manager.apply(share, again, policy, tell);
      const { accounts, foreignAccounts } = ownership(done.live, goal);
      // The engine deletes the share that this one replaces after it: those are not foreign to the next run.
      const held = { accounts, foreignAccounts: difference(foreignAccounts, taken) };
      noteRecorded(this.app, args, held.accounts);
      const changed = new Set(intersection(done.live, new Set([...touched.add, ...touched.remove])));
      this.output.print(changeLines(targetOf(args), touched.remove, changed));
      const found = { closed: [...done.closed.keys()], owner: owner ?? done.owner, place };
      const named = listed.filter((account) => account !== found.owner);
      return { ...stateOf(args, held, { ...found, listed: named }), ...optionsOf(inputs) };
    } catch (error) {
      if (!(error instanceof ShareError) || !error.wrote || error.live === undefined) throw error;
      const held = ownership(error.live, goal);
      const given = grantedAfter(listed, [...held.accounts, ...error.granted], state);
      if (state === undefined && held.accounts.length + error.granted.length === 0) throw error;
      throw new PartialFailure(this.app.explain(error), id, {
        ...stateOf(args, held, { owner, place, listed: given, failed: policy }),
        ...optionsOf(inputs),
        __provider: inputs.__provider,
      });
    }
  }

  /** Whether the errors of this process's comparisons are more than the engine shows. */
  get comparesManyAtOnce(): boolean {
    return this.output.isParallel;
  }

  /** Whether this is a preview that has to fail where `up` would. */
  private get isStrictPreview(): boolean {
    return this.progress.isPreview && this.app.connections.settings.strictPreview;
  }
}
