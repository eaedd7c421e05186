/** A stack of the real engine in a folder of its own, and how long its commands take. */
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { EngineInstall } from "../engine/ensure.mts";
import type { Share } from "./estate.mts";
import type { Housekeeping } from "./housekeeping.mts";
import { processorMsOfChildren } from "./processor-time.mts";
import { layOut, type ProgramName, setShares } from "./project.mts";
import { ProviderMemory } from "./provider-memory.mts";

const NAME = "bench";

/** Of the resources that a program makes, in either host. */
const ownTypes = /^(pulumi-nodejs:dynamic\/|image-share:)/;

/** How many resources the engine works on at a time: said, because its default depends on the machine. */
export const PARALLEL = 16;

export type Command = "up" | "preview" | "refresh" | "destroy";

export interface StackOptions {
  readonly program: ProgramName;
  /** Stack configuration, as JSON. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Whether the engine saves its state after every single step, as it does unless told, or once in the end. */
  readonly checkpoints: boolean;
  /** The name of its folder, where two stacks have the same program. */
  readonly folder?: string;
}

export interface Timing {
  readonly ms: number;
  /** Of all processes, the program's and the provider's too; undefined where the system does not tell. */
  readonly processorMs: number | undefined;
  /** Most memory of the provider process. */
  readonly peakBytes: number | undefined;
}

export interface StateSize {
  readonly resources: number;
  readonly bytesPerResource: number;
  /** Of the serialized provider, in each resource's inputs and in its outputs; a plugin has none. */
  readonly providerBytes: number;
}

export class Stack {
  readonly #folder: string;
  readonly #program: ProgramName;
  readonly #env: NodeJS.ProcessEnv;
  readonly #housekeeping: Housekeeping;

  private constructor(
    engine: EngineInstall,
    folder: string,
    { program, checkpoints }: StackOptions,
    housekeeping: Housekeeping,
  ) {
    this.#folder = folder;
    this.#program = program;
    this.#housekeeping = housekeeping;
    // Nothing else of this process's environment: no keys, no proxies, no options of somebody's Node.js.
    this.#env = {
      ...engine.environment({ PATH: process.env.PATH }),
      HOME: join(folder, "home"),
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "bench",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      ...(checkpoints ? {} : { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" }),
    };
  }

  static async create(
    engine: EngineInstall,
    options: StackOptions,
    housekeeping: Housekeeping,
  ): Promise<Stack> {
    const { program, config, checkpoints } = options;
    const ownName = checkpoints ? program : `${program}-without-checkpoints`;
    const folder = housekeeping.folder(options.folder ?? ownName);
    const stack = new Stack(engine, folder, options, housekeeping);
    for (const name of ["home", "backend"]) mkdirSync(join(folder, name));
    layOut(folder, program);
    await stack.#run(["stack", "init", NAME]);
    const file = join(folder, `Pulumi.${NAME}.yaml`);
    const salt = /^encryptionsalt: .*$/m.exec(readFileSync(file, "utf8"))?.[0] ?? "";
    writeFileSync(file, `${salt}\nconfig: ${JSON.stringify(config)}\n`);
    return stack;
  }

  setShares(shares: readonly Share[]): void {
    setShares(this.#folder, this.#program, shares);
  }

  /** @param parallelDiff whether the engine compares resources side by side */
  async time(command: Command, parallelDiff = true): Promise<Timing> {
    const flags = command === "preview" ? [] : ["--yes", "--skip-preview"];
    const args = [
      command,
      ...flags,
      "--parallel",
      String(PARALLEL),
      "--suppress-outputs",
      "--suppress-progress",
    ];
    const { stdout: _, ...timing } = await this.#run(args, { PULUMI_PARALLEL_DIFF: String(parallelDiff) });
    return timing;
  }

  /** The package's own resources, as state has them. */
  async resources(): Promise<readonly StateResource[]> {
    const { stdout } = await this.#run(["stack", "export"]);
    const { deployment } = JSON.parse(stdout) as { deployment: { resources?: StateResource[] } };
    return (deployment.resources ?? []).filter(({ type }) => ownTypes.test(type));
  }

  /**
   * Goes on after an engine that was killed: takes its lock away, and the state before the last step where the engine was
   * killed while it wrote the file.
   *
   * @returns whether the file of state had to be restored
   */
  async recover(): Promise<boolean> {
    const file = join(this.#folder, "backend/.pulumi/stacks", this.#program, `${NAME}.json`);
    const isWhole = isJson(readFileSync(file, "utf8"));
    if (!isWhole) copyFileSync(`${file}.bak`, file);
    await this.#run(["cancel", "--yes"]);
    return !isWhole;
  }

  /** What the state takes, without the indentation of the file. */
  async stateSize(): Promise<StateSize> {
    const resources = await this.resources();
    const provider = resources[0]?.inputs?.__provider;
    return {
      resources: resources.length,
      bytesPerResource: Math.round(byteLength(JSON.stringify(resources)) / Math.max(1, resources.length)),
      providerBytes: provider === undefined ? 0 : byteLength(shimText(provider)),
    };
  }

  /** Starts a command, which the caller may interrupt. It has a process group of its own, as in a terminal. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
    const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd: this.#folder,
      env: { ...this.#env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    return { child, finished: this.#housekeeping.watch(child, outcomeOf(child)) };
  }

  /** @throws Error with all that it printed, when it fails */
  async #run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Timing & { stdout: string }> {
    const processorBefore = processorMsOfChildren();
    const begun = performance.now();
    const { child, finished } = this.start(args, env);
    const memory = child.pid === undefined ? undefined : new ProviderMemory(child.pid);
    try {
      const { code, stdout, output } = await finished;
      if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${output}`);
      const ms = performance.now() - begun;
      const processorMs = difference(processorMsOfChildren(), processorBefore);
      return { ms, processorMs, peakBytes: memory?.stop(), stdout };
    } finally {
      memory?.stop();
    }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function difference(after: number | undefined, before: number | undefined): number | undefined {
  return after === undefined || before === undefined ? undefined : after - before;
}

/** How a command ended, and what it printed. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  /** Both streams, in the order of their arrival. */
  readonly output: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Outcome>;
}

/** A resource of the engine's state, as far as the benchmark looks at it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: { readonly __provider?: unknown };
  readonly outputs?: { readonly accounts?: readonly string[] };
}

function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let stdout = "";
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, output }));
  });
}

/** The engine marks provider text as a secret, whose ciphertext is somewhat longer. */
function shimText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function byteLength(text: string): number {
  return Buffer.byteLength(text);
}
