import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The version that is installed or built: the newest whose CLI can also be built from Go modules. */
export const ENGINE_VERSION = "3.259.0";

/** The oldest CLI that is taken as it is found. */
export const MINIMUM_VERSION = "3.249.0";

const windows = process.platform === "win32";

/** The file names of what a program with a dynamic resource in Node.js needs, all in one directory. */
export const PROGRAMS = {
  cli: windows ? "pulumi.exe" : "pulumi",
  languageHost: windows ? "pulumi-language-nodejs.exe" : "pulumi-language-nodejs",
  dynamicProvider: windows ? "pulumi-resource-pulumi-nodejs.cmd" : "pulumi-resource-pulumi-nodejs",
} as const;

/** Pulumi's own place for several CLI versions side by side; the Automation API looks there too. */
export function versionsDirectory(env: NodeJS.ProcessEnv): string {
  return join(resolve(env.PULUMI_HOME || join(homedir(), ".pulumi")), "versions");
}

/** The programs that `directory` lacks; an empty list means that the engine can run from there. */
export function missingPrograms(directory: string): string[] {
  return Object.values(PROGRAMS).filter((program) => !isExecutable(join(directory, program)));
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Why `version` cannot be used, or undefined when it can. */
export function versionProblem(version: string): string | undefined {
  const found = numbers(version);
  const minimum = numbers(MINIMUM_VERSION);
  if (!found || !minimum) return "does not tell its version";
  if (found[0] > minimum[0]) return `is ${version}, of a later major than ${MINIMUM_VERSION}`;
  for (const [index, wanted] of minimum.entries()) {
    const have = found[index] ?? 0;
    if (have > wanted) return undefined;
    if (have < wanted) return `is ${version}, older than ${MINIMUM_VERSION}`;
  }
  return undefined;
}

function numbers(version: string): [number, number, number] | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined;
}
