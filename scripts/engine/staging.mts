import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { missingPrograms } from "./requirements.mts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

/** Someone wants the work to end, so nothing else may be tried in its place. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
}

/**
 * Fills `target` all at once or not at all: `fill` works in a directory beside it, which takes the
 * target's name only when it is complete. Whoever else does the same at that moment is not disturbed.
 */
export async function fillAtomically(
  target: string,
  fill: (staging: string, interrupted: AbortSignal) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await removeAbandoned(target);
  const staging = await makeBeside(target);
  await interruptible(async (interrupted) => {
    try {
      await fill(staging, interrupted);
      await publish(staging, target);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  });
}

/** Does work that a signal ends in good order: once it has tidied up, the signal does what it would have done. */
export async function interruptible<T>(work: (interrupted: AbortSignal) => Promise<T>): Promise<T> {
  const interruption = new AbortController();
  let received: NodeJS.Signals | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    received = signal;
    interruption.abort(new InterruptedError(`interrupted by ${signal}`));
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await work(interruption.signal);
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
    // Nothing of ours is left behind: now the signal may do what it would have done without us.
    if (received && process.listenerCount(received) === 0) process.kill(process.pid, received);
  }
}

async function publish(staging: string, target: string): Promise<void> {
  // A rename never replaces a directory with files in it, so that is how one learns of another's work.
  for (let attempt = 1; attempt <= 3; attempt++) {
    try {
      return await rename(staging, target);
    } catch (error) {
      if (missingPrograms(join(target, "bin")).length === 0) return;
      if (attempt === 3) throw error;
      await moveAside(target);
    }
  }
}

/** An incomplete installation that was not made here: it goes away only once its name is free. */
async function moveAside(target: string): Promise<void> {
  const aside = await makeBeside(target);
  await rename(target, join(aside, "incomplete")).catch(() => undefined);
  await rm(aside, { recursive: true, force: true });
}

/** What a killed run could not remove; younger ones may belong to a run that is still at work. */
async function removeAbandoned(target: string): Promise<void> {
  const parent = dirname(target);
  for (const name of await readdir(parent)) {
    const directory = join(parent, name);
    if (!directory.startsWith(stagingPrefix(target))) continue;
    const age = await stat(directory).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > ABANDONED_AFTER_MS) await rm(directory, { recursive: true, force: true });
  }
}

/** Not mkdtemp: its directories stay closed to everybody else, and this one becomes the installation. */
async function makeBeside(target: string): Promise<string> {
  const directory = `${stagingPrefix(target)}${randomUUID()}`;
  await mkdir(directory);
  return directory;
}

function stagingPrefix(target: string): string {
  return join(dirname(target), `.${basename(target)}-`);
}
