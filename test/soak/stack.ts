/** One stack with one resource, and the engine that works on it: what it asks the provider, and what it remembers. */
import { handle } from "../../src/provider";
import { namedIn, Program, type Properties, type Will, willOf, willOfDelete } from "./program";
import type { ImageNumber, StackName } from "./steps";
import { keys, type Live, type World } from "./world";

type Method = "check" | "diff" | "create" | "update" | "read" | "delete";

/** One question of the engine: how the world was before and after it, and what came of it. */
export interface Asked {
  readonly method: Method;
  readonly image: ImageNumber;
  readonly will: Will;
  readonly before: Live;
  /** What state held of the resource, and what it holds now. */
  readonly stateBefore: Properties | undefined;
  readonly stateAfter: Properties | undefined;
  readonly answer: unknown;
  readonly error: Error | undefined;
  readonly began: number;
}

interface Saved {
  readonly id: string;
  readonly image: ImageNumber;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** Whether the last operation ended in the middle: then the engine updates whatever diff says. */
  readonly isUnfinished: boolean;
}

/** How a command of the engine ended. */
export type Ending = { readonly ended: "ok" | "lost" } | { readonly ended: "failed"; readonly error: string };

type Observer = (asked: Asked) => void;

export class Stack {
  readonly name: StackName;
  readonly program: Program;
  #saved: Saved | undefined;
  /** Resources that are still to be deleted: replaced, or renamed. */
  #leftovers: Saved[] = [];
  readonly #world: World;
  readonly #observe: Observer;

  constructor(name: StackName, world: World, observe: Observer) {
    this.name = name;
    this.program = new Program(world, name);
    this.#world = world;
    this.#observe = observe;
  }

  get outputs(): Properties | undefined {
    return this.#saved?.outputs;
  }

  get image(): ImageNumber {
    return this.program.image;
  }

  /** Whether some operation has less time than the vendor's windows and lags take. */
  get isHurried(): boolean {
    const saved = this.#saved === undefined ? this.#leftovers : [...this.#leftovers, this.#saved];
    const all = [this.program.inputs, ...saved.map(({ outputs }) => outputs)];
    return all.some(({ timeoutSeconds }) => timeoutSeconds !== undefined);
  }

  /** `pulumi up`; with `isRenamed` the program has given the resource another name. */
  up(isRenamed = false): Promise<Ending> {
    return this.#command(async (engine) => {
      if (isRenamed && this.#saved !== undefined) {
        this.#leftovers.push(this.#saved);
        this.#saved = undefined;
      }
      const inputs = await engine.check(this.#saved?.inputs, this.program.inputs);
      await this.#bring(engine, inputs);
      for (const saved of this.#leftovers) {
        await engine.delete(saved, saved.image === this.image ? namedIn(inputs) : new Set());
        this.#leftovers = this.#leftovers.filter((other) => other !== saved);
      }
    });
  }

  preview(): Promise<Ending> {
    return this.#command(async (engine) => {
      const saved = this.#saved;
      const inputs = await engine.check(saved?.inputs, this.program.inputs);
      if (saved !== undefined) await engine.diff(saved, inputs, this.image);
    });
  }

  refresh(): Promise<Ending> {
    return this.#command(async (engine) => {
      if (this.#saved !== undefined) this.#saved = await engine.read(this.#saved);
    });
  }

  destroy(): Promise<Ending> {
    return this.#command(async (engine) => {
      for (const saved of [...this.#leftovers, ...(this.#saved === undefined ? [] : [this.#saved])]) {
        await engine.delete(saved, new Set());
        this.#leftovers = this.#leftovers.filter((other) => other !== saved);
        if (saved === this.#saved) this.#saved = undefined;
      }
    });
  }

  async #bring(engine: Engine, inputs: Properties): Promise<void> {
    const saved = this.#saved;
    if (saved === undefined) {
      await engine.create(inputs, this.image, (made) => {
        this.#saved = made;
      });
      return;
    }
    const { changes, replaces } = await engine.diff(saved, inputs, this.image);
    if (replaces !== undefined && replaces.length > 0) {
      await engine.create(inputs, this.image, (made) => {
        this.#leftovers.push(saved);
        this.#saved = made;
      });
    } else if (changes || saved.isUnfinished) {
      await engine.update(saved, inputs, (made) => {
        this.#saved = made;
      });
    }
  }

  /** Runs in a process of its own. Whatever goes wrong ends the command; what was saved before stays saved. */
  async #command(work: (engine: Engine) => Promise<void>): Promise<Ending> {
    const engine = new Engine(this.#world, this.#observe);
    try {
      await work(engine);
      return { ended: "ok" };
    } catch (error) {
      if (error instanceof Lost) return { ended: "lost" };
      if (error instanceof Failed) return { ended: "failed", error: error.message };
      throw error;
    }
  }
}

class Failed extends Error {}
class Lost extends Error {}

/** The engine's side of one provider process. */
class Engine {
  readonly #world: World;
  readonly #observe: Observer;
  readonly #config: { get(key: string): string | undefined; rawConfig: Properties };

  constructor(world: World, observe: Observer) {
    this.#world = world;
    this.#observe = observe;
    const { emulator, service, facts } = world;
    const section = (key: (typeof keys)["stack"]) => ({ [facts.cloud]: service.section(key) });
    const settings: Readonly<Record<string, string>> = {
      "image-share:endpoint": emulator.url,
      "image-share:liveDiff": String(world.liveDiff),
      [`image-share:${facts.cloud}`]: JSON.stringify(service.section(keys.stack)),
      "image-share:profiles": JSON.stringify({ blue: section(keys.blue), green: section(keys.green) }),
    };
    this.#config = { get: (key) => settings[key], rawConfig: settings };
  }

  async check(olds: Properties | undefined, news: Properties): Promise<Properties> {
    const will = willOf(this.#world.facts, news, undefined);
    const image = this.#imageIn(news);
    const answer = await this.#ask({ method: "check", image, will }, [olds ?? {}, news]);
    const { inputs, failures } = answer as { inputs: Properties; failures: { reason: string }[] };
    if (failures.length > 0) throw new Failed(failures.map(({ reason }) => reason).join("; "));
    return inputs;
  }

  async diff(saved: Saved, inputs: Properties, image: ImageNumber) {
    const will = willOf(this.#world.facts, inputs, saved.outputs);
    const about = { method: "diff", image, will, state: saved.outputs } as const;
    return (await this.#ask(about, [saved.id, saved.outputs, inputs])) as {
      changes: boolean;
      replaces?: string[];
    };
  }

  async create(inputs: Properties, image: ImageNumber, save: (made: Saved) => void): Promise<void> {
    const will = willOf(this.#world.facts, inputs, undefined);
    const answer = await this.#ask({ method: "create", image, will }, [inputs], (properties, id) =>
      save({ id, image, inputs, outputs: properties, isUnfinished: true }),
    );
    const { id, outs } = answer as { id: string; outs: Properties };
    save({ id, image, inputs, outputs: outs, isUnfinished: false });
  }

  async update(saved: Saved, inputs: Properties, save: (made: Saved) => void): Promise<void> {
    const { id, image, outputs } = saved;
    const will = willOf(this.#world.facts, inputs, outputs);
    const about = { method: "update", image, will, state: outputs } as const;
    const answer = await this.#ask(about, [id, outputs, inputs], (properties) =>
      save({ id, image, inputs, outputs: properties, isUnfinished: true }),
    );
    save({ id, image, inputs, outputs: (answer as { outs: Properties }).outs, isUnfinished: false });
  }

  async read(saved: Saved): Promise<Saved | undefined> {
    const { id, image, outputs } = saved;
    const will = willOfDelete(outputs, new Set());
    const answer = await this.#ask({ method: "read", image, will, state: outputs }, [id, outputs]);
    const found = answer as { id: string; props: Properties; inputs: Properties };
    return found.id === "" ? undefined : { ...saved, inputs: found.inputs, outputs: found.props };
  }

  async delete({ id, image, outputs }: Saved, claimed: ReadonlySet<string>): Promise<void> {
    const will = willOfDelete(outputs, claimed);
    await this.#ask({ method: "delete", image, will, state: outputs }, [id, outputs]);
  }

  /** @param saveFailed told of what a failed operation leaves in state */
  async #ask(
    about: { method: Method; image: ImageNumber; will: Will; state?: Properties },
    args: unknown[],
    saveFailed?: (properties: Properties, id: string) => void,
  ): Promise<unknown> {
    const world = this.#world;
    const { method, image, will, state } = about;
    const before = world.live(image);
    const began = world.time.now();
    world.emulator.clearCalls();
    const { answer, error } = await world.time
      .spentOn(() => handle(method, this.#config, args))
      .then(
        (value: unknown) => ({ answer: value, error: undefined }),
        (reason: unknown) => ({ answer: undefined, error: asError(reason) }),
      );
    const left = error !== undefined && "properties" in error ? (error.properties as Properties) : undefined;
    const stateAfter = error === undefined ? stateIn(method, answer, state) : (left ?? state);
    this.#observe({ method, image, will, before, stateBefore: state, stateAfter, answer, error, began });
    if (world.crashed) throw new Lost();
    if (error === undefined) return answer;
    if (left !== undefined) saveFailed?.(left, String((error as unknown as { id: unknown }).id));
    throw new Failed(error.message);
  }

  #imageIn({ imageId }: Properties): ImageNumber {
    return this.#world.target(0).imageId === imageId ? 0 : 1;
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

/** What the engine records after an answer. */
function stateIn(method: Method, answer: unknown, before: Properties | undefined): Properties | undefined {
  const { outs, props, id } = (answer ?? {}) as { outs?: Properties; props?: Properties; id?: string };
  if (method === "create" || method === "update") return outs;
  if (method === "read") return id === "" ? undefined : props;
  return method === "delete" ? undefined : before;
}
