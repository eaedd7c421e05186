import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

export const repository = resolve(__dirname, "../../..");
export const node = join(repository, "node_modules", ".bin", "node");
export const PROGRAMS = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A machine without a network, Go or Pulumi, on which the engine set-up can be tried. */
export class BareMachine {
  readonly directory = realpathSync(mkdtempSync(join(tmpdir(), "engine-test-")));
  private readonly home = join(this.directory, "home");
  readonly versions = join(this.home, "versions");
  readonly cache = join(this.versions, "3.259.0", "bin");

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Runs the command with the given directories as the whole PATH. */
  engine(path: readonly string[], ...args: string[]): Promise<Outcome> {
    return this.start(path, ...args).outcome;
  }

  start(path: readonly string[], ...args: string[]): { child: ChildProcess; outcome: Promise<Outcome> } {
    const child = spawn(node, [join(repository, "scripts", "engine.mts"), ...args], {
      env: { PATH: path.join(delimiter), PULUMI_HOME: this.home, PULUMI_IMAGE_SHARE_ENGINE_OFFLINE: "1" },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (data) => {
      stdout += data;
    });
    child.stderr.on("data", (data) => {
      stderr += data;
    });
    const outcome = once(child, "close").then(([code, signal]) => ({ code, signal, stdout, stderr }));
    return { child, outcome };
  }

  /** A directory with fake programs; the CLI answers with `version`, whatever it is asked. */
  install(directory: string, version: string, programs: readonly string[] = PROGRAMS): string {
    const bin = resolve(this.directory, directory);
    for (const program of programs) this.script(join(bin, program), `echo v${version}`);
    return bin;
  }

  /** A Go on PATH that does as `body` says. */
  installGo(body: string): string {
    this.script(join(this.directory, "go", "go"), body);
    return join(this.directory, "go");
  }

  /** A Go that "compiles" shell scripts, and knows where the SDK's module with the launcher is. */
  installWorkingGo(): string {
    const sdk = join(this.directory, "sdk");
    this.script(join(sdk, "nodejs", "dist", "pulumi-resource-pulumi-nodejs"), "exit 0");
    this.script(join(sdk, "python", "cmd", "pulumi-language-python-exec"), "exit 0");
    return this.installGo(`
      if [ "$1" = list ]; then echo "${sdk}"; exit 0; fi
      while [ "$1" != -o ]; do shift; done
      printf '#!/bin/sh\\necho v3.259.0\\n' > "$2"
      /bin/chmod 755 "$2"`);
  }

  /** What is in Pulumi's directory for versions, or in one of its subdirectories. */
  listing(directory = this.versions): string[] {
    return readdirSync(directory).sort();
  }

  private script(file: string, body: string): void {
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o755);
  }
}
