/** Programs of several resources, and what may happen to them and to their images between a preview and its up. */
import fc from "fast-check";
import { OWN_ECS } from "../../../src/core/accounts";
import type { ImageTarget } from "../../../src/core/target";
import { type MemoryCloud, OWNER } from "./memory-cloud";
import { emptyState, type Manner, type ModelProgram, type ModelState, tainted } from "./model-engine";

interface Kind {
  readonly place: { readonly service: string; readonly region: string };
  readonly account: (number: number) => string;
  readonly images: readonly string[];
  readonly hasOwnEcs: boolean;
}

const kinds: readonly Kind[] = [
  {
    place: { service: "tencentcloud-cvm", region: "ap-guangzhou" },
    account: (number) => `10000000000${number}`,
    images: ["img-aaaaaaaa", "img-bbbbbbbb", "img-cccccccc"],
    hasOwnEcs: false,
  },
  {
    place: { service: "alicloud-swas", region: "cn-hangzhou" },
    account: (number) => `100000000000000${number}`,
    images: ["m-aaaaaaaaaaaaaaaa", "m-bbbbbbbbbbbbbbbb", "m-cccccccccccccccc"],
    hasOwnEcs: true,
  },
];

/** What a program says of one resource, by numbers. */
interface Spec {
  readonly image: number;
  readonly accounts: readonly number[];
  readonly exclusive: boolean | undefined;
  readonly protectedAccounts: readonly number[];
  readonly shareToEcs: boolean | undefined;
  readonly retainOnDelete: boolean;
  /** Only where the program makes the other resource before this one. */
  readonly deletedWith: string | undefined;
  readonly deleteBeforeReplace: boolean;
}

type Named<K extends string, T = unknown> = { readonly kind: K; readonly name: string } & T;

/** Of a resource that the program has. */
type Edit =
  | Named<"list", { readonly toggled: readonly number[] }>
  | Named<"move", { readonly image: number }>
  | Named<"rename", { readonly to: string }>
  | Named<"drop">;

interface ByHand<K extends string = "share" | "unshare"> {
  readonly kind: K;
  readonly image: number;
  readonly accounts: readonly number[];
}

/** What those do who write the program, keep its state, or share by hand. */
export type Act =
  | Edit
  | Named<"write", { readonly spec: Spec }>
  | Named<"taint">
  | ByHand<"share">
  | ByHand<"unshare">;

export interface Scenario {
  readonly kind: Kind;
  readonly command: "up" | "destroy";
  readonly manner: Manner;
  readonly first: readonly Act[];
  readonly before: readonly Act[];
  readonly between: readonly Act[];
  /** What happens in the midst of the run that is held to the approval. */
  readonly during: { readonly afterCalls: number; readonly act: Act } | undefined;
}

/** One stack, its program, and its images. */
export class Situation {
  state: ModelState = emptyState;
  private readonly specs = new Map<string, Spec>();
  private readonly cloud: MemoryCloud;
  private readonly kind: Kind;

  constructor(cloud: MemoryCloud, kind: Kind) {
    this.cloud = cloud;
    this.kind = kind;
    for (const image of kind.images.keys()) cloud.put(this.target(image), []);
  }

  happen(act: Act): void {
    if (act.kind === "taint") this.state = tainted(this.state, act.name);
    else if (act.kind === "write") this.specs.set(act.name, act.spec);
    else if (act.kind === "share" || act.kind === "unshare") this.shareByHand(act);
    else this.edit(act);
  }

  private edit(act: Edit): void {
    const spec = this.specs.get(act.name);
    if (spec === undefined) return;
    switch (act.kind) {
      case "move":
        this.specs.set(act.name, { ...spec, image: act.image });
        break;
      case "list":
        this.specs.set(act.name, { ...spec, accounts: toggled(spec.accounts, act.toggled) });
        break;
      case "rename":
        this.specs.delete(act.name);
        this.specs.set(act.to, spec);
        break;
      case "drop":
        this.specs.delete(act.name);
    }
  }

  /**
   * Two resources may share one image only where both are additive, and say the same of the owner's own ECS: the program
   * refuses anything else.
   */
  get program(): ModelProgram {
    const specs = [...this.specs];
    return new Map(
      specs.map(([name, spec], index) => {
        const isAlone = specs.filter(([, { image }]) => image === spec.image).length === 1;
        const { retainOnDelete, deleteBeforeReplace } = spec;
        const isMade = specs.slice(0, index).some(([other]) => other === spec.deletedWith);
        const deletedWith = isMade && !deleteBeforeReplace ? spec.deletedWith : undefined;
        const [, leading = spec] = specs.find(([, { image }]) => image === spec.image) ?? [];
        const { shareToEcs } = leading;
        const args = this.argsOf(isAlone ? spec : { ...spec, exclusive: false, shareToEcs });
        return [name, { args, retainOnDelete, deletedWith, deleteBeforeReplace }];
      }),
    );
  }

  private argsOf({ image, accounts, exclusive, protectedAccounts, shareToEcs }: Spec) {
    const args = {
      ...this.target(image),
      accounts: accounts.map(this.kind.account),
      exclusive,
      protectedAccounts: protectedAccounts.length > 0 ? protectedAccounts.map(this.kind.account) : undefined,
      shareToEcs: this.kind.hasOwnEcs ? shareToEcs : undefined,
      allowEmpty: true,
    };
    return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  }

  private shareByHand({ kind, image, accounts }: ByHand): void {
    const target = this.target(image);
    const named = accounts.map((number) =>
      number === 0 && this.kind.hasOwnEcs ? OWN_ECS : this.kind.account(number),
    );
    const live = new Set(this.cloud.accounts(target));
    for (const account of named) {
      if (account === OWNER) continue;
      if (kind === "share") live.add(account);
      else live.delete(account);
    }
    this.cloud.put(target, [...live]);
  }

  private target(image: number): ImageTarget {
    return { ...this.kind.place, imageId: this.kind.images[image] ?? "" } as ImageTarget;
  }
}

function toggled(list: readonly number[], numbers: readonly number[]): number[] {
  return [...list.filter((one) => !numbers.includes(one)), ...numbers.filter((one) => !list.includes(one))];
}

const name = fc.constantFrom("one", "two", "three");
const image = fc.integer({ min: 0, max: 2 });
const accounts = (maxLength: number) => fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength });
const rarely = fc.integer({ min: 0, max: 7 }).map((luck) => luck === 0);

const spec: fc.Arbitrary<Spec> = fc.record({
  image,
  accounts: accounts(4),
  exclusive: fc.constantFrom(true, true, true, false, false, undefined),
  protectedAccounts: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: accounts(2) },
  ),
  shareToEcs: fc.constantFrom(undefined, true, false),
  retainOnDelete: rarely,
  deletedWith: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: name }),
  deleteBeforeReplace: rarely,
});

const write = fc.record({ kind: fc.constant("write" as const), name, spec });
const byHandOf = <K extends "share" | "unshare">(kind: K) =>
  fc.record({
    kind: fc.constant(kind),
    image,
    accounts: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 2 }),
  });
const byHand = fc.oneof(byHandOf("share"), byHandOf("unshare"));
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 1, arbitrary: write },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("list" as const), name, toggled: accounts(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("move" as const), name, image }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("rename" as const), name, to: name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("drop" as const, "taint" as const), name }) },
  { weight: 3, arbitrary: byHand },
);

export const scene: fc.Arbitrary<Scenario> = fc.record({
  kind: fc.constantFrom(...kinds),
  command: fc.constantFrom("up", "up", "up", "up", "destroy"),
  manner: fc.record({ asksFirst: fc.boolean(), continueOnError: fc.boolean() }),
  first: fc.array(write, { minLength: 1, maxLength: 3 }),
  before: fc.array(act, { maxLength: 3 }),
  between: fc.array(act, { maxLength: 2 }),
  during: fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.record({ afterCalls: fc.integer({ min: 1, max: 4 }), act: byHandOf("share") }),
    },
  ),
});
