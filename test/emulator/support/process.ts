/** The emulator's command in a process of its own, from the sources; what is left after a test is killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

export const root = join(__dirname, "../../..");
export const register = join(__dirname, "swc-register.cjs");

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) {
    child.kill("SIGKILL");
  }
});

export function spawned(...args: string[]) {
  const child = spawn(process.execPath, ["-r", register, join(root, "src/cli/emulator.ts"), ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output.stderr += chunk;
  });
  return { child, output };
}

export async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition() && waited < 10_000; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** On a free port, once it listens and has said all that it has to say. */
export async function running(...args: string[]) {
  const { child, output } = spawned("--port", "0", ...args);
  await until(() => output.stdout.includes("/_emulator/faults") || child.exitCode !== null);
  const port = Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(output.stdout)?.[1]);
  return { child, output, port };
}
