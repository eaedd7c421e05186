import { chmod, copyFile, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { findGo, goBuild, goEnvironment, modules, TIMEOUT_MS } from "./build-from-go.mts";
import { type EngineInstall, NoEngineError } from "./ensure.mts";
import { searchPath } from "./environment.mts";
import { isExecutable } from "./requirements.mts";
import { type Report, runStep, type Step } from "./run-step.mts";
import { interruptible } from "./staging.mts";

const SDK_MODULE = "github.com/pulumi/pulumi/sdk/v3";
const windows = process.platform === "win32";
const suffix = windows ? ".exe" : "";

interface LanguageHost {
  readonly name: string;
  /** The folder of its Go module in `scripts/engine/go/`: the newest that holds this host. */
  readonly module: string;
  /** The package in it. */
  readonly target: string;
  readonly duration: string;
  /** What runs the programs, where it is no part of the host. */
  readonly interpreter?: string;
  /** A file of the SDK's module that the host wants beside it. */
  readonly beside?: string;
}

const hosts = {
  yaml: {
    name: "YAML",
    module: "yaml-host",
    target: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    duration: "2 to 3 minutes",
  },
  python: {
    name: "Python",
    module: "language-host",
    target: `${SDK_MODULE}/python/cmd/pulumi-language-python`,
    duration: "a minute",
    interpreter: windows ? "python.exe" : "python3",
    beside: "python/cmd/pulumi-language-python-exec",
  },
  go: {
    name: "Go",
    module: "go-host",
    target: `${SDK_MODULE}/go/pulumi-language-go`,
    duration: "a minute",
    interpreter: `go${suffix}`,
  },
} as const satisfies Readonly<Record<string, LanguageHost>>;

type HostLanguage = keyof typeof hosts;

export const hostLanguages = Object.keys(hosts) as HostLanguage[];

const fileOf = (language: HostLanguage) => `pulumi-language-${language}${suffix}`;

export function hasLanguageHost(
  { binDirectory }: Pick<EngineInstall, "binDirectory">,
  language: HostLanguage,
): boolean {
  return isExecutable(join(binDirectory, fileOf(language)));
}

interface Options {
  readonly env?: NodeJS.ProcessEnv;
  readonly report?: Report;
}

/**
 * Builds the language host beside the engine, where it is not there: no release but the CLI's own has it. Without the
 * language's own program nothing is built, and one line says what cannot be run: tests of that language fail by it.
 */
export async function ensureLanguageHost(
  { binDirectory }: EngineInstall,
  language: HostLanguage,
  { env = process.env, report = (line) => console.error(line) }: Options = {},
): Promise<void> {
  const host: LanguageHost = hosts[language];
  const { interpreter } = host;
  if (interpreter !== undefined && !isOnPath(interpreter, env)) {
    report(`${interpreter} is not found on PATH: tests with programs in ${host.name} will fail.`);
    return;
  }
  if (hasLanguageHost({ binDirectory }, language)) return;
  const file = fileOf(language);
  const go = findGo(env);
  if (go === undefined) {
    throw new NoEngineError(`${join(binDirectory, file)} is not found, nor Go on PATH to build it with`);
  }
  await interruptible(async (interrupted) => {
    // In the same file system, so that the finished program takes its place all at once.
    const staging = await mkdtemp(join(binDirectory, `.${host.module}-`));
    const offline = Boolean(env.PULUMI_IMAGE_SHARE_ENGINE_OFFLINE);
    const step: Omit<Step, "title" | "args"> = {
      command: go,
      cwd: join(modules, host.module),
      env: goEnvironment({ env, offline }, staging),
      timeoutMs: TIMEOUT_MS,
      interrupted,
      report,
    };
    try {
      await runStep({
        ...step,
        title: `Compiling the language host of ${host.name}, the first time only (usually ${host.duration}) …`,
        args: goBuild(join(staging, file), "-s -w", host.target),
      });
      if (host.beside) await copyFromSdk(step, host.beside, staging);
      // The host itself last: it is the sign that all is there.
      const made = (await readdir(staging)).filter((name) => name.startsWith("pulumi-"));
      for (const name of made.sort().reverse()) await rename(join(staging, name), join(binDirectory, name));
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  });
}

async function copyFromSdk(step: Omit<Step, "title" | "args">, file: string, folder: string): Promise<void> {
  const args = ["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", SDK_MODULE];
  const sdk = (await runStep({ ...step, title: `Copying ${file} …`, args })).trim();
  const copy = join(folder, file.replace(/^.*\//, ""));
  await copyFile(join(sdk, file), copy);
  await chmod(copy, 0o755);
}

function isOnPath(program: string, env: NodeJS.ProcessEnv): boolean {
  return searchPath(env)
    .split(delimiter)
    .some((entry) => isExecutable(join(entry, program)));
}
