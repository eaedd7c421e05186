/** A stack of the real engine in a folder of its own, and how long its commands take. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
    const folder = housekeeping.folder(checkpoints ? program : `${program}-without-checkpoints`);
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

  /** What the state takes, without the indentation of the file. */
  async stateSize(): Promise<StateSize> {
    const { stdout } = await this.#run(["stack", "export"]);
    const { deployment } = JSON.parse(stdout) as {
      deployment: { resources?: { type: string; inputs?: { __provider?: unknown } }[] };
    };
    const resources = (deployment.resources ?? []).filter(({ type }) => ownTypes.test(type));
    const provider = resources[0]?.inputs?.__provider;
    return {
      resources: resources.length,
      bytesPerResource: Math.round(byteLength(JSON.stringify(resources)) / Math.max(1, resources.length)),
      providerBytes: provider === undefined ? 0 : byteLength(shimText(provider)),
    };
  }

  /** @throws Error with all that it printed, when it fails */
  async #run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Timing & { stdout: string }> {
    const common = ["--non-interactive", "--color", "never"];
    const processorBefore = processorMsOfChildren();
    const begun = performance.now();
    const child = spawn("pulumi", [...args, ...common], {
      cwd: this.#folder,
      env: { ...this.#env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, so that Ctrl-C reaches us first and the engine's children can be ended with it.
      detached: true,
    });
    const finished = this.#housekeeping.watch(child, outcomeOf(child));
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

function difference(after: number | undefined, before: number | undefined): number | undefined {
  return after === undefined || before === undefined ? undefined : after - before;
}

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly output: string;
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
