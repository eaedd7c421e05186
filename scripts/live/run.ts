/** The whole run: the life cycle, each probe, and the image as it was before, however the run ends. */
import type { Assumption, ProbeName } from "../../src/core/assumptions.ts";
import { type Ground, messageOf } from "./ground.ts";
import { type CallProvider, lifeCycle, type Step } from "./life-cycle.ts";
import { type Found, NotTried, probes } from "./probes.ts";

type Verdict = "holds" | "does not hold" | "undecided" | "not tried";

interface Tried extends Partial<Found> {
  readonly id: string;
  readonly statement: string;
  readonly source: string;
  readonly probe?: ProbeName;
  readonly verdict: Verdict;
}

export interface Results {
  readonly lifeCycle: readonly Step[];
  readonly assumptions: readonly Tried[];
  readonly isInterrupted: boolean;
  /** What is not as it was before the run; absent where all is. */
  readonly notRestored?: string;
}

export interface Options {
  readonly callProvider: CallProvider;
  /** The stack's configuration. */
  readonly settings: Readonly<Record<string, string>>;
  /** These probes alone, without the life cycle. */
  readonly only?: readonly ProbeName[] | undefined;
  readonly say: (line: string) => void;
}

/** Outcomes that say nothing about any assumption. */
const NO_ANSWER = ["throttled", "not-sent", "ambiguous", "auth", "image-busy"] as const;

/** @param ground as it was surveyed before the user agreed */
export async function liveRun(ground: Ground, options: Options): Promise<Results> {
  const { facts, signal } = ground.plan;
  const { only, say } = options;
  const steps: Step[] = [];
  const found = new Map<ProbeName, Omit<Tried, "id" | "statement" | "source" | "probe">>();
  let notRestored: string | undefined;
  try {
    if (only === undefined) {
      say("life cycle …");
      // Step by step, so that those before an interruption are reported.
      for await (const step of lifeCycle(ground, options.callProvider, options.settings)) steps.push(step);
      for (const { step, isDone, message } of steps)
        say(`  ${isDone ? "ok" : "FAILED"}: ${step}${message === undefined ? "" : `: ${message}`}`);
      await ground.restore();
    }
    for (const { probe } of facts.assumptions) {
      if (probe === undefined || found.has(probe.name) || only?.includes(probe.name) === false) continue;
      signal.throwIfAborted();
      say(`probe ${probe.name} …`);
      found.set(probe.name, await carriedOut(ground, probe));
      await ground.restore();
    }
  } catch (error) {
    // An interrupted run, or an image that could not be put back between two probes: the end of the run tries again.
    if (!signal.aborted) say(`stopped: ${messageOf(error)}`);
  } finally {
    say("putting the image back …");
    notRestored = await ground.restore().then(
      () => undefined,
      (error: unknown) => messageOf(error),
    );
  }
  const assumptions = facts.assumptions
    .filter(({ probe }) => only === undefined || (probe !== undefined && only.includes(probe.name)))
    .map((assumption) => triedOf(assumption, found, signal.aborted));
  return {
    lifeCycle: steps,
    assumptions,
    isInterrupted: signal.aborted,
    ...(notRestored === undefined ? {} : { notRestored }),
  };
}

async function carriedOut(ground: Ground, probe: NonNullable<Assumption["probe"]>) {
  try {
    const answer = await probes[probe.name](ground, probe.withinSeconds ?? 0);
    const { isContradicted: _, ...seen } = answer;
    return { ...seen, verdict: verdictOf(probe, answer) };
  } catch (error) {
    if (error instanceof NotTried) return { verdict: "not tried" as const, detail: error.message };
    return { verdict: "undecided" as const, message: messageOf(error) };
  }
}

function verdictOf(
  { expects, undecided = [] }: NonNullable<Assumption["probe"]>,
  { outcome, isContradicted }: Found,
): Verdict {
  if (isContradicted === true) return "does not hold";
  if (expects.includes(outcome)) return "holds";
  return [...NO_ANSWER, ...undecided].includes(outcome) ? "undecided" : "does not hold";
}

function triedOf(
  { id, statement, source, probe }: Assumption,
  found: ReadonlyMap<ProbeName, Omit<Tried, "id" | "statement" | "source" | "probe">>,
  isInterrupted: boolean,
): Tried {
  const said = { id, statement, source };
  if (probe === undefined)
    return { ...said, verdict: "not tried", detail: "one image and a few accounts do not show it" };
  const result = found.get(probe.name);
  const why = isInterrupted ? "the run was interrupted" : "the run stopped before it";
  return { ...said, probe: probe.name, ...(result ?? { verdict: "not tried", detail: why }) };
}
