/**
 * What state holds of a share before the run, asked of the engine by the program: a provider is not told of the share
 * that a lookup or a forced replacement ends.
 */
import * as pulumi from "@pulumi/pulumi";
import { type Recalled, recalled } from "../core/recalled";
import { thisRun } from "./one-per-image";

/** How the engine names the type of every {@link ImageShare}. */
const TYPE = "pulumi-nodejs:dynamic/image-share:ImageShare";

/** The engine's own function; it answers with the outputs of every resource in state. */
const READ_STATE = "pulumi:pulumi:readStackResourceOutputs";

type StateOutputs = Readonly<Record<string, { readonly outputs?: Record<string, unknown> } | undefined>>;

/** State by run: it is read once, however many resources ask. */
const stateOfRun = new WeakMap<object, Promise<StateOutputs>>();

/** What state holds under this name; undefined where it holds no share that is managed. @throws where it cannot be read */
export async function recordedShare(
  name: string,
  parent: pulumi.Resource | undefined,
): Promise<Recalled | undefined> {
  const run = thisRun();
  const state = stateOfRun.get(run) ?? readState();
  stateOfRun.set(run, state);
  const [urn, known] = await Promise.all([urnOf(name, parent), state]);
  return recalled(known[urn]?.outputs ?? {});
}

async function readState(): Promise<StateOutputs> {
  const stack = pulumi.getStack();
  const names = [[pulumi.getOrganization(), pulumi.getProject(), stack].join("/"), stack];
  for (const [index, stackName] of names.entries()) {
    try {
      const answer: unknown = await pulumi.runtime.invoke(READ_STATE, { stackName });
      return outputsIn(answer);
    } catch (error) {
      // A backend of before projects had names knows the stack by the last part alone.
      if (index === names.length - 1) throw error;
    }
  }
  return {};
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
