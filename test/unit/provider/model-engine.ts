/**
 * A model of the engine with one stack: which questions it asks the provider, in which order, what it remembers, and
 * what it prints of a preview.
 */

import { OWN_ECS } from "../../../src/core/accounts";
import { hintsInput, keptOptions } from "../../../src/core/program-hints";
import type { handle } from "../../../src/provider/dynamic/handle";
import { digest, exported, urnOf } from "../cli/preview-documents";
import { type Answer, newProcess, type Properties } from "./preview-process";

/** What a program says of a resource. */
interface Resource {
  readonly args: Properties;
  readonly retainOnDelete?: boolean;
  /** Name of another resource. */
  readonly deletedWith?: string | undefined;
  readonly deleteBeforeReplace?: boolean;
}

/** By the names that the program gives. */
export type ModelProgram = ReadonlyMap<string, Resource>;

/** What state holds of a resource. */
interface Saved {
  readonly name: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly retainOnDelete: boolean;
  readonly deletedWith: string | undefined;
  readonly modified: string;
  /** Whether the last run ended in the middle of it: then the engine updates it whatever diff says. */
  readonly isUnfinished: boolean;
  readonly isTainted: boolean;
}

export interface ModelState {
  readonly resources: ReadonlyMap<string, Saved>;
  /** Replaced, and still to be deleted. */
  readonly leftovers: readonly Saved[];
}

export const emptyState: ModelState = { resources: new Map(), leftovers: [] };

/** How the engine goes about a run. */
export interface Manner {
  /** Whether it asks about every resource before it carries anything out (PULUMI_PARALLEL_DIFF). */
  readonly asksFirst: boolean;
  readonly continueOnError: boolean;
}

type Call = (method: Parameters<typeof handle>[0], ...args: unknown[]) => Promise<Answer>;
type Op = "same" | "create" | "update" | "replace";

/** What it has found out about a resource before it does anything. */
interface Decision {
  readonly name: string;
  readonly resource: Resource;
  readonly old: Saved | undefined;
  readonly inputs: Properties;
  readonly op: Op;
}

class Refused extends Error {}

let clock = 0;
const now = () => new Date(Date.UTC(2026, 0, 1) + 1000 * ++clock).toISOString();

/** As `pulumi state taint` marks a resource. */
export function tainted(state: ModelState, name: string): ModelState {
  const old = state.resources.get(name);
  if (old === undefined) return state;
  return {
    ...state,
    resources: new Map(state.resources).set(name, { ...old, isTainted: true, modified: now() }),
  };
}

/** What the program tells the provider beside the arguments. */
function hiddenInputs(
  name: string,
  resource: Resource,
  state: ModelState,
  program: ModelProgram,
): Properties {
  const { retainOnDelete, deletedWith, deleteBeforeReplace } = resource;
  const old = state.resources.get(name);
  return {
    ...keptOptions({
      ...(retainOnDelete === true ? { retainOnDelete } : {}),
      ...(deletedWith === undefined ? {} : { deletedWith }),
    }),
    [hintsInput]: {
      before: old?.outputs,
      elsewhere: Object.fromEntries(old === undefined ? [] : listedBeside(name, old.outputs, program)),
      mayListMore: false,
      deletesFirst: deleteBeforeReplace === true,
    },
  };
}

/** Who is listed by others for the image, with their names. */
function listedBeside(name: string, image: Properties, program: ModelProgram): [string, string][] {
  const others = [...program].filter(([other, { args }]) => other !== name && isOf(image, args));
  return others.flatMap(([other, { args }]) =>
    [...(args.accounts as string[]), ...(args.shareToEcs === true ? [OWN_ECS] : [])].map(
      (account): [string, string] => [account, other],
    ),
  );
}

function isOf(image: Properties, other: Properties): boolean {
  return ["service", "region", "imageId"].every((key) => image[key] === other[key]);
}

async function decide(
  call: Call,
  name: string,
  resource: Resource,
  old: Saved | undefined,
  hidden: Properties,
): Promise<Decision> {
  const written = { ...resource.args, ...hidden };
  // What is marked for replacement is checked as if it were new, and never compared.
  const isForced = old?.isTainted === true;
  const { inputs, failures } = await call("check", (isForced ? undefined : old?.inputs) ?? {}, written);
  if (failures.length > 0) throw new Refused(failures.map(({ reason }) => reason).join("; "));
  const about = { name, resource, old, inputs };
  if (old === undefined) return { ...about, op: "create" };
  if (isForced) return { ...about, op: "replace" };
  const { changes, replaces = [] } = await call("diff", old.id, old.outputs, inputs);
  if (replaces.length === 0) {
    return { ...about, op: changes || old.isUnfinished ? "update" : "same" };
  }
  const again = await call("check", {}, written);
  if (again.failures.length > 0) throw new Refused(again.failures.map(({ reason }) => reason).join("; "));
  return { ...about, inputs: again.inputs, op: "replace" };
}

/** The documents that the CLI prints of a preview with --show-sames and --show-replacement-steps, and of state. */
export interface Documents {
  readonly preview: string;
  readonly state: string;
}

/** @param printed where the lines of the provider are collected */
export async function preview(
  state: ModelState,
  program: ModelProgram,
  printed: readonly string[],
): Promise<Documents> {
  const call = newProcess();
  const begin = printed.length;
  const errors: string[] = [];
  const decisions: Decision[] = [];
  try {
    for (const [name, resource] of program)
      decisions.push(
        await decide(
          call,
          name,
          resource,
          state.resources.get(name),
          hiddenInputs(name, resource, state, program),
        ),
      );
  } catch (error) {
    errors.push(messageOf(error));
  }
  const replaced = decisions.flatMap(({ op, old }) => (op === "replace" && old ? old : []));
  const steps = [
    ...decisions.flatMap(stepsOf),
    ...[...replaced, ...state.leftovers].map((old) => step("delete-replaced", asLeftover(old), undefined)),
    ...unlisted(state, program).map((old) => step("delete", inState(old), undefined)),
  ];
  return { preview: digest({ steps, lines: printed.slice(begin), errors }), state: documentOf(state) };
}

export function previewOfDestroy(state: ModelState): Documents {
  const steps = [
    ...[...state.resources.values()].map((old) => step("delete", inState(old), undefined)),
    ...state.leftovers.map((old) => step("delete", asLeftover(old), undefined)),
  ];
  return { preview: digest({ steps }), state: documentOf(state) };
}

/** How a run ended. */
export interface Outcome {
  readonly state: ModelState;
  readonly errors: readonly string[];
}

export async function up(state: ModelState, program: ModelProgram, manner: Manner): Promise<Outcome> {
  const run = new Run(state, manner);
  const decided: Decision[] = [];
  const begin = (name: string, resource: Resource) =>
    run.attempt(name, async () => {
      const decision = await decide(
        run.call,
        name,
        resource,
        run.resources.get(name),
        hiddenInputs(name, resource, state, program),
      );
      if (manner.asksFirst) decided.push(decision);
      else await run.carryOut(decision);
    });
  for (const [name, resource] of program) await begin(name, resource);
  for (const decision of decided) await run.attempt(decision.name, () => run.carryOut(decision));
  await run.removeAll([...unlisted(state, program), ...run.leftovers]);
  return run.outcome;
}

export async function destroy(state: ModelState, manner: Manner): Promise<Outcome> {
  const run = new Run(state, manner);
  await run.removeAll([...state.leftovers, ...state.resources.values()]);
  return run.outcome;
}

/** One run that changes something, in a provider process of its own. */
class Run {
  readonly call: Call = newProcess();
  readonly resources: Map<string, Saved>;
  leftovers: readonly Saved[];
  private readonly errors: string[] = [];
  private readonly failed = new Set<string>();
  private readonly manner: Manner;

  constructor({ resources, leftovers }: ModelState, manner: Manner) {
    this.resources = new Map(resources);
    this.leftovers = leftovers;
    this.manner = manner;
  }

  get outcome(): Outcome {
    return { state: { resources: this.resources, leftovers: this.leftovers }, errors: this.errors };
  }

  /** Does something about a resource, unless an error has ended the run, or all that concerns this resource. */
  async attempt(name: string, work: () => Promise<void>): Promise<void> {
    if (this.failed.has(name) || (this.errors.length > 0 && !this.manner.continueOnError)) return;
    try {
      await work();
    } catch (error) {
      this.errors.push(messageOf(error));
      this.failed.add(name);
    }
  }

  async carryOut({ name, resource, old, inputs, op }: Decision): Promise<void> {
    const { deletedWith } = resource;
    const retainOnDelete = resource.retainOnDelete === true;
    const save = (id: string, outputs: Properties, isUnfinished = false) => {
      const saved = {
        name,
        id,
        inputs,
        outputs,
        retainOnDelete,
        deletedWith,
        modified: now(),
        isUnfinished,
        isTainted: false,
      };
      this.resources.set(name, saved);
    };
    if (op === "same") {
      if (old !== undefined) this.resources.set(name, { ...old, inputs, retainOnDelete, deletedWith });
    } else if (op === "update" && old !== undefined) {
      const { outs } = await this.saving(save, () => this.call("update", old.id, old.outputs, inputs));
      save(old.id, outs);
    } else {
      if (old !== undefined && resource.deleteBeforeReplace) await this.remove(old, new Set());
      const { id, outs } = await this.saving(
        (...made) => {
          this.leave(old);
          save(...made);
        },
        () => this.call("create", inputs),
      );
      this.leave(old);
      save(id, outs);
    }
  }

  async removeAll(olds: readonly Saved[]): Promise<void> {
    const gone = new Set(olds.map(({ name }) => name));
    for (const old of olds) await this.attempt(old.name, () => this.remove(old, gone));
  }

  private async remove(old: Saved, gone: ReadonlySet<string>): Promise<void> {
    const isSpared = old.retainOnDelete || (old.deletedWith !== undefined && gone.has(old.deletedWith));
    if (!isSpared) await this.call("delete", old.id, old.outputs);
    this.leftovers = this.leftovers.filter(({ modified }) => modified !== old.modified);
    if (this.resources.get(old.name)?.modified === old.modified) this.resources.delete(old.name);
  }

  /** Keeps what is replaced for its deletion, unless that is done. */
  private leave(old: Saved | undefined): void {
    if (old === undefined || this.resources.get(old.name)?.modified !== old.modified) return;
    this.leftovers = [...this.leftovers, old];
  }

  /** What a failed operation has done all the same is saved. */
  private async saving(
    save: (id: string, outputs: Properties, isUnfinished: boolean) => void,
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Error && "properties" in error && "id" in error)
        save(String(error.id), error.properties as Properties, true);
      throw error;
    }
  }
}

function unlisted({ resources }: ModelState, program: ModelProgram): Saved[] {
  return [...resources.values()].filter(({ name }) => !program.has(name));
}

function stepsOf({ name, resource, old, inputs, op }: Decision): Properties[] {
  const after = {
    ...resourceOf(name),
    inputs,
    outputs: {},
    retainOnDelete: resource.retainOnDelete === true,
  };
  if (old === undefined || op !== "replace") return [step(op, old && inState(old), after)];
  const before = resource.deleteBeforeReplace ? inState(old) : asLeftover(old);
  return [step("create-replacement", inState(old), after), step("replace", before, after)];
}

function step(op: string, oldState: Properties | undefined, newState: Properties | undefined): Properties {
  return { op, urn: (newState ?? oldState)?.urn, oldState, newState };
}

function documentOf({ resources, leftovers }: ModelState): string {
  return exported([...[...resources.values()].map(inState), ...leftovers.map(asLeftover)]);
}

function inState({ name, id, inputs, outputs, retainOnDelete, deletedWith, modified }: Saved): Properties {
  const other = deletedWith === undefined ? {} : { deletedWith: urnOf(deletedWith) };
  return { ...resourceOf(name), id, inputs, outputs, retainOnDelete, ...other, modified };
}

function asLeftover(saved: Saved): Properties {
  return { ...inState(saved), delete: true };
}

function resourceOf(name: string): Properties {
  return { urn: urnOf(name), type: "pulumi-nodejs:dynamic/image-share:ImageShare" };
}

function messageOf(error: unknown): string {
  if (error instanceof Refused) return error.message;
  // Anything else than a refusal or a failure that speaks to the user is a mistake of this test or of the product.
  if (error instanceof Error && "reasons" in error) return error.message;
  if (error instanceof Error && error.stack === "failed; the engine shows the error") return error.message;
  throw error;
}
