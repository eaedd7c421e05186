/** The engine's side of one provider process: what it asks about a resource, and what it is told. */

import { previewMark } from "../../../src/core/preview-mark";
import { hintsInput, type ProgramHints } from "../../../src/core/program-hints";
import { type ImageTarget, shareId } from "../../../src/core/target";
import { handle } from "../../../src/provider/dynamic/handle";
import type { Approved } from "./approvals";
import type { Options, Properties } from "./program";
import type { ImageNumber, Site } from "./steps";
import { type Beside, namedIn, type Will, willOf, willOfDelete } from "./will";
import { keys, type Live, type World } from "./world";

export type Method = "check" | "diff" | "create" | "update" | "read" | "delete";

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
  /** What the run is held to. */
  readonly approved: Approved | undefined;
  /** Whom the share that is replaced owns alone: its deletion takes access from them in the same run. */
  readonly leaving: ReadonlySet<string>;
  /** Of a share that was made at another endpoint. */
  readonly displaced: Displaced | undefined;
}

/** What state holds of a resource. */
export interface Saved extends Options {
  /** What the program called it. */
  readonly name: string;
  readonly id: string;
  readonly image: ImageNumber;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** Whether the last operation ended in the middle: then the engine updates whatever diff says. */
  readonly isUnfinished: boolean;
  readonly isTainted: boolean;
  /** Tells what was saved under one name at different times. */
  readonly modified: string;
}

/** What an operation has left to be saved. */
export type Made = Pick<Saved, "id" | "image" | "inputs" | "outputs" | "isUnfinished">;

/** Whether a run that calls another endpoint has to be refused, or moves the share. */
type Displaced = "refused" | "moving";

/** What a command's process is told besides its questions. */
export interface Terms {
  readonly site: Site;
  readonly isPreview: boolean;
  readonly approved: Approved | undefined;
}

export type Observer = (asked: Asked) => void;

export class Failed extends Error {}
export class Lost extends Error {}

export class Engine {
  readonly #world: World;
  readonly #observe: Observer;
  readonly #terms: Partial<Terms> & Pick<Terms, "site">;
  readonly #config: { get(key: string): string | undefined; rawConfig: Properties };
  /** Whom resources list for an image, as far as they were asked about, and whom of these they had in state. */
  readonly #claimed = new Map<ImageNumber, Set<string>>();
  readonly #recorded = new Map<ImageNumber, Set<string>>();

  constructor(world: World, observe: Observer, terms: Partial<Terms> & Pick<Terms, "site">) {
    this.#world = world;
    this.#observe = observe;
    this.#terms = terms;
    const { service, facts } = world;
    const { endpoint, moves } = terms.site;
    const section = (key: (typeof keys)["stack"]) => ({ [facts.cloud]: service.section(key) });
    const settings: Readonly<Record<string, string>> = {
      "image-share:endpoint": world.endpoint(endpoint),
      ...(moves ? { "image-share:moveEndpoint": "true" } : {}),
      "image-share:liveDiff": String(world.liveDiff),
      [`image-share:${facts.cloud}`]: JSON.stringify(service.section(keys.stack)),
      "image-share:profiles": JSON.stringify({ blue: section(keys.blue), green: section(keys.green) }),
    };
    this.#config = { get: (key) => settings[key], rawConfig: settings };
  }

  async check(olds: Properties | undefined, news: Properties): Promise<Properties> {
    const will = willOf(this.#world.facts, news, undefined);
    const image = this.#world.imageIn(news);
    const marked = this.#terms.isPreview ? { ...news, [previewMark]: true } : news;
    const answer = await this.#ask({ method: "check", image, will }, [olds ?? {}, marked]);
    const { inputs, failures } = answer as { inputs: Properties; failures: { reason: string }[] };
    if (failures.length > 0) throw new Failed(failures.map(({ reason }) => reason).join("; "));
    note(this.#claimed, image, namedIn(inputs));
    const { before, elsewhere } = (news[hintsInput] ?? {}) as Partial<ProgramHints>;
    // What others list is told of the image in state.
    if (before !== undefined && this.#world.imageIn(before) === image) {
      note(this.#claimed, image, new Set(Object.keys(elsewhere ?? {})));
    }
    return inputs;
  }

  /** @param options `isRefresh`: whether nothing is going to be made of it */
  async diff(
    saved: Saved,
    inputs: Properties,
    { isRefresh = false } = {},
  ): Promise<{ changes: boolean; replaces: readonly string[] }> {
    const image = this.#world.imageIn(inputs);
    const { outputs } = saved;
    const isSame = image === saved.image;
    const displaced = this.#displaced(outputs);
    const known = displaced === undefined ? outputs : undefined;
    const will = willOf(this.#world.facts, inputs, known, this.#beside(image));
    const about = { method: "diff", image, will, state: outputs } as const;
    const answer = await this.#ask(about, [saved.id, outputs, inputs]);
    const { changes, replaces = [] } = answer as { changes: boolean; replaces?: string[] };
    if (isSame && displaced === undefined && replaces.length === 0 && !isRefresh)
      this.#noteRecorded(image, inputs, outputs);
    return { changes, replaces };
  }

  /** @param replaced what is deleted after it */
  async create(inputs: Properties, save: (made: Made) => void, replaced?: Saved): Promise<void> {
    const image = this.#world.imageIn(inputs);
    const will = willOf(this.#world.facts, inputs, undefined, this.#beside(image));
    const leaving = replaced?.image === image ? this.#takenBy(replaced) : undefined;
    const answer = await this.#ask({ method: "create", image, will, leaving }, [inputs], (outputs, id) =>
      save({ id, image, inputs, outputs, isUnfinished: true }),
    );
    const { id, outs } = answer as { id: string; outs: Properties };
    this.#noteRecorded(image, inputs, outs);
    save({ id, image, inputs, outputs: outs, isUnfinished: false });
  }

  async update(saved: Saved, inputs: Properties, save: (made: Made) => void): Promise<void> {
    const { id, image, outputs } = saved;
    const known = this.#displaced(outputs) === undefined ? outputs : undefined;
    const will = willOf(this.#world.facts, inputs, known, this.#beside(image));
    const about = { method: "update", image, will, state: outputs } as const;
    const answer = await this.#ask(about, [id, outputs, inputs], (properties) =>
      save({ id, image, inputs, outputs: properties, isUnfinished: true }),
    );
    const { outs } = answer as { outs: Properties };
    this.#noteRecorded(image, inputs, outs);
    save({ id, image, inputs, outputs: outs, isUnfinished: false });
  }

  /** Looks at an image that no state names. */
  async look(image: ImageNumber): Promise<Made> {
    const id = shareId(this.#world.target(image) as ImageTarget);
    const will = willOfDelete({}, new Set());
    const found = (await this.#ask({ method: "read", image, will }, [id, {}])) as { props: Properties };
    return { id, image, inputs: {}, outputs: found.props, isUnfinished: false };
  }

  async read(saved: Saved): Promise<Saved | undefined> {
    const { id, image, outputs } = saved;
    const will = willOfDelete(outputs, new Set());
    const answer = await this.#ask({ method: "read", image, will, state: outputs }, [id, outputs]);
    const found = answer as { id: string; props: Properties; inputs: Properties };
    return found.id === "" ? undefined : { ...saved, inputs: found.inputs, outputs: found.props };
  }

  async delete({ id, image, outputs }: Saved): Promise<void> {
    const { claimed } = this.#beside(image);
    // What was shared elsewhere is let go of there.
    const will = willOfDelete(this.#displaced(outputs) === undefined ? outputs : noState(outputs), claimed);
    await this.#ask({ method: "delete", image, will, state: outputs }, [id, outputs]);
  }

  #takenBy({ image, outputs, retainOnDelete }: Saved): Set<string> {
    if (retainOnDelete || this.#displaced(outputs) !== undefined) return new Set();
    const { owned, spared } = willOfDelete(outputs, this.#beside(image).claimed);
    return new Set([...owned].filter((account) => !spared.has(account)));
  }

  #displaced(state: Properties | undefined): Displaced | undefined {
    const { endpoint, moves } = this.#terms.site;
    // A lookup records none.
    if (state?.endpoint === undefined || state.endpoint === this.#world.endpoint(endpoint)) return undefined;
    return moves ? "moving" : "refused";
  }

  #beside(image: ImageNumber): Beside {
    return {
      claimed: this.#claimed.get(image) ?? new Set(),
      recorded: this.#recorded.get(image) ?? new Set(),
    };
  }

  #noteRecorded(image: ImageNumber, inputs: Properties, outputs: Properties): void {
    const listed = namedIn(inputs);
    note(
      this.#recorded,
      image,
      [...namedIn(outputs)].filter((account) => listed.has(account)),
    );
  }

  /** @param saveFailed told of what a failed operation leaves in state */
  async #ask(
    about: {
      method: Method;
      image: ImageNumber;
      will: Will;
      state?: Properties;
      leaving?: ReadonlySet<string> | undefined;
    },
    args: unknown[],
    saveFailed?: (properties: Properties, id: string) => void,
  ): Promise<unknown> {
    const world = this.#world;
    const { method, image, will, state, leaving = new Set() } = about;
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
    const { approved } = this.#terms;
    const displaced = this.#displaced(state);
    this.#observe({
      ...{
        method,
        image,
        will,
        before,
        stateBefore: state,
        stateAfter,
        answer,
        error,
        began,
        approved,
        leaving,
        displaced,
      },
    });
    if (world.crashed) throw new Lost();
    if (error === undefined) return answer;
    if (left !== undefined) saveFailed?.(left, String((error as unknown as { id: unknown }).id));
    throw new Failed(error.message);
  }
}

/** State that owns nobody. */
function noState({ timeoutSeconds }: Properties): Properties {
  return { timeoutSeconds };
}

function note(all: Map<ImageNumber, Set<string>>, image: ImageNumber, accounts: Iterable<string>): void {
  all.set(image, new Set([...(all.get(image) ?? []), ...accounts]));
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
