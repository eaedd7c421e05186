/** Virtual environments for the parts, kept between runs in the user's cache. */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { type Report, runStep } from "../engine/run-step.mts";
import type { Part } from "./parts.mts";
import type { Python } from "./python.mts";

export interface Environment {
  readonly part: string;
  /** The environment's own Python. */
  readonly python: string;
  /** What stands in the part's list, as it was installed: "moto 5.2.5". */
  readonly packages: readonly string[];
}

export interface SetUp {
  readonly python: Python;
  readonly env: NodeJS.ProcessEnv;
  readonly report: Report;
  readonly interrupted: AbortSignal;
}

/** A slow line needs minutes for some hundred megabytes. */
const TIMEOUT_MS = 15 * 60_000;

/** Made once for each list of packages and each Python; a list that changes gets another environment. */
export async function ensureEnvironment(part: Part, setUp: SetUp): Promise<Environment> {
  const home = join(cacheFolder(setUp.env), `${part.name}-${fingerprint(part, setUp.python)}`);
  const isCached = existsSync(home);
  if (!isCached) await make(part, home, setUp);
  const environment = { part: part.name, python: pythonIn(home), packages: pinned(part) };
  setUp.report(`${part.name}: ${environment.packages.join(", ")}${isCached ? " (installed earlier)" : ""}`);
  return environment;
}

/** In a folder beside it, which takes the name when all is there: a run that is interrupted leaves nothing to be found. */
async function make(part: Part, home: string, { python, env, report, interrupted }: SetUp): Promise<void> {
  const staging = `${home}.${randomUUID()}`;
  await mkdir(staging, { recursive: true });
  const step = { env: quiet(env), timeoutMs: TIMEOUT_MS, interrupted, report };
  const name = (line: string) => report(`${part.name}: ${line.trim()}`);
  try {
    await runStep({
      ...step,
      report: name,
      title: "making an environment …",
      command: python.command,
      args: ["-m", "venv", staging],
    });
    const constraints = existsSync(part.constraints) ? ["--constraint", part.constraints] : [];
    await runStep({
      ...step,
      report: name,
      title: "installing (usually under a minute) …",
      command: pythonIn(staging),
      // Few of the modules are ever imported: those are compiled then (test/independent/servers/process.ts).
      args: [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-compile",
        "--requirement",
        part.requirements,
        ...constraints,
      ],
    });
    await publish(staging, home);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** A rename never replaces a folder with files in it: another run was faster, and its environment is as good. */
async function publish(staging: string, home: string): Promise<void> {
  try {
    await rename(staging, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
  }
}

function fingerprint({ requirements, constraints }: Part, { version }: Python): string {
  const hash = createHash("sha256").update(`${version} ${process.platform} ${process.arch}\n`);
  for (const file of [requirements, constraints]) if (existsSync(file)) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 12);
}

function cacheFolder({ XDG_CACHE_HOME }: NodeJS.ProcessEnv): string {
  return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-image-share", "independent");
}

function pythonIn(home: string): string {
  return process.platform === "win32" ? join(home, "Scripts", "python.exe") : join(home, "bin", "python");
}

/** Nothing of another environment that the user is in takes part. */
function quiet(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PYTHONPATH: _path, PYTHONHOME: _home, VIRTUAL_ENV: _environment, ...rest } = env;
  return { ...rest, PIP_DISABLE_PIP_VERSION_CHECK: "1" };
}

function pinned({ requirements }: Part): string[] {
  return readFileSync(requirements, "utf8")
    .split("\n")
    .flatMap((line) => /^([\w.-]+)(?:\[[\w,]+\])?==([\w.]+)$/.exec(line.trim())?.slice(1, 3).join(" ") ?? []);
}

/** For `--freeze`: the versions of all that an environment holds. */
export async function writeConstraints(part: Part, { python }: Environment, setUp: SetUp): Promise<void> {
  const args = ["-m", "pip", "freeze", "--exclude-editable"];
  const { env, interrupted, report } = setUp;
  const title = `${part.name}: writing ${part.constraints}`;
  const text = await runStep({ title, command: python, args, env, timeoutMs: 60_000, interrupted, report });
  await writeFile(part.constraints, text);
}
