/** One stack: its program, what the engine remembers of it, and the commands that work on it. */
import type { Approved } from "./approvals";
import { type Documents, documentsOf } from "./documents";
import { Engine, Failed, Lost, type Observer, type Saved, type Terms } from "./engine";
import { Program, type Properties } from "./program";
import { Run } from "./run";
import {
  type Choice,
  type ImageNumber,
  type ResourceName,
  resourcesOf,
  type Site,
  type StackName,
  type UpOptions,
} from "./steps";
import { ownedIn } from "./will";
import type { World } from "./world";

/** How a command of the engine ended. */
export type Ending = { readonly ended: "ok" | "lost" } | { readonly ended: "failed"; readonly error: string };

/** What the engine remembers. */
export interface State {
  readonly resources: Map<string, Saved>;
  /** Replaced, and still to be deleted. */
  leftovers: readonly Saved[];
}

export class Stack {
  readonly programs: readonly Program[];
  readonly state: State = { resources: new Map(), leftovers: [] };
  site: Site = { endpoint: 0, moves: false };
  /** By this configuration, the engine refreshes and destroys. */
  #lastSite = this.site;
  /** What the gate approved of the last preview. */
  approved: Approved | undefined;
  /** What the last command asked about, in this order. */
  asked: readonly Program[] = [];
  /** What the last command let go of without asking the provider, as the program's options say. */
  released: readonly Saved[] = [];
  #backup: readonly [ReadonlyMap<string, Saved>, readonly Saved[]] | undefined;
  readonly #world: World;
  readonly #observe: Observer;

  constructor(name: StackName, world: World, observe: Observer) {
    this.programs = resourcesOf[name].map((resource) => new Program(world, resource));
    this.#world = world;
    this.#observe = observe;
  }

  program(resource: ResourceName): Program {
    const found = this.programs.find((program) => program.resource === resource);
    if (found === undefined) throw new Error(`the stack has no ${resource}`);
    return found;
  }

  /** Whether state names another endpoint than the configuration. */
  isDisplaced({ outputs }: Saved): boolean {
    return outputs.isLookup !== true && outputs.endpoint !== this.#world.endpoint(this.site.endpoint);
  }

  /** Lets the shares move to where the configuration says, as the next run finds it. */
  setSite(site: Site): void {
    this.site = site;
    this.#lastSite = site;
  }

  /** Everything that state holds. */
  get all(): readonly Saved[] {
    return [...this.state.leftovers, ...this.state.resources.values()];
  }

  /** Whom the stack's resources own on an image. */
  owned(image: ImageNumber): Set<string> {
    const ours = this.all.filter((saved) => saved.image === image);
    return new Set(ours.flatMap(({ outputs }) => [...ownedIn(outputs)]));
  }

  /** Whether some operation has less time than the vendor's windows and lags take. */
  get isHurried(): boolean {
    const all: Properties[] = [
      ...this.programs.map(({ inputs }) => inputs),
      ...this.all.map(({ outputs }) => outputs),
    ];
    return all.some(({ timeoutSeconds }) => timeoutSeconds !== undefined);
  }

  /** As `pulumi state taint` marks a resource. */
  taint(resource: ResourceName): void {
    const { name } = this.program(resource);
    const saved = this.state.resources.get(name);
    if (saved !== undefined) this.state.resources.set(name, { ...saved, isTainted: true });
  }

  backup(): void {
    this.#backup = [new Map(this.state.resources), this.state.leftovers];
  }

  restore(): void {
    if (this.#backup === undefined) return;
    const [resources, leftovers] = this.#backup;
    this.state.resources.clear();
    for (const [name, saved] of resources) this.state.resources.set(name, saved);
    this.state.leftovers = leftovers;
  }

  up(options: UpOptions, approved?: Approved): Promise<Ending> {
    // Without a resource in the program, the engine has no news of the configuration.
    if (this.programs.some(({ exists }) => exists)) this.#lastSite = this.site;
    return this.#command(this.#engine({ approved }), (run) => run.up(options));
  }

  refresh(choice: Choice): Promise<Ending> {
    return this.#command(this.#engine(), (run) => run.refresh(choice));
  }

  destroy(choice: Choice, approved?: Approved): Promise<Ending> {
    return this.#command(this.#engine({ approved }), (run) => run.destroy(choice));
  }

  /** @param show told what the engine prints of the preview, when it has come to its end */
  preview(options: UpOptions, show: (documents: Documents) => void = () => undefined): Promise<Ending> {
    const engine = this.#engine({ isPreview: true, site: this.site });
    return this.#command(engine, async (run) => {
      const decisions = await run.decide(options);
      show(documentsOf(this.state, decisions, run.endings(options), this.#world.printed));
    });
  }

  /** What the engine prints of the preview of a destroy: it asks nothing. */
  previewDestroy(choice: Choice): Documents {
    return documentsOf(this.state, [], new Run(this, this.#engine()).allEndings(choice), []);
  }

  #engine(terms: Partial<Terms> = {}): Engine {
    return new Engine(this.#world, this.#observe, { site: this.#lastSite, ...terms });
  }

  /** Runs in a process of its own. Whatever goes wrong ends the command; what was saved before stays saved. */
  async #command(engine: Engine, work: (run: Run) => Promise<void>): Promise<Ending> {
    const run = new Run(this, engine);
    try {
      await work(run);
      return { ended: "ok" };
    } catch (error) {
      if (error instanceof Lost) return { ended: "lost" };
      if (error instanceof Failed) return { ended: "failed", error: error.message };
      throw error;
    } finally {
      this.released = run.released;
      this.asked = run.asked;
    }
  }
}
