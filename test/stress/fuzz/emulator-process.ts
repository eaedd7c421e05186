/** The emulator as people start it, in a process of its own, and ways to say to it what no client would. */
import { type ChildProcess, spawn } from "node:child_process";
import { connect } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";

const root = join(__dirname, "../../..");
const register = join(root, "test/emulator/support/swc-register.cjs");

/** Its first words take longest on a machine that is busy. */
const GREETING_MS = 20_000;

export interface EmulatorProcess {
  readonly port: number;
  /** What it printed, to either stream. */
  output(): string;
  isAlive(): boolean;
  stop(): Promise<void>;
}

export async function startProcess(...args: readonly string[]): Promise<EmulatorProcess> {
  const program = ["-r", register, join(root, "src/cli/emulator.ts"), "--port", "0", ...args];
  const child = spawn(process.execPath, program, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const port = await portIn(child, () => output);
  return {
    port,
    output: () => output,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    stop: () => stop(child),
  };
}

async function portIn(child: ChildProcess, output: () => string): Promise<number> {
  for (let waited = 0; waited < GREETING_MS && child.exitCode === null; waited += 20) {
    const [, port] = /http:\/\/[^\s/]*:(\d+)\/_emulator\/faults/.exec(output()) ?? [];
    if (port !== undefined) return Number(port);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await stop(child);
  throw new Error(`the emulator did not start: ${output()}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}

/** Says the bytes, then that this was all. @returns whatever comes back until the other side is done as well */
export async function say(port: number, bytes: string | Buffer): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  socket.setTimeout(10_000, () => socket.destroy(new Error("the emulator said nothing for ten seconds")));
  socket.end(bytes);
  return (await buffer(socket)).toString("latin1");
}

/** The status of the answer, whatever was announced before it; 0 if there was none. */
function statusOf(answer: string): number {
  return Number(/(?:^|\r\n\r\n)HTTP\/1\.1 ([2-5]\d\d) /.exec(answer)?.[1] ?? 0);
}

/** Alive, without a fault of its own, and without what it did not expect on its standard error. */
export function expectWell(emulator: EmulatorProcess, answer: string): void {
  expect(statusOf(answer)).toBeGreaterThanOrEqual(200);
  expect(statusOf(answer)).not.toBe(500);
  expect(answer).not.toContain("the emulator itself failed");
  expect(emulator.isAlive()).toBe(true);
}

const defaults = {
  rateLimits: true,
  latencyMs: 0,
  readLagMs: 0,
  strict: false,
  atomic: true,
  perCallCap: null,
  netQuota: false,
  ensMissingImage: "ens.interface.error",
  unknownAccounts: [],
  collaboratorAccounts: [],
};

/** As it was at the start. */
export async function restore(emulator: EmulatorProcess): Promise<void> {
  const url = `http://127.0.0.1:${emulator.port}/_emulator`;
  const headers = { "content-type": "application/json" };
  const reset = await fetch(`${url}/reset`, { method: "POST", headers });
  const restored = await fetch(`${url}/settings`, {
    method: "PATCH",
    headers,
    body: JSON.stringify(defaults),
  });
  expect([reset.status, restored.status]).toEqual([200, 200]);
}
