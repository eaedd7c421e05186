import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { EngineInstall } from "../engine/ensure.mts";

const projectDirectory = resolve(import.meta.dirname, "../..");

/** One entry of `image-share:shares`, as the quickstart reads it. */
export interface ShareEntry {
  service: string;
  region?: string;
  imageId: string;
  accounts: string[];
}

/** The real CLI on the project of this checkout, with state, configuration and home in a temporary directory. */
export class Workspace {
  readonly #directory = mkdtempSync(join(tmpdir(), "pulumi-image-share-"));
  readonly #environment: NodeJS.ProcessEnv;
  readonly #running = new Set<ChildProcess>();
  readonly #settings: Record<string, string>;

  /**
   * @param settings keys under `image-share:` that every step has
   * @param credentials environment variables, as a pipeline would hand them over
   */
  constructor(engine: EngineInstall, settings: Record<string, string>, credentials: Record<string, string>) {
    const state = join(this.#directory, "state");
    mkdirSync(state);
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
    writeFileSync(this.#configFile, JSON.stringify({ config }, undefined, 2));
  }

  /** Runs one command of the CLI. @throws Error with all that it printed, when it fails */
  async pulumi(...command: string[]): Promise<string> {
    const args = [
      ...command,
      "--non-interactive",
      "--color",
      "never",
      "--stack",
      "organization/image-shares/demo",
    ];
    if (command[0] !== "stack") args.push("--config-file", this.#configFile);
    const { code, output } = await this.#run(args);
    if (code !== 0) throw new Error(`pulumi ${command.join(" ")} ended with ${code}:\n${output}`);
    return output;
  }

  /** Ends whatever still runs and removes every file. */
  close(): void {
    for (const child of this.#running) if (child.pid !== undefined) killGroup(child.pid);
    rmSync(this.#directory, { recursive: true, force: true });
  }

  get #configFile(): string {
    return join(this.#directory, "Pulumi.demo.yaml");
  }

  #run(args: readonly string[]): Promise<{ code: number | null; output: string }> {
    return new Promise((resolve, reject) => {
      // A group of its own, so that the engine's children can be ended with it, and Ctrl-C reaches us first.
      const child = spawn("pulumi", args, { cwd: projectDirectory, env: this.#environment, detached: true });
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

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // Already gone: that is what was wanted.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
