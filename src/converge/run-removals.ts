import { type AccountId, sortedUnique } from "../core/accounts";
import type { Refusal } from "../core/guards";
import { exceedsRunLimit, type RunLimit } from "../core/run-limit";

/** By image. */
type Removals = Map<string, ReadonlySet<AccountId>>;

/** Counts from whom one run takes access, over all of its images, and keeps it within the bound. */
export class RunRemovals {
  private readonly bound: () => RunLimit | undefined;
  /** Reserved by an operation that is under way, or made. */
  private readonly taken: Removals = new Map();
  /** Of images that were only looked at. */
  private readonly foreseen: Removals = new Map();

  /** @param bound asked each time, as the configuration may not be legible before it is needed */
  constructor(bound: () => RunLimit | undefined = () => undefined) {
    this.bound = bound;
  }

  /**
   * Notes what will be taken from an image, in place of what was noted of it before.
   *
   * @returns why it will be refused, if nothing changes until then
   */
  foresee(image: string, remove: readonly AccountId[]): Refusal[] {
    this.foreseen.set(image, new Set(remove));
    return this.refusals(image, remove, [this.taken, this.foreseen]);
  }

  /** Begins to work on one image; nobody else may before it has settled. */
  begin(image: string): Reservation {
    this.foreseen.delete(image);
    const before = this.taken.get(image) ?? new Set();
    const set = (remove: readonly AccountId[]) => this.taken.set(image, new Set([...before, ...remove]));
    let reserved: readonly AccountId[] = [];
    return {
      reserve: (remove) => {
        const wanted = sortedUnique([...reserved, ...remove]);
        const reasons = this.refusals(image, sortedUnique([...before, ...wanted]), [this.taken]);
        if (reasons.length > 0) return reasons;
        reserved = wanted;
        set(reserved);
        return [];
      },
      settle: (live) => set(reserved.filter((account) => !live.has(account))),
    };
  }

  private refusals(image: string, remove: readonly AccountId[], sources: readonly Removals[]): Refusal[] {
    if (remove.length === 0) return [];
    const bound = this.bound();
    if (bound === undefined) return [];
    const others = this.others(image, sources);
    if (others + remove.length <= bound.most) return [];
    return [exceedsRunLimit(bound, remove, { count: others, areRevoked: !sources.includes(this.foreseen) })];
  }

  /** How many accounts lose access to other images; once each, however it is known. */
  private others(image: string, sources: readonly Removals[]): number {
    const images = new Set(sources.flatMap((source) => [...source.keys()]));
    images.delete(image);
    return [...images].reduce(
      (sum, other) => sum + new Set(sources.flatMap((source) => [...(source.get(other) ?? [])])).size,
      0,
    );
  }
}

/** What one operation takes from the run's bound. */
export interface Reservation {
  /** Sets removals aside, before the first is sent. @returns why they are too many; then none of them is set aside */
  reserve(remove: readonly AccountId[]): Refusal[];
  /** Gives back what was not taken. @param live who has, or may have, access in the end */
  settle(live: ReadonlySet<AccountId>): void;
}
