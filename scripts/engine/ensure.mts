import { join } from "node:path";
import { buildFromGo } from "./build-from-go.mts";
import { engineEnvironment } from "./environment.mts";
import { installRelease } from "./install-release.mts";
import { askVersion, type Found, locateInCache, locateOnPath } from "./locate.mts";
import {
  ENGINE_VERSION,
  MINIMUM_VERSION,
  missingPrograms,
  PROGRAMS,
  versionsDirectory,
} from "./requirements.mts";
import type { Report } from "./run-step.mts";
import { fillAtomically, InterruptedError } from "./staging.mts";
import type { WayIn } from "./way-in.mts";

export interface EngineInstall {
  /** The directory with the CLI, the Node.js language host and the launcher of dynamic providers. */
  readonly binDirectory: string;
  readonly version: string;
  /** `base` (the process's own, if left out) with PATH set so that the engine and a recent Node.js are found. */
  environment(base?: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
}

export interface EnsureOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Gets the lines of progress; there are none when an engine is already there. */
  readonly report?: Report;
}

/** No engine is there, and none of the ways to get one is open; the message says all of it. */
export class NoEngineError extends Error {
  override readonly name = "NoEngineError";
}

type Get = (way: WayIn) => Promise<void>;

const WAYS: readonly { readonly name: string; readonly get: Get }[] = [
  { name: "official release", get: installRelease },
  { name: "build from Go", get: buildFromGo },
];

/** Finds a fitting Pulumi engine or gets one: from the official release, else from its Go sources. */
export async function ensureEngine(options: EnsureOptions = {}): Promise<EngineInstall> {
  const env = options.env ?? process.env;
  const report = options.report ?? ((line: string) => console.error(line));

  const onPath = await locateOnPath(env);
  if ("binDirectory" in onPath) return asInstall(onPath, env);
  const cached = locateInCache(env);
  if ("binDirectory" in cached) return asInstall(cached, env);

  report(`No Pulumi engine yet; setting up ${ENGINE_VERSION}.`);
  const problems = [`on PATH: ${onPath.problem}`, `installed earlier: ${cached.problem}`];
  const offline = Boolean(env.PULUMI_IMAGE_SHARE_ENGINE_OFFLINE);
  for (const { name, get } of WAYS) {
    try {
      return asInstall(await fillCache(get, { env, offline, report }), env);
    } catch (error) {
      if (error instanceof InterruptedError) throw error;
      const problem = error instanceof Error ? error.message : String(error);
      problems.push(`${name}: ${problem}`);
      report(`  ${name} not possible: ${problem.split("\n")[0]}`);
    }
  }
  throw new NoEngineError(explain(problems));
}

async function fillCache(get: Get, given: Omit<WayIn, "root" | "interrupted">): Promise<Found> {
  await fillAtomically(join(versionsDirectory(given.env), ENGINE_VERSION), async (root, interrupted) => {
    await get({ ...given, root, interrupted });
    const missing = missingPrograms(join(root, "bin"));
    if (missing.length > 0) throw new Error(`it came without ${missing.join(", ")}`);
    const version = await askVersion(join(root, "bin", PROGRAMS.cli), given.env);
    if (version !== ENGINE_VERSION) throw new Error(`it came as ${version} instead of ${ENGINE_VERSION}`);
  });
  const got = locateInCache(given.env);
  if ("problem" in got) throw new Error(got.problem);
  return got;
}

function asInstall({ binDirectory, version }: Found, env: NodeJS.ProcessEnv): EngineInstall {
  return { binDirectory, version, environment: (base = env) => engineEnvironment(binDirectory, base) };
}

function explain(problems: readonly string[]): string {
  return [
    "No Pulumi engine was found, and none could be set up:",
    ...problems.map((problem) => `  - ${problem.replaceAll("\n", "\n    ")}`),
    `Install the Pulumi CLI, ${MINIMUM_VERSION} or later: https://www.pulumi.com/docs/install/`,
    "or Go, from which it can be built here: https://go.dev/dl/",
  ].join("\n");
}
