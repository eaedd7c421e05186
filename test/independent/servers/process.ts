/** Runs a server of the Python package index for the tests of a file. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";

export interface Started {
  readonly url: string;
  stop(): Promise<void>;
}

const START_MS = 60_000;

/** "Running on http://127.0.0.1:43210", as these servers say it. */
const ADDRESS = /Running on (http:\/\/127\.0\.0\.1:\d+)/;

/** The Python of an environment that scripts/independent.mts has made. */
export function pythonOf(part: string): string {
  const pythons: Record<string, string> = JSON.parse(process.env.INDEPENDENT_PYTHONS ?? "{}");
  const python = pythons[part];
  if (python === undefined) throw new Error(`no environment for ${part}: use "npm run test:independent"`);
  return python;
}

/** The variables of a program of an environment: nothing of the person's own keys or settings takes part. */
export function environmentOf(part: string): Record<string, string> {
  const python = pythonOf(part);
  // What Python compiles is kept for the next run, and not beside the source.
  return { PATH: process.env.PATH ?? "", PYTHONPYCACHEPREFIX: join(dirname(python), "..", "compiled") };
}

/** Runs a module as a program, and ends when its stdin does: with the tests, however those end. */
const RUNNER = `
import os, runpy, sys, threading
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
`;

/**
 * Starts a server at a free port of the loopback interface, and waits until it says where it listens. It must be one
 * process, and serve from it.
 *
 * @param args the module to run as a program, and its arguments; the server is to take the port 0
 */
export async function startServer(
  part: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const child = spawn(pythonOf(part), ["-u", "-c", RUNNER, ...args], {
    env: { ...environmentOf(part), ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  const stop = async () => {
    child.kill("SIGKILL");
    await closed;
  };
  try {
    return { url: await addressOf(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const fail = (why: string) => reject(new Error(`the server ${why}:\n${output}`));
    const timer = setTimeout(() => fail(`did not start within ${START_MS / 1000} s`), START_MS);
    const read = (text: string) => {
      output += text;
      const found = ADDRESS.exec(output)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout?.setEncoding("utf8").on("data", read);
    child.stderr?.setEncoding("utf8").on("data", read);
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
  });
}
