import fc from "fast-check";

/** Seed of this run: printed by fast-check when a property fails, and settable to repeat it. */
const seed = Number(process.env.TEST_SEED ?? Date.now() % 2_147_483_647);

export function checkProperty<T>(property: fc.IProperty<T>, runs = 1000): void {
  fc.assert(property, { seed, numRuns: runs });
}
