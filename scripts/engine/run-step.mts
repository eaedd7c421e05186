import { spawn } from "node:child_process";
import { once } from "node:events";

/** Shows one line of progress. */
export type Report = (line: string) => void;

export interface Step {
  /** What is being done, and how long it usually takes. */
  readonly title: string;
  /** Stands before its later lines, where another step runs at the same time. */
  readonly label?: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly timeoutMs: number;
  readonly interrupted: AbortSignal;
  readonly report: Report;
}

/** Long enough not to be noise, short enough that nobody takes the silence for a hang. */
const TICK_MS = 15_000;
const KILL_AFTER_MS = 5_000;
const KEPT_OUTPUT = 4_000;

/** Runs one long command, telling every now and then that it is still at work; resolves with its stdout. */
export async function runStep(step: Step): Promise<string> {
  step.interrupted.throwIfAborted();
  const started = Date.now();
  const elapsed = (): string => `${Math.round((Date.now() - started) / 1000)} s`;
  const label = step.label === undefined ? "" : `${step.label} `;
  step.report(step.title);
  const ticker = setInterval(() => step.report(`  ${label}… still at it, ${elapsed()}`), TICK_MS);
  // A group of its own, so that a time-out ends the command's children too.
  const child = spawn(step.command, step.args, {
    cwd: step.cwd,
    env: step.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-KEPT_OUTPUT);
  });
  let problem: Error | undefined;
  let lastResort: NodeJS.Timeout | undefined;
  const end = (why: Error): void => {
    problem = why;
    killGroup(child.pid, "SIGINT");
    lastResort = setTimeout(() => killGroup(child.pid, "SIGKILL"), KILL_AFTER_MS);
  };
  const onInterrupt = (): void => end(step.interrupted.reason);
  const deadline = setTimeout(() => end(new Error(`gave up after ${elapsed()}`)), step.timeoutMs);
  step.interrupted.addEventListener("abort", onInterrupt);
  try {
    const [code] = (await once(child, "close")) as [number | null];
    if (problem) throw problem;
    if (code !== 0) throw new Error(lastLines(stderr) || `ended with exit code ${code}`);
    step.report(`  ${label}done, ${elapsed()}`);
    return stdout;
  } finally {
    clearInterval(ticker);
    clearTimeout(deadline);
    clearTimeout(lastResort);
    step.interrupted.removeEventListener("abort", onInterrupt);
  }
}

/** Runs steps at the same time; when one fails, the others are ended before it is told. */
export async function runTogether(
  interrupted: AbortSignal,
  steps: readonly ((interrupted: AbortSignal) => Promise<unknown>)[],
): Promise<void> {
  const failed = new AbortController();
  const either = AbortSignal.any([interrupted, failed.signal]);
  const running = steps.map((step) => step(either));
  try {
    await Promise.all(running);
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled(running);
    throw error;
  }
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, signal);
  } catch {
    // It has already ended.
  }
}

/** The end of a tool's complaint: that is where the cause stands, and more would bury it. */
function lastLines(text: string): string {
  return text.trim().split("\n").slice(-3).join("\n");
}
