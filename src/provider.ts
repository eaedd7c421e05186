/**
 * The provider process: what Pulumi's engine asks, put to the share manager, and the answers put in the engine's
 * terms. Reached only through the shim that is serialized into state, so `handle` must understand the calls, and
 * the state, of every released version.
 */
import { findService, serviceNames } from "./backends/registry";
import { cancelWithEngine } from "./cancellation";
import { Connections } from "./connections";
import { systemClock } from "./converge/clock";
import { ShareManager, type ShareReference } from "./converge/share-manager";
import { sameAccounts } from "./core/accounts";
import { type ArgFailure, checkArgs, type ShareArgs } from "./core/args";
import { ConfigurationError, ShareError } from "./core/errors";
import { goalOf, listedIn, ownedIn, policyOf, scopeOf, targetOf } from "./core/goal";
import { refusals } from "./core/guards";
import { planLines } from "./core/messages";
import { type Goal, holdings, isSettled, planShare } from "./core/plan";
import { changedSettings, readState, type ShareState, shares, stateOf } from "./core/state";
import { imageLabel, shareId } from "./core/target";
import { forEngine, PartialFailure } from "./engine-errors";
import type { Configuration } from "./settings";

type Properties = Record<string, unknown>;

/** What the engine sends at preview in place of a value that is not known yet (`pulumi.runtime.unknownValue`). */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const replacing = ["service", "region", "imageId"] as const;

/** One per configured provider, that is, one per process and stack. */
class Provider {
  private readonly connections: Connections;
  private readonly manager: ShareManager;

  constructor(configuration: Configuration) {
    this.connections = new Connections(configuration);
    this.manager = new ShareManager({
      clock: systemClock,
      report: (line) => console.log(line),
      open: (service, profile) => this.connections.open(service, profile),
    });
    cancelWithEngine(this.manager);
  }

  async check(_olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: ArgFailure[] }> {
    const { __provider, ...raw } = news;
    const service = findService(raw.service);
    const verdict = checkArgs(raw, service?.facts, serviceNames, unknownValue);
    const failures = [...verdict.failures];
    if (failures.length === 0) {
      failures.push(...(await this.configurationFailures(verdict.args)));
      const args = knownArgs(verdict.args);
      if (args !== undefined) {
        this.manager.claim(targetOf(args), listedIn(args));
        for (const note of verdict.notes) console.log(`${imageLabel(targetOf(args))}: ${note}`);
      }
    }
    // The engine prints the value of a property that a failure names, secret or not; the reasons name it as well.
    return { inputs: verdict.args, failures: failures.map(({ reason }) => ({ property: "", reason })) };
  }

  async diff(
    id: string,
    olds: Properties,
    news: Properties,
  ): Promise<{ changes: boolean; replaces?: string[] }> {
    const state = stateFor(id, olds);
    const replaces = replacing.filter((key) => news[key] !== olds[key]);
    if (replaces.length > 0) return { changes: true, replaces };
    const args = knownArgs(news);
    if (args === undefined) return { changes: true };
    const live = await this.liveOrRecorded(referenceTo(args), state);
    if (live === undefined) {
      console.log(
        `${imageLabel(state.target)}: the image is gone. Name its successor in imageId, or drop the resource; up will fail unless the image is back under this ID`,
      );
      return { changes: true, replaces: ["imageId"] };
    }
    const goal = goalOf(args, state);
    const plan = planShare(live, goal);
    for (const line of planLines(state.target, plan, goal)) console.log(line);
    for (const reason of refusals(plan, policyOf(args, findService(args.service)?.facts.accountLimit))) {
      console.log(`${imageLabel(state.target)}: up will refuse this: ${reason}`);
    }
    const isRecorded = sameAccounts(holdings(live, goal).accounts, ownedIn(state));
    return { changes: !isSettled(plan) || !isRecorded || changedSettings(olds, news).length > 0 };
  }

  async create(inputs: Properties): Promise<{ id: string; outs: Properties }> {
    const args = resolvedArgs(inputs);
    const id = shareId(targetOf(args));
    return { id, outs: await this.apply(id, args, goalOf(args, undefined), inputs, true) };
  }

  async update(id: string, olds: Properties, news: Properties): Promise<{ outs: Properties }> {
    const args = resolvedArgs(news);
    return { outs: await this.apply(id, args, goalOf(args, stateFor(id, olds)), news, false) };
  }

  async read(
    id: string,
    properties: Properties,
  ): Promise<{ id: string; props: Properties; inputs?: Properties }> {
    const state = stateFor(id, properties);
    const { scope } = referenceIn(state);
    const live = await this.manager.read(referenceIn(state));
    if (live === undefined) return { id: "", props: {} };
    // Without state (`ImageShare.get`) nobody is foreign: the reader asks who has access.
    const held = holdings(live, { listed: [], owned: state.isRecorded ? ownedIn(state) : [...live] });
    const { __provider, ...known } = properties;
    const outputs: Properties = { ...known, ...state.target, ...shares(held, scope) };
    const { foreignAccounts, ...inputs } = outputs;
    return { id, props: { ...inputs, foreignAccounts }, inputs };
  }

  async delete(id: string, properties: Properties): Promise<void> {
    const state = stateFor(id, properties);
    await this.manager.revoke(referenceIn(state), ownedIn(state), state.protectedAccounts);
  }

  /** @param isNew whether state has nothing of the resource yet: then it gets it only if there is something to own */
  private async apply(
    id: string,
    args: ShareArgs,
    goal: Goal,
    inputs: Properties,
    isNew: boolean,
  ): Promise<Properties> {
    const policy = policyOf(args, findService(args.service)?.facts.accountLimit);
    try {
      return stateOf(args, holdings(await this.manager.apply(referenceTo(args), goal, policy), goal));
    } catch (error) {
      if (!(error instanceof ShareError) || !error.wrote || error.live === undefined) throw error;
      const held = holdings(error.live, goal);
      if (isNew && held.accounts.length === 0) throw error;
      throw new PartialFailure(error.message, id, { ...stateOf(args, held), __provider: inputs.__provider });
    }
  }

  /** Complaints about configuration and credentials, which a preview must show as well. */
  private async configurationFailures(args: Properties): Promise<ArgFailure[]> {
    const profile = args.credentials === unknownValue ? undefined : (args.credentials as string | undefined);
    try {
      await this.connections.open(String(args.service), profile);
      return [];
    } catch (error) {
      if (error instanceof ConfigurationError) return [{ property: "", reason: error.message }];
      throw error;
    }
  }

  private async liveOrRecorded(share: ShareReference, state: ShareState) {
    if (this.connections.settings.liveDiff) return this.manager.read(share);
    return new Set([...ownedIn(state), ...state.foreignAccounts]);
  }
}

function stateFor(id: string, properties: Properties): ShareState {
  const state = readState(id, properties);
  if (state === undefined) {
    throw new ConfigurationError(`the state of the resource with the id "${id}" does not name an image`);
  }
  return state;
}

function referenceTo(args: ShareArgs): ShareReference {
  const { credentials, timeoutSeconds } = args;
  return { target: targetOf(args), scope: scopeOf(args), credentials, timeoutSeconds };
}

/** What to read, or to revoke, for a resource of which only state is left. */
function referenceIn(state: ShareState): ShareReference {
  const { target, credentials, timeoutSeconds } = state;
  const scope = { accounts: state.accounts !== undefined, ownEcs: state.shareToEcs !== undefined };
  const everything = { accounts: true, ownEcs: findService(target.service)?.facts.ownEcs === true };
  return {
    target,
    scope: isBlank(state) ? everything : scope,
    credentials,
    timeoutSeconds,
  };
}

/** Whether nothing is recorded, as for `ImageShare.get`. */
function isBlank(state: ShareState): boolean {
  return state.accounts === undefined && state.shareToEcs === undefined;
}

/** Checked arguments, or undefined while some value is not known. */
function knownArgs(checked: Properties): ShareArgs | undefined {
  const values = Object.values(checked).flat();
  return values.includes(unknownValue) ? undefined : (checked as unknown as ShareArgs);
}

/** At create and update everything is known, and check has been there before. */
function resolvedArgs(inputs: Properties): ShareArgs {
  const args = knownArgs(inputs);
  if (args === undefined)
    throw new ConfigurationError("an argument is still unknown when the share is to be made");
  return args;
}

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
  const provider = providers.get(config) ?? new Provider(configurationOf(config));
  providers.set(config, provider);
  try {
    const call = provider[method] as (...args: unknown[]) => Promise<unknown>;
    return await call.apply(provider, args);
  } catch (error) {
    throw forEngine(error);
  }
}

/** The SDK's type tells a value by its key only; the keys themselves stand in a member that it does not promise. */
function configurationOf(config: { get(key: string): string | undefined }): Configuration {
  const all: unknown = "rawConfig" in config ? config.rawConfig : undefined;
  const keys = typeof all === "object" && all !== null ? Object.keys(all) : [];
  return { keys, get: (key) => config.get(key) };
}
