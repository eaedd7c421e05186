/**
 * The accounts of an image with their times, in the order of their grants. Immutable: a change returns another
 * object, which shares all unchanged chunks. Every write keeps a version for ten minutes, and without sharing, an
 * image of 500 accounts would be copied each time.
 */

type Grant = readonly [account: string, since: number];

const CHUNK = 32;

export class Grants {
  static readonly none = new Grants([], 0);

  readonly size: number;
  /** None is empty, and none longer than CHUNK. */
  readonly #chunks: readonly (readonly Grant[])[];

  private constructor(chunks: readonly (readonly Grant[])[], size: number) {
    this.#chunks = chunks;
    this.size = size;
  }

  static of(accounts: Iterable<string>, since: number): Grants {
    const grants = [...new Set(accounts)].map((account): Grant => [account, since]);
    const chunks = Array.from({ length: Math.ceil(grants.length / CHUNK) }, (_, index) =>
      grants.slice(index * CHUNK, (index + 1) * CHUNK),
    );
    return new Grants(chunks, grants.length);
  }

  has(account: string): boolean {
    return this.#chunkOf(account) !== -1;
  }

  accounts(): string[] {
    return this.#chunks.flatMap((chunk) => chunk.map(([account]) => account));
  }

  entries(): Grant[] {
    return this.#chunks.flat();
  }

  /** A repeated grant keeps the time and the place of the first one. */
  with(account: string, since: number): Grants {
    if (this.has(account)) {
      return this;
    }
    const last = this.#chunks.at(-1);
    const grant: Grant = [account, since];
    const chunks =
      last === undefined || last.length === CHUNK
        ? [...this.#chunks, [grant]]
        : [...this.#chunks.slice(0, -1), [...last, grant]];
    return new Grants(chunks, this.size + 1);
  }

  without(account: string): Grants {
    const at = this.#chunkOf(account);
    const rest = this.#chunks[at]?.filter(([other]) => other !== account);
    if (rest === undefined) {
      return this;
    }
    // Merges the rest into the next chunk if it has room, so that chunks do not become too small.
    const next = this.#chunks[at + 1] ?? [];
    const isMerged = rest.length + next.length <= CHUNK;
    const merged = isMerged ? [...rest, ...next] : rest;
    const chunks = [...this.#chunks];
    chunks.splice(at, isMerged ? 2 : 1, ...(merged.length === 0 ? [] : [merged]));
    return new Grants(chunks, this.size - 1);
  }

  /** -1 for an account without access. */
  #chunkOf(account: string): number {
    return this.#chunks.findIndex((chunk) => chunk.some(([other]) => other === account));
  }
}
