/** One command of the engine: in which order it asks, and what it saves. */
import { type Engine, Failed, type Made, type Saved } from "./engine";
import type { Program, Properties } from "./program";
import { hiddenInputs } from "./program-hints";
import type { Stack } from "./stack";
import type { Choice, UpOptions } from "./steps";
import { listIn, ownedIn } from "./will";

/** What the engine has found out about a resource before it does anything about it. */
export interface Decision {
  readonly program: Program;
  readonly op: "same" | "create" | "update" | "replace" | "read";
  readonly old: Saved | undefined;
  readonly inputs: Properties;
}

let clock = 0;

export class Run {
  /** What was let go of without a question. */
  readonly released: Saved[] = [];
  /** What the program was asked about, in this order. */
  readonly asked: Program[] = [];
  readonly #stack: Stack;
  readonly #engine: Engine;
  readonly #failures: string[] = [];
  #continuesOnError = false;
  /** State as the program finds it. */
  #recorded: ReadonlyMap<string, Saved> | undefined;

  constructor(stack: Stack, engine: Engine) {
    this.#stack = stack;
    this.#engine = engine;
  }

  async up(options: UpOptions): Promise<void> {
    const { asksFirst, continuesOnError } = options.manner;
    if (options.isRefreshed) await this.refresh(options);
    this.#continuesOnError = continuesOnError;
    if (asksFirst) {
      for (const decision of await this.decide(options)) await this.#attempt(() => this.#carryOut(decision));
    } else {
      for (const program of this.#chosenPrograms(options)) {
        await this.#attempt(async () => this.#carryOut(await this.#decide(program, options)));
      }
    }
    // The program ends with an error then, and nothing is deleted.
    this.#throwFailures();
    await this.#end(this.endings(options));
  }

  /** Asks about every resource, and carries nothing out. */
  async decide(options: UpOptions): Promise<Decision[]> {
    const decisions: Decision[] = [];
    for (const program of this.#chosenPrograms(options)) {
      await this.#attempt(async () => decisions.push(await this.#decide(program, options)));
    }
    return decisions;
  }

  async refresh({ only }: Choice): Promise<void> {
    const read = async (saved: Saved) => {
      const found = await this.#engine.read(saved);
      this.#replace(saved, found);
      // Only for what it shows: it changes nothing.
      if (found !== undefined && found.outputs.isLookup !== true)
        await this.#engine.diff(found, saved.inputs, { isRefresh: true });
    };
    for (const saved of this.#chosen(this.#stack.all, only)) await read(saved);
  }

  async destroy(choice: Choice): Promise<void> {
    await this.#end(this.allEndings(choice));
  }

  /** What comes to its end in an up: what the program has no longer, and what was replaced. */
  endings(choice: Choice): readonly Saved[] {
    const named = new Set(this.#stack.programs.filter(({ exists }) => exists).map(({ name }) => name));
    const { resources, leftovers } = this.#stack.state;
    return this.#inOrder(
      [...leftovers, ...[...resources.values()].filter(({ name }) => !named.has(name))],
      choice,
    );
  }

  /** What comes to its end in a destroy. */
  allEndings(choice: Choice): readonly Saved[] {
    return this.#inOrder(this.#stack.all, choice);
  }

  #chosenPrograms({ only, manner }: UpOptions): readonly Program[] {
    const programs = this.#stack.programs.filter(
      ({ exists, resource }) => exists && (only === undefined || resource === only),
    );
    return manner.isReversed ? programs.toReversed() : programs;
  }

  async #decide(program: Program, { isReplaced }: UpOptions): Promise<Decision> {
    this.asked.push(program);
    const saved = this.#stack.state.resources.get(program.name);
    if (program.looks) return this.#look(program, saved);
    this.#recorded ??= new Map(this.#stack.state.resources);
    const news = { ...program.inputs, ...hiddenInputs(program, this.#stack.programs, this.#recorded) };
    // What was only looked at is no share to compare with, or to delete.
    const old = saved?.outputs.isLookup === true ? undefined : saved;
    if (old !== undefined && !isReplaced && !old.isTainted) {
      const inputs = await this.#engine.check(old.inputs, news);
      const { changes, replaces } = await this.#engine.diff(old, inputs);
      if (replaces.length === 0)
        return { program, op: changes || old.isUnfinished ? "update" : "same", old, inputs };
    }
    const inputs = await this.#engine.check(undefined, news);
    return { program, op: old === undefined ? "create" : "replace", old, inputs };
  }

  /** The program refuses a lookup in the place of a share that would be deleted; the engine would not ask about that. */
  async #look(program: Program, saved: Saved | undefined): Promise<Decision> {
    if (saved !== undefined && isManagedElsewhere(saved, program)) {
      throw new Failed(
        "a lookup in the place of a share. See docs/errors.md#managed-lookup (image-share explain managed-lookup)",
      );
    }
    return { program, op: "read", old: saved, inputs: {} };
  }

  async #carryOut({ program, op, old, inputs }: Decision): Promise<void> {
    const { name } = program;
    const { state, programs } = this.#stack;
    const options = program.optionsBeside(programs.find((other) => other !== program));
    const save = (made: Made) =>
      state.resources.set(name, { ...made, ...options, name, isTainted: false, modified: now() });
    if (op === "read") {
      // A share that is only looked at from now on is let go of, and the program says so.
      if (old !== undefined && old.outputs.isLookup !== true) this.released.push(old);
      save(await this.#engine.look(program.image));
    } else if (old === undefined) await this.#engine.create(inputs, save);
    else if (op === "same") state.resources.set(name, { ...old, ...options, inputs });
    else if (op === "update") await this.#engine.update(old, inputs, save);
    else {
      const keep = (made: Made) => {
        if (state.resources.get(name) === old) state.leftovers = [...state.leftovers, old];
        save(made);
      };
      await this.#engine.create(inputs, keep, old);
    }
  }

  /** Deletes, unless options say that nothing is to be done for it. */
  async #end(endings: readonly Saved[]): Promise<void> {
    const names = new Set(endings.map(({ name }) => name));
    for (const saved of endings) {
      const isSpared = saved.deletedWith !== undefined && names.has(saved.deletedWith);
      await this.#attempt(async () => {
        if (saved.retainOnDelete || isSpared) this.released.push(saved);
        else if (saved.outputs.isLookup === true) return this.#replace(saved, undefined);
        else await this.#engine.delete(saved);
        this.#replace(saved, undefined);
      });
    }
    this.#throwFailures();
  }

  /** Those that depend on others come first. */
  #inOrder(endings: readonly Saved[], { only }: Choice): readonly Saved[] {
    const chosen = this.#chosen(endings, only);
    const names = new Set(chosen.map(({ name }) => name));
    // The engine refuses to delete a resource alone that the deletion of another one depends on.
    const isRefused = this.#stack.all.some(
      (saved) => !chosen.includes(saved) && saved.deletedWith !== undefined && names.has(saved.deletedWith),
    );
    return isRefused && only !== undefined ? [] : chosen.toReversed();
  }

  #chosen(all: readonly Saved[], only: Choice["only"]): readonly Saved[] {
    if (only === undefined) return all;
    const { name } = this.#stack.program(only);
    return all.filter((saved) => saved.name === name);
  }

  #replace(saved: Saved, by: Saved | undefined): void {
    const { state } = this.#stack;
    state.leftovers = state.leftovers.flatMap((other) => (other === saved ? (by ?? []) : other));
    if (state.resources.get(saved.name) !== saved) return;
    if (by === undefined) state.resources.delete(saved.name);
    else state.resources.set(saved.name, by);
  }

  async #attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Failed) || !this.#continuesOnError) throw error;
      this.#failures.push(error.message);
    }
  }

  #throwFailures(): void {
    if (this.#failures.length > 0) throw new Failed(this.#failures.join("\n"));
  }
}

/** Whether the share of another image, which owns somebody, would have to give way to a lookup. */
export function isManagedElsewhere({ image, outputs }: Saved, program: Program): boolean {
  const guarded = new Set(listIn(outputs.protectedAccounts));
  return image !== program.image && [...ownedIn(outputs)].some((account) => !guarded.has(account));
}

function now(): string {
  clock += 1;
  return new Date(Date.UTC(2026, 0, 1) + 1000 * clock).toISOString();
}
