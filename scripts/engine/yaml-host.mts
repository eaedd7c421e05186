import { mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { findGo, goBuild, goEnvironment, modules, TIMEOUT_MS } from "./build-from-go.mts";
import { type EngineInstall, NoEngineError } from "./ensure.mts";
import { isExecutable } from "./requirements.mts";
import { type Report, runStep } from "./run-step.mts";
import { interruptible } from "./staging.mts";

const HOST_PACKAGE = "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml";

const PROGRAM = process.platform === "win32" ? "pulumi-language-yaml.exe" : "pulumi-language-yaml";

export function hasYamlHost({ binDirectory }: EngineInstall): boolean {
  return isExecutable(join(binDirectory, PROGRAM));
}

/** Builds the language host of YAML beside the engine, where it is not there: no release but the CLI's own has it. */
export async function ensureYamlHost(
  engine: EngineInstall,
  report: Report = (line) => console.error(line),
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  if (hasYamlHost(engine)) return;
  const { binDirectory } = engine;
  const program = join(binDirectory, PROGRAM);
  const offline = Boolean(env.PULUMI_IMAGE_SHARE_ENGINE_OFFLINE);
  const go = findGo(env);
  if (go === undefined) throw new NoEngineError(`${program} is not found, nor Go on PATH to build it with`);
  await interruptible(async (interrupted) => {
    // In the same file system, so that the finished program takes its place all at once.
    const staging = await mkdtemp(join(binDirectory, ".yaml-host-"));
    try {
      await runStep({
        title: "Compiling the language host of YAML, the first time only (usually 2 to 3 minutes) …",
        command: go,
        args: goBuild(join(staging, PROGRAM), "-s -w", HOST_PACKAGE),
        cwd: join(modules, "yaml-host"),
        env: goEnvironment({ env, offline }, staging),
        timeoutMs: TIMEOUT_MS,
        interrupted,
        report,
      });
      await rename(join(staging, PROGRAM), program);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  });
}
