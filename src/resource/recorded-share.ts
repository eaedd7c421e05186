/**
 * What state holds of a share before the run, asked of the engine by the program: a provider is not told of the share
 * that a lookup or a forced replacement ends.
 */
import * as pulumi from "@pulumi/pulumi";
import { type EndOfShare, endOfShare } from "../core/end-of-share";
import { thisRun } from "./image-claims";

/** How the engine names the type of every {@link ImageShare}. */
const TYPE = "pulumi-nodejs:dynamic/image-share:ImageShare";

/** The engine's own function; it answers with the outputs of every resource in state. */
const READ_STATE = "pulumi:pulumi:readStackResourceOutputs";

/** State of the stack's resources, by URN. */
type StateOutputs = Readonly<Record<string, { readonly outputs?: Record<string, unknown> } | undefined>>;

/** State by the connection to the engine that a run has: it is read once, however many resources ask. */
const stateOfRun = new WeakMap<object, Promise<StateOutputs>>();

/** What state holds under this name; undefined where it holds no share that is managed. @throws where it cannot be read */
export async function recordedShare(
  name: string,
  parent: pulumi.Resource | undefined,
): Promise<EndOfShare | undefined> {
  return endOfShare((await recordedOutputs(name, parent)) ?? {});
}

/** All that state holds under this name; undefined where it holds nothing. @throws where it cannot be read */
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
    // A backend of before projects had names, and a mock without an organization, know the stack by the last part alone.
    return readStateOf(stack);
  }
}

async function readStateOf(stackName: string): Promise<StateOutputs> {
  return outputsIn(await pulumi.runtime.invoke(READ_STATE, { stackName }));
}

/** Nothing of what a mock of the engine answers. */
function outputsIn(answer: unknown): StateOutputs {
  const outputs: unknown = (answer as { outputs?: unknown } | undefined)?.outputs;
  return typeof outputs === "object" && outputs !== null ? (outputs as StateOutputs) : {};
}

function urnOf(name: string, parent: pulumi.Resource | undefined): Promise<string> {
  return new Promise((resolve) => {
    pulumi.createUrn(name, TYPE, parent).apply(resolve);
  });
}
