import { type AccountId, sortedUnique } from "../core/accounts";
import type { Refusal } from "../core/guards";
import { exceedsRunLimit, type RunLimit } from "../core/run-limit";
import { accountsBehind } from "../core/snapshots";

/** By image. */
type Removals = Map<string, ReadonlySet<AccountId>>;

/**
 * Counts the removals of one run, over all images, and keeps them within the limit. An account that loses access to an
 * image and to its snapshots counts once.
 */
export class RunRemovals {
  private readonly bound: () => RunLimit | undefined;
  /** Removals that are reserved or done. */
  private readonly taken: Removals = new Map();
  /** Removals that only a preview planned. */
  private readonly foreseen: Removals = new Map();

  /** @param bound called each time, because the configuration may not be readable at first */
  constructor(bound: () => RunLimit | undefined = () => undefined) {
    this.bound = bound;
  }

  /**
   * Records the planned removals of an image, and replaces earlier ones.
   *
   * @returns why an up would refuse them
   */
  foresee(image: string, losing: readonly AccountId[]): Refusal[] {
    const remove = accountsBehind(losing);
    this.foreseen.set(image, new Set(remove));
    return this.refusals(image, remove, [this.taken, this.foreseen]);
  }

  /** Starts one operation on an image. No other operation may start before it settles. */
  begin(image: string): Reservation {
    this.foreseen.delete(image);
    const before = this.taken.get(image) ?? new Set();
    const set = (remove: readonly AccountId[]) =>
      this.taken.set(image, new Set([...before, ...accountsBehind(remove)]));
    let reserved: readonly AccountId[] = [];
    return {
      reserve: (losing) => {
        const wanted = sortedUnique([...reserved, ...losing]);
        const reasons = this.refusals(image, sortedUnique([...before, ...accountsBehind(wanted)]), [
          this.taken,
        ]);
        if (reasons.length > 0) return reasons;
        reserved = wanted;
        set(reserved);
        return [];
      },
      settle: (live) => set(reserved.filter((grantee) => !live.has(grantee))),
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

  /** How many removals other images have, each counted once. */
  private others(image: string, sources: readonly Removals[]): number {
    const images = new Set(sources.flatMap((source) => [...source.keys()]));
    images.delete(image);
    return [...images].reduce(
      (sum, other) => sum + new Set(sources.flatMap((source) => [...(source.get(other) ?? [])])).size,
      0,
    );
  }
}

/** The part of the run's limit that one operation uses. */
export interface Reservation {
  /** Reserves removals before the first is sent. @returns why they are too many; then none is reserved */
  reserve(remove: readonly AccountId[]): Refusal[];
  /** Returns reservations that were not used. @param live accounts that have, or may have, access in the end */
  settle(live: ReadonlySet<AccountId>): void;
}
