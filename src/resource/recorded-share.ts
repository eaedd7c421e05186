/**
 * Reads a share's state before the run from the engine. The program does it, because a provider is not told of the share
 * that a lookup or a forced replacement ends.
 */
import * as pulumi from "@pulumi/pulumi";
import { type EndOfShare, endOfShare } from "../core/end-of-share";
import { thisRun } from "./image-claims";

/** The engine's type of every {@link ImageShare}. */
const TYPE = "pulumi-nodejs:dynamic/image-share:ImageShare";

/** The engine's function that returns the outputs of all resources in state. */
const READ_STATE = "pulumi:pulumi:readStackResourceOutputs";

/** Outputs of the stack's resources, by URN. */
type StateOutputs = Readonly<Record<string, { readonly outputs?: Record<string, unknown> } | undefined>>;

/** State by connection to the engine, so that a run reads it once. */
const stateOfRun = new WeakMap<object, Promise<StateOutputs>>();

/** The managed share of this name in state, if any. @throws if state cannot be read */
export async function recordedShare(
  name: string,
  parent: pulumi.Resource | undefined,
): Promise<EndOfShare | undefined> {
  return endOfShare((await recordedOutputs(name, parent)) ?? {});
}

/** The outputs of this name in state, if any. @throws if state cannot be read */
export async function recordedOutputs(
  name: string,
  parent: pulumi.Resource | undefined,
): Promise<Record<string, unknown> | undefined> {
  const [urn, byUrn] = await Promise.all([urnOf(name, parent), recorded()]);
  if (byUrn[urn]?.outputs === undefined) return undefined;
  const { __provider, ...outputs } = byUrn[urn].outputs;
  return outputs;
}

function recorded(): Promise<StateOutputs> {
  const run: object = pulumi.runtime.getMonitor() ?? thisRun();
  const state = stateOfRun.get(run) ?? readState();
  stateOfRun.set(run, state);
  return state;
}

async function readState(): Promise<StateOutputs> {
  const stack = pulumi.getStack();
  try {
    return await readStateOf([pulumi.getOrganization(), pulumi.getProject(), stack].join("/"));
  } catch {
    // Old backends without project names, and mocks without an organization, know only the stack's last part.
    return readStateOf(stack);
  }
}

async function readStateOf(stackName: string): Promise<StateOutputs> {
  return outputsIn(await pulumi.runtime.invoke(READ_STATE, { stackName }));
}

/** Empty for the answer of a mock. */
function outputsIn(answer: unknown): StateOutputs {
  const outputs: unknown = (answer as { outputs?: unknown } | undefined)?.outputs;
  return typeof outputs === "object" && outputs !== null ? (outputs as StateOutputs) : {};
}

function urnOf(name: string, parent: pulumi.Resource | undefined): Promise<string> {
  return new Promise((resolve) => {
    pulumi.createUrn(name, TYPE, parent).apply(resolve);
  });
}
