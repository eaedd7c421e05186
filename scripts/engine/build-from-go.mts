import { chmod, copyFile, mkdir, rm } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { searchPath } from "./environment.mts";
import { ENGINE_VERSION, isExecutable, PROGRAMS } from "./requirements.mts";
import { runStep, runTogether } from "./run-step.mts";
import type { WayIn } from "./way-in.mts";

/** A folder for each program that is built. */
export const modules = resolve(import.meta.dirname, "go");
const SDK_MODULE = "github.com/pulumi/pulumi/sdk/v3";
const CLI_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const LANGUAGE_HOST_PACKAGE = `${SDK_MODULE}/nodejs/cmd/pulumi-language-nodejs`;
export const TIMEOUT_MS = 30 * 60_000;

/** Builds the three programs from the pinned Go modules in `scripts/engine/go/` into `<root>/bin`. */
export async function buildFromGo(way: WayIn): Promise<void> {
  const go = findGo(way.env);
  if (!go) throw new Error("there is no Go on PATH (1.25.11 or later)");
  const bin = join(way.root, "bin");
  const temporary = join(way.root, "tmp");
  await mkdir(bin, { recursive: true });
  await mkdir(temporary);
  interface Work {
    readonly title: string;
    readonly module: "cli" | "language-host";
    readonly args: readonly string[];
    readonly label?: string;
  }
  const run = ({ module, ...work }: Work, interrupted = way.interrupted): Promise<string> =>
    runStep({
      ...way,
      ...work,
      interrupted,
      command: go,
      cwd: join(modules, module),
      env: goEnvironment(way, temporary),
      timeoutMs: TIMEOUT_MS,
    });
  const build = (output: string, flags: string, target: string): string[] =>
    goBuild(join(bin, output), flags, target);
  const versionFlag = `-X ${SDK_MODULE}/go/common/version.Version=v${ENGINE_VERSION}`;

  way.report("Building the engine from its Go sources: about 4 minutes, the first time only.");
  // The CLI's download waits for the network, so the processors compile the small program meanwhile.
  await runTogether(way.interrupted, [
    // Listing the packages downloads just the modules that the build needs.
    (interrupted) =>
      run(
        {
          label: "1/4",
          title: "1/4 Downloading the sources (usually under a minute) …",
          module: "cli",
          args: ["list", "-mod=readonly", "-deps", CLI_PACKAGE],
        },
        interrupted,
      ),
    (interrupted) =>
      run(
        {
          label: "2/4",
          title: "2/4 Compiling the Node.js language host meanwhile …",
          module: "language-host",
          args: build(PROGRAMS.languageHost, "-s -w", LANGUAGE_HOST_PACKAGE),
        },
        interrupted,
      ),
  ]);
  await run({
    title: "3/4 Compiling the Pulumi CLI (usually 3 minutes) …",
    module: "cli",
    args: build(PROGRAMS.cli, `-s -w ${versionFlag}`, CLI_PACKAGE),
  });
  const listModule = ["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", SDK_MODULE];
  const copying = { title: "4/4 Copying the launcher of dynamic providers …", module: "cli" } as const;
  const sdk = (await run({ ...copying, args: listModule })).trim();
  const launcher = join(bin, PROGRAMS.dynamicProvider);
  await copyFile(join(sdk, "nodejs", "dist", PROGRAMS.dynamicProvider), launcher);
  await chmod(launcher, 0o755);
  await rm(temporary, { recursive: true });
}

/** Without the paths and the version control of this machine the result is the same everywhere. */
export function goBuild(output: string, flags: string, target: string): string[] {
  const fixed = ["build", "-mod=readonly", "-trimpath", "-buildvcs=false"];
  return [...fixed, "-ldflags", flags, "-o", output, target];
}

export function findGo(env: NodeJS.ProcessEnv): string | undefined {
  const name = process.platform === "win32" ? "go.exe" : "go";
  return searchPath(env)
    .split(delimiter)
    .map((entry) => join(entry, name))
    .find((file) => isExecutable(file));
}

export function goEnvironment(
  { env, offline }: Pick<WayIn, "env" | "offline">,
  temporary: string,
): NodeJS.ProcessEnv {
  return {
    ...env,
    // No C compiler is needed, and no workspace of the user's takes part.
    CGO_ENABLED: "0",
    GOWORK: "off",
    // An interrupted compiler leaves its files behind; here they go away with all the rest.
    GOTMPDIR: temporary,
    ...(offline ? { GOPROXY: "off" } : {}),
  };
}
