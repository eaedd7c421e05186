/** The command line in this process: streams that remember, and a cloud to talk to. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { run } from "../../../src/cli/program";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { withoutEndpointLine } from "../../support/endpoint-line";
import { settings } from "./settings";

export const [alice, bob, carol, stranger] = [
  "100000000001",
  "100000000002",
  "100000000003",
  "100000000099",
] as const;

/** Words that must never be printed. */
export const credential = { id: "AKIDcommandLine", secret: "secret-of-the-command-line" };

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  /** Without the line that names the endpoint. */
  readonly stderr: string;
}

interface Circumstances {
  readonly stdin?: string;
  /** What somebody types when asked; makes all streams terminals. */
  readonly typed?: string;
  /** The width of the terminal, where there is one. */
  readonly columns?: number;
  readonly interrupted?: AbortSignal;
  /** Called with each piece of what is printed. */
  readonly onOutput?: (text: string) => void;
}

// Node takes each of these as a word about colour; pipelines set some of them, and jest sets one for its workers.
for (const name of ["NO_COLOR", "FORCE_COLOR", "NODE_DISABLE_COLORS", "CI", "COLORTERM"])
  delete process.env[name];

export async function cli(args: readonly string[], circumstances: Circumstances = {}): Promise<Ended> {
  const ended = await wholeCli(args, circumstances);
  return { ...ended, stderr: withoutEndpointLine(ended.stderr) };
}

/** The same with every line. */
export async function wholeCli(args: readonly string[], circumstances: Circumstances = {}): Promise<Ended> {
  const { stdin, typed, columns, interrupted = new AbortController().signal, onOutput } = circumstances;
  const isTTY = typed !== undefined;
  const output = { stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr") => {
    const sink = Object.assign(new PassThrough(), { isTTY, ...(columns === undefined ? {} : { columns }) });
    return sink.on("data", (chunk) => {
      output[name] += chunk;
      onOutput?.(String(chunk));
    });
  };
  const input = Object.assign(Readable.from([stdin ?? typed ?? ""]), { isTTY });
  const terminal = { stdin: input, stdout: stream("stdout"), stderr: stream("stderr"), interrupted };
  const code = await run(args, terminal);
  await new Promise((resolve) => setImmediate(resolve));
  return { code, ...output };
}

export interface Workspace {
  readonly emulator: Emulator;
  /** Writes a file into a folder of the test's own. @returns its path */
  file(name: string, contents: unknown): string;
  /** The same with all that is needed to reach the emulator, as stack configuration. */
  stack(shares: readonly unknown[], more?: Readonly<Record<string, unknown>>): string;
  path(name: string): string;
}

/** An emulator without the vendors' limits, and a folder, for all tests of a file. */
export function useWorkspace(): Workspace {
  let emulator: Emulator | undefined;
  let folder = "";
  let files = 0;
  beforeAll(async () => {
    emulator = await startEmulator({ credentials: [credential], rateLimits: false });
    folder = mkdtempSync(join(tmpdir(), "image-share-cli-"));
  });
  afterAll(async () => {
    await emulator?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => emulator?.reset());
  const running = () => {
    if (emulator === undefined) throw new Error("to be used in tests only");
    return emulator;
  };
  const path = (name: string) => join(folder, name);
  const file = (name: string, contents: unknown) => {
    writeFileSync(path(name), typeof contents === "string" ? contents : JSON.stringify(contents));
    return path(name);
  };
  return {
    get emulator() {
      return running();
    },
    path,
    file,
    stack(shares, more = {}) {
      const config = { ...settings(running()), "image-share:shares": shares, ...more };
      return file(`Pulumi.${files++}.yaml`, { config });
    },
  };
}

/** An image of Tencent Cloud; the name makes its ID. */
export function image(name: string) {
  return {
    service: "tencentcloud-cvm",
    region: "ap-guangzhou",
    imageId: `img-${name.padEnd(8, "0")}`,
  } as const;
}

/** Calls that changed something, or tried to. */
export function writes(emulator: Emulator): string[] {
  return emulator
    .calls()
    .flatMap(({ action }) => (/^(Describe|List|Get|Read|Show)|^CreateToken$/.test(action) ? [] : [action]));
}
