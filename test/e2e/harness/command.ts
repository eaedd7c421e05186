/** Runs programs so that none of them, nor anything that they start, outlives the tests. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export interface Finished {
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** Both streams, as they came. */
  readonly output: string;
  readonly stdout: string;
}

/** A program at work. */
export interface Running {
  readonly finished: Promise<Finished>;
  /** Ends it and all that it started at once, without a chance to tidy up: as a power cut would. */
  kill(): void;
  /** Ends the program alone; what it started lives on. */
  killAlone(): void;
  /** Asks it to stop, as Ctrl-C does. */
  interrupt(): void;
}

const running = new Set<Running>();

export function start(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Running {
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once("error", reject);
    // "close" waits for the pipes, that is, for every child that still holds one.
    child.once("close", (code) => resolve({ code, output, stdout }));
  });
  const self: Running = {
    finished,
    kill: () => killFamily(child.pid),
    killAlone: () => child.kill("SIGKILL"),
    interrupt: () => child.kill("SIGINT"),
  };
  running.add(self);
  const forget = () => running.delete(self);
  finished.then(forget, forget);
  return self;
}

/** Ends whatever is still running: nothing, unless a test failed or ran out of time. */
export function killAll(): void {
  for (const command of running) command.kill();
}

/** The engine puts its plugins into process groups of their own, and they outlive it; so each is ended by its id. */
function killFamily(pid: number | undefined): void {
  if (pid === undefined) return;
  const parents = parentsOfAll();
  const family = [pid];
  // Grows while it is walked: children, then theirs.
  for (const member of family) {
    for (const [child, parent] of parents) if (parent === member) family.push(child);
  }
  for (const member of family) {
    try {
      process.kill(member, "SIGKILL");
    } catch {
      // Gone already, which is what was wanted.
    }
  }
}

/** Parent by process, where the system tells (Linux). */
function parentsOfAll(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const entry of directory("/proc")) {
    if (!/^[0-9]+$/.test(entry)) continue;
    try {
      // "pid (name) state parent …", where the name may hold anything.
      const afterName = readFileSync(`/proc/${entry}/stat`, "utf8").replace(/^.*\) /s, "");
      parents.set(Number(entry), Number(afterName.split(" ")[1]));
    } catch {
      // Ended between the listing and the look.
    }
  }
  return parents;
}

function directory(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
