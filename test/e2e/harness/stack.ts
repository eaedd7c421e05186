/** One Pulumi stack in a folder of its own, driven through the real CLI, against an emulator. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CallRecord } from "../../../src/emulator";
import { killAll, type Running, start } from "./command";
import { findEngine, repository } from "./installation";
import { Run } from "./run";

/** A resource for the program to make; see program/index.js for what arguments can say beyond JSON. */
export interface ShareSpec {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly opts?: Readonly<Record<string, unknown>>;
}

/** A resource as it stands in exported state. */
export interface StateEntry {
  readonly urn: string;
  readonly id?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
}

/** Where a stack's calls go, and what is known of them: an emulator, or a server that keeps no log. */
export interface Target {
  readonly url: string;
  readonly credentials: { readonly id: string; readonly secret: string };
  clearCalls(): void;
  calls(): CallRecord[];
}

type Command = "up" | "preview" | "refresh" | "destroy";
type Config = Readonly<Record<string, unknown>>;
type Environment = Readonly<Record<string, string>>;

/** A preview costs as much as the command itself; tests that are about previews ask for one. */
const flags: Readonly<Record<Command, readonly string[]>> = {
  up: ["--yes", "--skip-preview"],
  preview: [],
  refresh: ["--yes", "--skip-preview"],
  destroy: ["--yes", "--skip-preview"],
};

/** Where state is, for engines on several machines: an address that the CLI takes, and the variables it needs. */
export interface Backend {
  readonly url: string;
  readonly env?: Environment;
}

/** What tells stacks of one back end apart; without it, a stack has a back end of its own in its folder. */
export interface Place {
  readonly backend: Backend;
  /** The stack's name in that back end. */
  readonly name: string;
  /** Another machine's checkout of the same stack, which exists already. */
  readonly of?: Stack;
}

const NAME = "test";

export class Stack {
  readonly folder: string;
  readonly name: string;
  readonly #target: Target;
  readonly #env: Environment;
  #moreEnv: Environment = {};
  readonly #cli: string;
  readonly #configFile: string;

  private constructor(
    target: Target,
    folder: string,
    engine: { cli: string; path: string },
    { name, backend }: Place,
  ) {
    this.folder = folder;
    this.name = name;
    this.#target = target;
    this.#cli = engine.cli;
    this.#configFile = join(folder, `Pulumi.${name}.yaml`);
    // Nothing else of this process's environment: no keys, no proxies, no options of somebody's Node.js.
    this.#env = {
      PATH: engine.path,
      HOME: join(folder, "home"),
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: backend.url,
      PULUMI_CONFIG_PASSPHRASE: "correct horse",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      // Hundreds of short processes load the same SDK.
      NODE_COMPILE_CACHE: join(repository, "node_modules/.cache/e2e"),
      ...backend.env,
    };
  }

  /** A new stack without resources, configured to reach the emulator; to be disposed of after the tests. */
  static async create(
    target: Target,
    prepare: (folder: string) => void = generalProgram,
    place?: Place,
  ): Promise<Stack> {
    const engine = await findEngine();
    const folder = mkdtempSync(join(tmpdir(), "image-share-"));
    const own = { backend: { url: `file://${join(folder, "backend")}` }, name: NAME };
    const stack = new Stack(target, folder, engine, place ?? own);
    try {
      for (const name of ["home", "backend", "node_modules"]) mkdirSync(join(stack.folder, name));
      linkPackages(stack.folder);
      prepare(stack.folder);
      stack.setShares([]);
      if (place?.of === undefined) await stack.run(["stack", "init", stack.name]);
      else await stack.#join(place.of);
      stack.setConfig({});
      return stack;
    } catch (error) {
      stack.dispose();
      throw error;
    }
  }

  /** As a checkout of the repository would: the stack's file comes along, and with it the salt of its secrets. */
  async #join(other: Stack): Promise<void> {
    cpSync(other.#configFile, this.#configFile);
    await this.run(["stack", "select", this.name]);
  }

  setShares(shares: readonly ShareSpec[]): void {
    writeFileSync(join(this.folder, "spec.json"), JSON.stringify({ shares }));
  }

  /** Replaces the configuration; what is left out reaches the emulator, and null takes a key away. */
  setConfig(changes: Config): void {
    const { id, secret } = this.#target.credentials;
    const config = {
      "image-share:endpoint": this.#target.url,
      "image-share:tencentcloud": { secretId: id, secretKey: secret },
      ...changes,
    };
    const said = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
    const salt = /^encryptionsalt: .*$/m.exec(readFileSync(this.#configFile, "utf8"))?.[0] ?? "";
    writeFileSync(this.#configFile, `${salt}\nconfig: ${JSON.stringify(said)}\n`);
  }

  /** Replaces what the commands get beside the variables that every one of them needs. */
  setEnvironment(variables: Environment): void {
    this.#moreEnv = variables;
  }

  up(...args: string[]): Promise<Run> {
    return this.run(["up", ...flags.up, ...args]);
  }

  preview(...args: string[]): Promise<Run> {
    return this.run(["preview", ...flags.preview, ...args]);
  }

  refresh(...args: string[]): Promise<Run> {
    return this.run(["refresh", ...flags.refresh, ...args]);
  }

  destroy(...args: string[]): Promise<Run> {
    return this.run(["destroy", ...flags.destroy, ...args]);
  }

  /** The command, which is expected to fail. */
  async failing(command: Command, ...args: string[]): Promise<Run> {
    const run = await this.#observed([command, ...flags[command], ...args]);
    if (run.code !== 0 && run.code !== null) return run;
    throw new Error(`pulumi ${command} was expected to fail and ended with ${run.code}:\n${run.output}`);
  }

  /** Any command of the CLI. @throws when it fails, with all that it printed */
  async run(args: readonly string[]): Promise<Run> {
    const run = await this.#observed(args);
    if (run.code === 0) return run;
    throw new Error(`pulumi ${args.join(" ")} ended with ${run.code}:\n${run.output}`);
  }

  /** Starts a command without waiting for its end, to be killed in the middle. */
  start(args: readonly string[]): Running {
    const common = ["--non-interactive", "--color", "never"];
    return start(this.#cli, [...args, ...common], this.folder, { ...this.#env, ...this.#moreEnv });
  }

  /** What state holds of the stack's shares, by name. */
  async state(): Promise<Readonly<Record<string, StateEntry>>> {
    const { deployment } = JSON.parse((await this.run(["stack", "export"])).stdout) as {
      deployment: { resources?: StateEntry[] };
    };
    const shares = (deployment.resources ?? []).filter(({ urn }) => urn.includes(":ImageShare::"));
    return Object.fromEntries(shares.map((entry) => [entry.urn.replace(/^.*::/, ""), entry]));
  }

  dispose(): void {
    killAll();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #observed(args: readonly string[]): Promise<Run> {
    this.#target.clearCalls();
    const finished = await this.start(args).finished;
    return new Run(finished, this.#target.calls());
  }
}

/** As `npm install` would leave it: one instance of the SDK, and the built package. */
function linkPackages(folder: string): void {
  const modules = join(folder, "node_modules");
  symlinkSync(join(repository, "node_modules/@pulumi"), join(modules, "@pulumi"));
  symlinkSync(repository, join(modules, "pulumi-image-share"));
}

function generalProgram(folder: string): void {
  cpSync(join(__dirname, "program"), folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "program", main: "index.js" }));
  // Without TypeScript the program starts in half the time.
  const runtime = "runtime: { name: nodejs, options: { typescript: false } }";
  writeFileSync(join(folder, "Pulumi.yaml"), `name: program\n${runtime}\n`);
}
