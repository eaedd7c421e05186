import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { EngineInstall } from "../engine/ensure.mts";
import { familyOf, kill } from "./family.mts";

const program = resolve(import.meta.dirname, "../../examples/quickstart/index.ts");
const plugin = resolve(import.meta.dirname, "../../dist/provider/plugin/main.js");

/** How long an interrupted engine may take to end by itself. */
const GRACE_MS = 5_000;

/** One entry of `image-share:shares`, as the quickstart reads it. */
export interface ShareEntry {
  service: string;
  region?: string;
  imageId: string;
  accounts: string[];
}

/** The real CLI on the quickstart, with project file, state, configuration and home in a temporary directory. */
export class Workspace {
  readonly #directory = mkdtempSync(join(tmpdir(), "pulumi-image-share-"));
  readonly #environment: NodeJS.ProcessEnv;
  readonly #running = new Set<ChildProcess>();
  readonly #settings: Record<string, string>;
  #ended: Promise<unknown> | undefined;

  /**
   * @param settings keys under `image-share:` that every step has
   * @param credentials environment variables, as a pipeline would hand them over
   */
  constructor(engine: EngineInstall, settings: Record<string, string>, credentials: Record<string, string>) {
    const state = join(this.#directory, "state");
    mkdirSync(state);
    // A project file of its own, because the CLI writes the stack's file beside it.
    const project = { name: "image-shares", runtime: "nodejs", main: program };
    writeFileSync(join(this.#directory, "Pulumi.yaml"), JSON.stringify(project));
    this.#settings = settings;
    this.#environment = {
      ...engine.environment(),
      ...credentials,
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_HOME: join(this.#directory, "home"),
      PULUMI_CONFIG_PASSPHRASE: "demo",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_PARALLEL_DIFF: "true",
    };
  }

  /** Writes the stack's configuration anew. JSON is YAML. */
  configure(shares: readonly ShareEntry[]): void {
    const settings = Object.entries(this.#settings).map(([key, value]) => [`image-share:${key}`, value]);
    const config = { ...Object.fromEntries(settings), "image-share:shares": shares };
    writeFileSync(join(this.#directory, "Pulumi.demo.yaml"), JSON.stringify({ config }, undefined, 2));
  }

  /** Puts a program in YAML, which the provider plugin serves, in the place of the quickstart. */
  useYaml(shares: readonly ShareEntry[]): void {
    const bin = join(this.#directory, "bin");
    mkdirSync(bin, { recursive: true });
    // As npm links it into node_modules/.bin.
    const executable = join(bin, "pulumi-resource-image-share");
    writeFileSync(executable, `#!/bin/sh\nexec "${process.execPath}" "${plugin}" "$@"\n`);
    chmodSync(executable, 0o755);
    const resources = shares.map((properties) => [
      properties.service,
      { type: "image-share:ImageShare", properties },
    ]);
    const project = {
      name: "image-shares",
      runtime: "yaml",
      plugins: { providers: [{ name: "image-share", path: bin }] },
      resources: Object.fromEntries(resources),
    };
    writeFileSync(join(this.#directory, "Pulumi.yaml"), JSON.stringify(project));
  }

  /** Runs one command of the CLI. @throws Error with all that it printed, when it fails */
  async pulumi(...command: string[]): Promise<string> {
    const color = command.includes("--color") ? [] : ["--color", "never"];
    const args = [...command, "--non-interactive", ...color, "--stack", "organization/image-shares/demo"];
    const { code, output } = await this.#run(args);
    if (code !== 0) throw new Error(`pulumi ${command.join(" ")} ended with ${code}:\n${output}`);
    return output;
  }

  /** Ends whatever still runs, gently first; the command that runs fails, and none starts any more. */
  end(): Promise<unknown> {
    this.#ended ??= Promise.all([...this.#running].map((child) => end(child)));
    return this.#ended;
  }

  /** Removes every file, once nothing runs any more. */
  async close(): Promise<void> {
    await this.end();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #run(args: readonly string[]): Promise<{ code: number | null; output: string }> {
    if (this.#ended !== undefined) return Promise.reject(new Error("interrupted"));
    return new Promise((resolve, reject) => {
      // A group of its own, so that the engine's children can be ended with it, and Ctrl-C reaches us first.
      const child = spawn("pulumi", args, { cwd: this.#directory, env: this.#environment, detached: true });
      this.#running.add(child);
      const chunks: Buffer[] = [];
      child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
      child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
      child.on("error", reject);
      child.on("close", (code) => {
        this.#running.delete(child);
        resolve({ code, output: Buffer.concat(chunks).toString() });
      });
    });
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const family = familyOf(child.pid);
  const ended = once(child, "close");
  child.kill("SIGINT");
  const timer = setTimeout(() => kill(family), GRACE_MS);
  await ended;
  clearTimeout(timer);
  kill(family);
}
