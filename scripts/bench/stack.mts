/** A stack of the real engine in a folder of its own, and how long its commands take. */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import type { EngineInstall } from "../engine/ensure.mts";
import type { Share } from "./estate.mts";
import type { Housekeeping } from "./housekeeping.mts";
import { processorMsOfChildren } from "./processor-time.mts";
import { ProviderMemory } from "./provider-memory.mts";

const repository = resolve(import.meta.dirname, "../..");
const NAME = "bench";

/** How many resources the engine works on at a time: said, because its default depends on the machine. */
export const PARALLEL = 16;

export type ProgramName = "shares" | "nothing" | "one-per-account";
export type Command = "up" | "preview" | "destroy";

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
  /** Of the serialized provider, in each resource's inputs and in its outputs. */
  readonly providerBytes: number;
}

export class Stack {
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #housekeeping: Housekeeping;

  private constructor(
    engine: EngineInstall,
    folder: string,
    checkpoints: boolean,
    housekeeping: Housekeeping,
  ) {
    this.#folder = folder;
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
    { program, config, checkpoints }: StackOptions,
    housekeeping: Housekeeping,
  ): Promise<Stack> {
    const folder = housekeeping.folder(checkpoints ? program : `${program}-without-checkpoints`);
    const stack = new Stack(engine, folder, checkpoints, housekeeping);
    for (const name of ["home", "backend", "node_modules"]) mkdirSync(join(folder, name));
    for (const name of ["@pulumi", "tencentcloud-sdk-nodejs"])
      symlinkSync(join(repository, "node_modules", name), join(folder, "node_modules", name));
    symlinkSync(repository, join(folder, "node_modules/pulumi-image-share"));
    cpSync(join(import.meta.dirname, "programs", program), folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: program, main: "index.js" }));
    // Without TypeScript the program starts in half the time.
    const runtime = { name: "nodejs", options: { typescript: false } };
    writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify({ name: program, runtime }));
    await stack.#run(["stack", "init", NAME]);
    const file = join(folder, `Pulumi.${NAME}.yaml`);
    const salt = /^encryptionsalt: .*$/m.exec(readFileSync(file, "utf8"))?.[0] ?? "";
    writeFileSync(file, `${salt}\nconfig: ${JSON.stringify(config)}\n`);
    return stack;
  }

  setShares(shares: readonly Share[]): void {
    writeFileSync(join(this.#folder, "spec.json"), JSON.stringify({ shares }));
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
      deployment: { resources: { urn: string; inputs?: { __provider?: unknown } }[] };
    };
    const resources = deployment.resources.filter(({ inputs }) => inputs?.__provider !== undefined);
    return {
      resources: resources.length,
      bytesPerResource: Math.round(byteLength(JSON.stringify(resources)) / resources.length),
      providerBytes: byteLength(shimText(resources[0]?.inputs?.__provider)),
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
