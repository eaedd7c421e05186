/**
 * The provider process: what Pulumi's engine asks, put to the share manager, and the answers put in the engine's
 * terms. Reached only through the shim that is serialized into state, so `handle` must understand the calls, and
 * the state, of every released version.
 */
import { Announcements } from "./announcements";
import { serviceNames } from "./backends/registry";
import { cancelWithEngine } from "./cancellation";
import type { ShareReference } from "./converge/share-manager";
import { type AccountId, sameAccounts, without } from "./core/accounts";
import { checkArgs, type ShareArgs } from "./core/args";
import { explain, ShareError } from "./core/errors";
import { goalOf, listedIn, ownedIn, targetOf } from "./core/goal";
import type { GuardPolicy } from "./core/guards";
import { forgottenLine, goneLine, previewLines, refreshLines, unknownLine } from "./core/messages";
import { type Goal, holdings, isSettled, type Plan, planShare } from "./core/plan";
import { changedSettings, recordedTarget, type ShareState, stateOf } from "./core/state";
import { imageLabel, shareId } from "./core/target";
import { forEngine, PartialFailure } from "./engine-errors";
import {
  type Complaint,
  complaint,
  configurationFailures,
  knownArgs,
  type Properties,
  readOutputs,
  referenceIn,
  resolvedArgs,
  stateFor,
  unknownValue,
} from "./engine-values";
import { Host } from "./host";
import {
  inThisRun,
  newShareProspect,
  outlookOf,
  ownerFor,
  policyFor,
  referenceTo,
  replacedShareLines,
} from "./prospect";
import { checkImage, noSuchImage } from "./reader";
import type { Configuration } from "./settings";

const replacing = ["service", "region", "imageId"] as const;

/** A preview does not wait longer than this for a cloud that does not answer. */
const MOST_PREVIEW_SECONDS = 60;

/** One per configured provider, that is, one per process and stack. */
class Provider {
  readonly host: Host;
  private readonly announcements: Announcements;
  /** Whether this is no preview: the engine does not say so, but a preview makes nothing. */
  private isApplying = false;
  /** What was refreshed and not checked since: the engine's next question for its diff is about what read found. */
  private readonly refreshed = new Set<string>();

  constructor(configuration: Configuration) {
    this.host = new Host(configuration, (text) => console.log(text));
    this.announcements = new Announcements((...lines) => this.host.say(...lines));
    cancelWithEngine(this.host.manager);
  }

  check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: Complaint[] }> {
    return this.announcements.during(() => this.checkNow(olds, news));
  }

  private async checkNow(
    olds: Properties,
    news: Properties,
  ): Promise<{ inputs: Properties; failures: Complaint[] }> {
    const before = recordedTarget(olds);
    if (before !== undefined) this.refreshed.delete(shareId(before));
    const { __provider, ...raw } = news;
    const facts = this.host.connections.factsOf(raw.service);
    const verdict = checkArgs(raw, facts, serviceNames, unknownValue);
    const inputs = verdict.args;
    if (verdict.failures.length > 0) return { inputs, failures: verdict.failures.map(complaint) };
    const failures = await configurationFailures(this.host, inputs);
    const args = knownArgs(inputs);
    if (failures.length > 0 || args === undefined) return { inputs, failures };
    const target = targetOf(args);
    this.host.manager.claim(target, listedIn(args));
    const notes = verdict.notes.map((note) => `${imageLabel(target)}: ${note}`);
    // Only check is asked about a share that is still to be made: all others come to diff.
    const isNew = replacing.some((key) => olds[key] !== inputs[key]);
    // The engine checks one resource after the other, and creates many at once: then each create says it itself.
    const mustLook = isNew && !this.isApplying;
    this.announcements.announce(shareId(target), [
      ...notes,
      ...(mustLook ? await this.newShareLines(args) : []),
    ]);
    return { inputs, failures };
  }

  diff(id: string, olds: Properties, news: Properties): Promise<{ changes: boolean; replaces?: string[] }> {
    return this.announcements.during(() => this.diffNow(id, olds, news));
  }

  private async diffNow(
    id: string,
    olds: Properties,
    news: Properties,
  ): Promise<{ changes: boolean; replaces?: string[] }> {
    const state = stateFor(id, olds);
    // A refresh changes nobody's access, and read has said what it found.
    const isRefresh = this.refreshed.has(id);
    const say = (lines: string[]) => {
      if (!isRefresh) this.announcements.announce(shareId(state.target), lines);
    };
    const replaces = replacing.filter((key) => news[key] !== olds[key]);
    if (replaces.length > 0) {
      this.announcements.announce(shareId(state.target), replacedShareLines(this.host, state));
      return { changes: true, replaces };
    }
    const args = knownArgs(news);
    if (args === undefined) return { changes: true };
    const live = await this.liveOrRecorded({ ...referenceTo(args), owner: state.owner }, state);
    if (live === undefined) {
      say([goneLine(state.target, await this.host.callerOf(referenceTo(args)))]);
      return { changes: true, replaces: ["imageId"] };
    }
    const goal = this.goalOfKnown(args, state);
    const plan = planShare(live, goal);
    const outlook = outlookOf(args, plan, goal, this.policyNow(args, state), state);
    say(previewLines(inThisRun(this.host, outlook)));
    const isRecorded = sameAccounts(holdings(live, goal).accounts, ownedIn(state));
    return { changes: !isSettled(plan) || !isRecorded || changedSettings(olds, news).length > 0 };
  }

  /** The program refuses two resources for one image where it can see both; transforms and copies of the package hide one. */
  private policyNow(args: ShareArgs, state: ShareState | undefined): GuardPolicy {
    return { ...policyFor(this.host, args, state), listedElsewhere: this.listedElsewhere(args) };
  }

  /** Whom other resources of the program list for the image, and this one does not. */
  private listedElsewhere(args: ShareArgs): AccountId[] {
    return without(this.host.manager.claimed(targetOf(args)), new Set(listedIn(args)));
  }

  /** What only another resource of the program lists, this one hands over instead of revoking it. */
  private goalOfKnown(args: ShareArgs, state: ShareState): Goal {
    const goal = goalOf(args, state);
    if (goal.exclusive) return goal;
    return { ...goal, owned: without(goal.owned, new Set(this.listedElsewhere(args))) };
  }

  /** Who would gain and lose access, so that nobody is surprised by an image that others have shared before. */
  private async newShareLines(args: ShareArgs): Promise<string[]> {
    if (!this.host.connections.settings.liveDiff) return [];
    const target = targetOf(args);
    const timeoutSeconds = Math.min(args.timeoutSeconds ?? MOST_PREVIEW_SECONDS, MOST_PREVIEW_SECONDS);
    try {
      const prospect = await newShareProspect(
        this.host,
        args,
        timeoutSeconds,
        this.policyNow(args, undefined),
      );
      if (prospect !== undefined) return previewLines(inThisRun(this.host, prospect));
      return [goneLine(target, await this.host.callerOf(referenceTo(args)))];
    } catch (error) {
      if (error instanceof ShareError) return [explain(error), unknownLine(target)];
      throw error;
    }
  }

  async create(inputs: Properties): Promise<{ id: string; outs: Properties }> {
    const args = resolvedArgs(inputs);
    const id = shareId(targetOf(args));
    return { id, outs: await this.apply(id, args, inputs, undefined) };
  }

  async update(id: string, olds: Properties, news: Properties): Promise<{ outs: Properties }> {
    const args = resolvedArgs(news);
    return { outs: await this.apply(id, args, news, stateFor(id, olds)) };
  }

  async read(
    id: string,
    properties: Properties,
  ): Promise<{ id: string; props: Properties; inputs?: Properties }> {
    const state = stateFor(id, properties);
    const { target, isRecorded, isLookup } = state;
    if (!isRecorded) checkImage(target);
    const live = await this.host.manager.read(referenceIn(state));
    const keys = live === undefined ? await this.host.callerOf(referenceIn(state)) : "";
    if (live === undefined && !isRecorded) throw noSuchImage(target, keys);
    if (isRecorded && !isLookup) {
      this.refreshed.add(id);
      const known = { owned: ownedIn(state), foreign: state.foreignAccounts };
      const found = live === undefined ? [forgottenLine(target, keys)] : refreshLines(target, known, live);
      this.announcements.say(found);
    }
    if (live === undefined) return { id: "", props: {} };
    return { id, ...readOutputs(properties, state, live) };
  }

  async delete(id: string, properties: Properties): Promise<void> {
    this.isApplying = true;
    const state = stateFor(id, properties);
    await this.host.manager.revoke(referenceIn(state), ownedIn(state), state.protectedAccounts);
  }

  /** @param state undefined when there is none yet: then it gets one only if there is something to own */
  private async apply(
    id: string,
    args: ShareArgs,
    inputs: Properties,
    state: ShareState | undefined,
  ): Promise<Properties> {
    this.isApplying = true;
    const owner = await ownerFor(this.host.manager, args, state);
    const goal =
      state === undefined ? goalOf(args, undefined, owner) : this.goalOfKnown(args, { ...state, owner });
    // What check and diff have said is not said again; but much may have changed since they looked.
    const policy = this.policyNow(args, state);
    const tell = (plan: Plan) =>
      this.announcements.say(previewLines(outlookOf(args, plan, goal, policy, state)));
    try {
      // What could not be removed the last time is tried again by a run that writes anyway.
      const { closed: _, ...again } = goal;
      const share = { ...referenceTo(args), owner: state?.owner };
      const { live, closed } = await this.host.manager.apply(share, again, policy, tell);
      return stateOf(args, holdings(live, goal), { closed: [...closed.keys()], owner });
    } catch (error) {
      if (!(error instanceof ShareError) || !error.wrote || error.live === undefined) throw error;
      const held = holdings(error.live, goal);
      if (state === undefined && held.accounts.length === 0) throw error;
      throw new PartialFailure(this.host.explain(error), id, {
        ...stateOf(args, held, { owner, failed: policy }),
        __provider: inputs.__provider,
      });
    }
  }

  private async liveOrRecorded(share: ShareReference, state: ShareState) {
    if (this.host.connections.settings.liveDiff) return this.host.manager.read(share);
    return new Set([...ownedIn(state), ...state.foreignAccounts]);
  }
}

/**
 * By the configuration of the process. Not by what `configure` received: the SDK makes one of those for each text of
 * the provider that it finds in state, and resources of two texts must know of each other, as a rename does that
 * brings a new text with it.
 */
const providers = new WeakMap<object, Provider>();

type Method = "check" | "diff" | "create" | "update" | "read" | "delete";

/**
 * Entry point of the shim.
 *
 * @param method name of the provider's method
 * @param config the stack's configuration, as `configure` received it
 * @param args the method's arguments
 */
export async function handle(
  method: Method,
  config: { get(key: string): string | undefined },
  args: unknown[],
): Promise<unknown> {
  const raw: unknown = "rawConfig" in config ? config.rawConfig : undefined;
  const identity = isObject(raw) ? raw : config;
  const provider = providers.get(identity) ?? new Provider(configurationOf(config, raw));
  providers.set(identity, provider);
  try {
    const call = provider[method] as (...args: unknown[]) => Promise<unknown>;
    return await call.apply(provider, args);
  } catch (error) {
    throw forEngine(error, provider.host);
  }
}

/** The SDK's type tells a value by its key only; the keys themselves stand in a member that it does not promise. */
function configurationOf(config: { get(key: string): string | undefined }, raw: unknown): Configuration {
  return { keys: isObject(raw) ? Object.keys(raw) : [], get: (key) => config.get(key) };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
