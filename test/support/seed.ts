import fc from "fast-check";

/** Seed of this run: printed by fast-check when a property fails, and settable to repeat it. */
export const seed = Number(process.env.TEST_SEED ?? Date.now() % 2_147_483_647);

/** @param runs how many, unless TEST_RUNS says less */
export function checkProperty<T>(property: fc.IProperty<T>, runs = 1000): void {
  fc.assert(property, { seed, numRuns: Math.min(runs, Number(process.env.TEST_RUNS ?? runs)) });
}

/** @param runs how many, unless TEST_RUNS says. TEST_SHRINK=no shows the first failure as it is, at once. */
export async function checkAsyncProperty<T>(property: fc.IAsyncProperty<T>, runs = 1000): Promise<void> {
  const endOnFailure = process.env.TEST_SHRINK === "no";
  await fc.assert(property, { seed, numRuns: Number(process.env.TEST_RUNS ?? runs), endOnFailure });
}
