/**
 * Thousands of random steps in virtual time, each held against a model. `npm run soak` takes more of them, and prints
 * what they were.
 */
import { appendFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { checkAsyncProperty } from "../../support/seed";
import { episode, STEPS_PER_EPISODE } from "./chance";
import { Counts } from "./counts";
import { DatedTime } from "./dated-time";
import { live } from "./episode";
import type { Run } from "./steps";

/** Some five seconds of them. */
const STEPS = 1_000;

let mockTime = new DatedTime();
jest.mock("../../../src/converge/clock", () => ({
  systemClock: {
    now: () => mockTime.now(),
    random: () => mockTime.random(),
    sleep: (ms: number, signal?: AbortSignal) => mockTime.sleep(ms, signal),
  },
}));

/** Where `npm run soak` wants the counts to be left, and told how far it is. */
const output = process.env.SOAK_OUTPUT;
const progress = process.env.SOAK_PROGRESS;

// The provider waits a moment for the engine's next question, which comes when it has answered.
jest.mock("node:timers/promises", () => ({ setTimeout: async () => undefined }));

let printed: string[];

beforeEach(() => {
  printed = [];
  jest.spyOn(console, "log").mockImplementation((text: string) => printed.push(...text.split("\n")));
});

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

it("never says, records or does what is not so, whatever happens", async () => {
  const steps = Number(process.env.SOAK_STEPS ?? STEPS);
  const counts = new Counts();
  const step = async (scene: Run) => {
    mockTime = DatedTime.begin();
    await live(scene, mockTime, counts, printed);
    if (progress !== undefined) appendFileSync(progress, `${counts.steps}\n`);
  };
  try {
    await checkAsyncProperty(fc.asyncProperty(episode, step), Math.ceil(steps / STEPS_PER_EPISODE));
    // Violations are thrown: a soak that takes no steps, or whose operations all fail, finds none. A short one may by chance.
    if (steps < STEPS) return;
    expect(counts.steps).toBeGreaterThan(steps / 2);
    for (const method of ["create", "update", "delete", "diff", "read"]) {
      expect({ method, ok: counts.byAnswer[method]?.ok }).toEqual({ method, ok: expect.any(Number) });
    }
  } finally {
    if (output !== undefined) writeFileSync(output, JSON.stringify(counts));
  }
}, 3_600_000);
