/** How often each property runs: briefly among the tests, for longer in `npm run fuzz`, which also wants the counts. */
import { appendFileSync } from "node:fs";
import fc from "fast-check";

/** Printed by fast-check when a property fails, and settable to repeat it. */
const seed = Number(process.env.TEST_SEED ?? Date.now() % 2_147_483_647);

/** How many times as many runs as among the tests. */
const FACTOR = Number(process.env.FUZZ_FACTOR ?? 1);

/** Longer than all runs of a property take. */
export const TEST_TIMEOUT_MS = 60_000 * Math.max(1, FACTOR);

/** A line of what `npm run fuzz` prints. */
export interface Count {
  readonly property: string;
  readonly runs: number;
}

/** @param runs among the tests */
export async function holdsFor<T>(property: fc.IAsyncPropertyWithHooks<T>, runs: number): Promise<void> {
  const numRuns = Math.ceil(runs * FACTOR);
  let made = 0;
  try {
    await fc.assert(
      property.beforeEach(() => {
        made += 1;
      }),
      { seed, numRuns },
    );
  } finally {
    note({ property: expect.getState().currentTestName ?? "", runs: made });
  }
}

function note(count: Count): void {
  const file = process.env.FUZZ_COUNTS;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(count)}\n`);
}
