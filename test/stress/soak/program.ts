/** What a program says of one resource at the moment. */
import { manages } from "../../../src/core/grantees";
import { ANY_NUMBER, type Edit, type ImageNumber, type ResourceName } from "./steps";
import type { World } from "./world";

export type Properties = Readonly<Record<string, unknown>>;

/** What the engine keeps to itself. */
export interface Options {
  readonly retainOnDelete: boolean;
  /** Name in state of the resource whose deletion spares this one. */
  readonly deletedWith: string | undefined;
}

const firstAccounts: Readonly<Record<ResourceName, readonly number[]>> = {
  golden: [0, 1, 2, 3],
  left: [2, 3, 4],
  right: [5, 6],
};

/** The arguments and options of one resource, changed step by step. */
export class Program {
  readonly resource: ResourceName;
  image: ImageNumber = 0;
  exists = true;
  /** Whether it is a lookup, which gives nobody access. */
  looks = false;
  readonly #world: World;
  readonly #accounts = new Set<string>();
  readonly #protected = new Set<string>();
  #generation = 0;
  #retainOnDelete = false;
  #isDeletedWithOther = false;
  #settings: Properties;
  #managesAccounts = true;
  #shareToEcs: boolean | undefined;

  constructor(world: World, resource: ResourceName) {
    this.resource = resource;
    this.#world = world;
    this.#settings = this.#isAdditive ? { exclusive: false, maxRemovals: ANY_NUMBER } : { exclusive: true };
    this.#toggle(this.#accounts, firstAccounts[resource]);
  }

  /** How state calls the resource. */
  get name(): string {
    return this.#generation === 0 ? this.resource : `${this.resource}-${this.#generation}`;
  }

  apply(edit: Edit): void {
    switch (edit.key) {
      case "accounts":
        this.#toggle(this.#accounts, edit.toggled);
        break;
      case "protectedAccounts":
        if (edit.toggled.length === 0) this.#protected.clear();
        this.#toggle(this.#protected, edit.toggled);
        break;
      case "accounts managed":
        this.#managesAccounts = edit.value;
        break;
      case "shareToEcs":
        this.#shareToEcs = edit.value;
        break;
      case "image":
        this.image = edit.value;
        break;
      case "exclusive":
        this.#settings = { ...this.#settings, exclusive: this.#isAdditive ? false : edit.value };
        break;
      case "name":
        this.#generation += 1;
        break;
      case "exists":
      case "looks":
        this[edit.key] = edit.value;
        break;
      case "retainOnDelete":
        this.#retainOnDelete = edit.value;
        break;
      case "deletedWith":
        this.#isDeletedWithOther = edit.value;
        break;
      default:
        this.#settings = { ...this.#settings, [edit.key]: edit.value };
    }
  }

  /** Lists accounts that another resource has listed until now. */
  takeOver(from: Program, numbers: readonly number[]): void {
    for (const account of numbers.map((number) => this.#world.service.account(number))) {
      if (from.#accounts.delete(account)) this.#accounts.add(account);
    }
  }

  get inputs(): Properties {
    const { facts } = this.#world;
    const inputs: Properties = {
      ...this.#world.target(this.image),
      ...this.#settings,
      ...(this.#managesAccounts || !manages(facts, "own-ecs") ? { accounts: [...this.#accounts] } : {}),
      ...(manages(facts, "own-ecs") ? { shareToEcs: this.#shareToEcs } : {}),
      ...(this.#protected.size > 0 ? { protectedAccounts: [...this.#protected] } : {}),
    };
    return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
  }

  /** @param other the resource beside this one, which has to be there for this one to be deleted with it */
  optionsBeside(other: Program | undefined): Options {
    const isDeletedWith = this.resource === "right" && this.#isDeletedWithOther && other?.exists === true;
    return {
      retainOnDelete: this.#retainOnDelete,
      deletedWith: isDeletedWith ? other?.name : undefined,
    };
  }

  get #isAdditive(): boolean {
    return this.resource !== "golden";
  }

  #toggle(set: Set<string>, numbers: readonly number[]): void {
    for (const account of numbers.map((number) => this.#world.service.account(number))) {
      if (!set.delete(account)) set.add(account);
    }
  }
}
