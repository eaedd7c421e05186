/** The estate from its first preview to its destruction, step by step, as a pipeline and its operators run it. */
import { join, resolve } from "node:path";
import type { Emulator } from "pulumi-image-share/emulator";
import type { Share } from "../estate.mts";
import { seed } from "../estate.mts";
import type { Stack } from "../stack.mts";
import { type CommandFigures, type EngineCommand, runCommand, type Stop } from "./engine-command.mts";
import { judgeDone, judgeInterrupted } from "./judge.mts";
import { callsNeeded, countOf, floorOf } from "./limits.mts";
import type { Tape, TapedCall } from "./tape.mts";
import { edited, estateOf, slowService } from "./workload.mts";

export interface StepFigures {
  readonly step: string;
  readonly ms: number;
  /** Undefined for a step that was stopped. */
  readonly floorMs: number | undefined;
  readonly calls: number;
  readonly needed: number | undefined;
  /** Calls that the vendor refused because of its limit; they are not among `calls`. */
  readonly throttled: number;
  /** When the last image of another service than the slow one was done, and the floor of these images alone. */
  readonly othersDoneMs: number;
  readonly othersFloorMs: number | undefined;
  readonly bytes: number;
  readonly lines: number;
  readonly longestLine: number;
  readonly stoppedMs: number | undefined;
  /** What is not right afterwards; empty where all is. */
  readonly wrong: readonly string[];
}

export interface Operation {
  readonly emulator: Emulator;
  readonly tape: Tape;
  readonly stack: Stack;
  readonly parallel: number;
  readonly scale: number;
  /** Names the folder of the output. */
  readonly name: string;
  readonly progress: (line: string) => void;
}

interface Step {
  readonly step: string;
  readonly command: EngineCommand;
  /** What the program lists. */
  readonly listed: readonly Share[];
  readonly stop?: Stop;
}

export async function operate(operation: Operation): Promise<StepFigures[]> {
  const { emulator, stack, scale, progress } = operation;
  const all = estateOf(scale);
  seed(emulator, all);
  const figures: StepFigures[] = [];
  let before: readonly Share[] = all.map((share) => ({ ...share, accounts: [] }));
  for (const step of stepsOf(all)) {
    const done = await carryOut(operation, step, before, figures.length);
    figures.push(done);
    progress(`${done.step}: ${lineOf(done)}`);
    for (const sentence of done.wrong.slice(0, 5)) progress(`  WRONG: ${sentence}`);
    if (step.stop === "SIGKILL" && (await stack.recover()))
      progress("  the engine was killed while it wrote its state: restored from the file .bak");
    // A stopped step leaves some images as they were: the next one is judged by what it lists itself.
    if (step.command !== "preview" && step.stop === undefined) before = step.listed;
  }
  return figures;
}

function stepsOf(all: readonly Share[]): Step[] {
  const [first, second, third] = [1, 2, 3].map((edits) => edited(all, edits));
  if (first === undefined || second === undefined || third === undefined) throw new Error("no edits");
  return [
    { step: "preview of new", command: "preview", listed: all },
    { step: "create", command: "up", listed: all },
    { step: "no-op preview", command: "preview", listed: all },
    { step: "no-op up", command: "up", listed: all },
    { step: "edit: one account in, one out, everywhere", command: "up", listed: first },
    { step: "a second edit, Ctrl-C in the middle", command: "up", listed: second, stop: "SIGINT" },
    { step: "up again after Ctrl-C", command: "up", listed: second },
    { step: "a third edit, kill -9 in the middle", command: "up", listed: third, stop: "SIGKILL" },
    { step: "up again after kill -9", command: "up", listed: third },
    { step: "destroy", command: "destroy", listed: third.map((share) => ({ ...share, accounts: [] })) },
  ];
}

async function carryOut(
  { emulator, tape, stack, parallel, name }: Operation,
  { step, command, listed, stop }: Step,
  before: readonly Share[],
  index: number,
): Promise<StepFigures> {
  if (command !== "destroy") stack.setShares(listed);
  const log = join(logs, name, `${index + 1}-${step.replace(/[^\w]+/g, "-")}.log`);
  const needed = callsNeeded(listed, (share) => emulator.accounts(share), command === "preview");
  const images = listed.length;
  const isInTheMiddle = (calls: readonly TapedCall[]) => imagesWritten(calls) >= images / 2;
  const figures = await runCommand(stack, tape, command, {
    ...{ parallel, log },
    ...(stop === undefined ? {} : { stop: { by: stop, when: isInTheMiddle } }),
  });
  const passed = tape.passedBefore(figures.begun);
  const ofOthers = new Map([...needed].filter(([key]) => !key.startsWith(`${slowService}/`)));
  // After a kill, state may be behind, or cut off.
  const state = stop === "SIGKILL" ? undefined : await stack.resources();
  const wrong =
    stop === undefined
      ? judgeDone(emulator, state ?? [], command === "preview" ? before : listed)
      : judgeInterrupted(emulator, state, before, listed);
  const left = state?.length ?? 0;
  if (command === "destroy" && left > 0) wrong.push(`state still has ${left} resources`);
  return {
    step,
    ...summaryOf(figures),
    floorMs: stop === undefined ? floorOf(needed, passed) : undefined,
    othersFloorMs: stop === undefined ? floorOf(ofOthers, passed) : undefined,
    needed: stop === undefined ? countOf(needed) : undefined,
    wrong,
  };
}

/** Where what the engine printed is kept, step by step. */
export const logs = resolve(import.meta.dirname, "../../../.cache/bench-estate");

function imagesWritten(calls: readonly TapedCall[]): number {
  return new Set(calls.filter(({ isWrite }) => isWrite).map(({ image }) => image)).size;
}

function summaryOf(
  figures: CommandFigures,
): Omit<StepFigures, "step" | "floorMs" | "othersFloorMs" | "needed" | "wrong"> {
  const { ms, calls, othersDoneMs, bytes, lines, longestLine, stoppedMs } = figures;
  const throttled = calls.filter((call) => call.throttled).length;
  return {
    ...{ ms, calls: calls.length - throttled, throttled, othersDoneMs, bytes, lines, longestLine },
    stoppedMs,
  };
}

function lineOf({ ms, floorMs, calls, needed, throttled, wrong }: StepFigures): string {
  const seconds = (value: number | undefined) => (value === undefined ? "–" : (value / 1000).toFixed(1));
  const counts = `${calls} calls of ${needed ?? "–"}, ${throttled} refused`;
  return `${seconds(ms)} s, floor ${seconds(floorMs)} s, ${counts}, ${wrong.length} wrong`;
}
