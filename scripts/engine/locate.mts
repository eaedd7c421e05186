import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { searchPath } from "./environment.mts";
import {
  ENGINE_VERSION,
  isExecutable,
  MINIMUM_VERSION,
  missingPrograms,
  PROGRAMS,
  versionProblem,
  versionsDirectory,
} from "./requirements.mts";

const run = promisify(execFile);

/** Far above what a healthy CLI needs (0.3 s), so that a loaded machine is not refused. */
const VERSION_TIMEOUT_MS = 30_000;

export interface Found {
  readonly binDirectory: string;
  readonly version: string;
}

/** Why there is none where one was looked for. */
export interface NotFound {
  readonly problem: string;
}

/** The first CLI on PATH that fits; a version manager's unfit one does not hide a fit one behind it. */
export async function locateOnPath(env: NodeJS.ProcessEnv): Promise<Found | NotFound> {
  const problems: string[] = [];
  const entries = searchPath(env).split(delimiter).filter(Boolean);
  for (const directory of new Set(entries.map((entry) => resolve(entry)))) {
    const cli = join(directory, PROGRAMS.cli);
    if (!isExecutable(cli)) continue;
    const found = await examine(directory, cli, env);
    if ("binDirectory" in found) return found;
    problems.push(found.problem);
  }
  return { problem: problems.join("; ") || `no pulumi ${MINIMUM_VERSION} or later there` };
}

/** What an earlier run, or the Automation API, has put into Pulumi's own directory. */
export function locateInCache(env: NodeJS.ProcessEnv): Found | NotFound {
  const binDirectory = join(versionsDirectory(env), ENGINE_VERSION, "bin");
  const missing = missingPrograms(binDirectory);
  return missing.length === 0
    ? { binDirectory, version: ENGINE_VERSION }
    : { problem: `no ${missing.join(", no ")} in ${binDirectory}` };
}

/** The version that a CLI reports, without its leading "v". */
export async function askVersion(cli: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await run(cli, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeout: VERSION_TIMEOUT_MS,
  });
  return stdout.trim().replace(/^v/, "");
}

async function examine(directory: string, cli: string, env: NodeJS.ProcessEnv): Promise<Found | NotFound> {
  const version = await askVersion(cli, env).catch(() => "");
  const problem = versionProblem(version);
  if (problem) return { problem: `${cli} ${problem}` };
  // Package managers link only the CLI into PATH and keep its language hosts where the link leads.
  const places = [directory, dirname(realpathSync(cli))];
  const binDirectory = places.find((place) => missingPrograms(place).length === 0);
  return binDirectory
    ? { binDirectory, version }
    : { problem: `${cli} (${version}) has no ${missingPrograms(directory).join(", no ")} beside it` };
}
