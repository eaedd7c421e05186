/** A command of the engine on the estate: how long it took, what it called, what it printed; also where it is stopped. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { familyOf, kill } from "../../demo/family.mts";
import { isProvider } from "../provider-memory.mts";
import type { Outcome, Running, Stack } from "../stack.mts";
import type { Tape, TapedCall } from "./tape.mts";
import { slowService } from "./workload.mts";

export type EngineCommand = "preview" | "up" | "destroy";

/** How a command is stopped before its end: Ctrl-C in a terminal, or the kernel ends the engine. */
export type Stop = "SIGINT" | "SIGKILL";

export interface CommandFigures {
  readonly ms: number;
  readonly begun: number;
  readonly code: number | null;
  readonly calls: readonly TapedCall[];
  /** The last call of an image of another service than the slow one; 0 without any. */
  readonly othersDoneMs: number;
  readonly bytes: number;
  readonly lines: number;
  readonly longestLine: number;
  /** From the stop to the end of the engine and its providers. */
  readonly stoppedMs?: number;
}

/** How often the benchmark looks whether the moment to stop has come, and whether a process has ended. */
const LOOK_MS = 20;
const ORPHAN_LIMIT_MS = 60_000;

export interface CommandOptions {
  readonly parallel: number;
  /** Where the output goes. */
  readonly log: string;
  readonly stop?: { readonly by: Stop; when(calls: readonly TapedCall[]): boolean };
}

export async function runCommand(
  stack: Stack,
  tape: Tape,
  command: EngineCommand,
  { parallel, log, stop }: CommandOptions,
): Promise<CommandFigures> {
  const confirmed = command === "preview" ? [] : ["--yes", "--skip-preview"];
  const args = [command, ...confirmed, "--parallel", String(parallel)];
  const begun = performance.now();
  const running = stack.start(args, { PULUMI_PARALLEL_DIFF: "true" });
  const stoppedMs = stop === undefined ? undefined : await stopInTheMiddle(running, tape, begun, stop);
  const { code, output } = await running.finished;
  const ms = performance.now() - begun;
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, output);
  if (stop === undefined && code !== 0) throw new Error(`${command} ended with ${code}; it printed ${log}`);
  const calls = tape.since(begun);
  const others = calls.filter(({ service }) => service !== slowService);
  return {
    ...{ ms, begun, code, calls },
    othersDoneMs: Math.max(0, ...others.map(({ at }) => at - begun)),
    ...printed(output),
    ...(stoppedMs === undefined ? {} : { stoppedMs }),
  };
}

async function stopInTheMiddle(
  { child, finished }: Running,
  tape: Tape,
  begun: number,
  { by, when }: NonNullable<CommandOptions["stop"]>,
): Promise<number> {
  let ended: Outcome | undefined;
  const noticing = finished.then((outcome) => {
    ended = outcome;
  });
  while (!when(tape.since(begun))) {
    if (ended !== undefined) throw new Error(`the command ended before it was stopped:\n${ended.output}`);
    await delay(LOOK_MS);
  }
  if (child.pid === undefined) throw new Error("the engine has no process");
  const family = familyOf(child.pid);
  const providers = family.filter(isProvider);
  const stopped = performance.now();
  // A terminal sends Ctrl-C to all of the group; the kernel kills one process.
  process.kill(by === "SIGINT" ? -child.pid : child.pid, by);
  await noticing;
  try {
    while (providers.some(isAlive)) {
      if (performance.now() - stopped > ORPHAN_LIMIT_MS)
        throw new Error(`a provider of a stopped engine still runs after ${ORPHAN_LIMIT_MS} ms`);
      await delay(LOOK_MS);
    }
    return performance.now() - stopped;
  } finally {
    // Pulumi's language host for YAML goes on without an engine.
    kill(family.filter(isAlive));
  }
}

/** A process that has ended and that its parent has not asked about counts as ended. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ESRCH") return false;
    throw error;
  }
}

function printed(output: string): { bytes: number; lines: number; longestLine: number } {
  const lines = output.split("\n");
  return {
    bytes: Buffer.byteLength(output),
    lines: lines.length,
    longestLine: Math.max(...lines.map(({ length }) => length)),
  };
}
