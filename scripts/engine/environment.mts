import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";

const packageDirectory = resolve(import.meta.dirname, "../..");

/** `base` with a PATH on which Pulumi finds this engine, and the engine finds a recent Node.js. */
export function engineEnvironment(binDirectory: string, base: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const bundled = bundledNodeDirectory();
  // The bundled directory holds nothing but `node`, so it may stand first; it has to, because a CLI from
  // a system directory has the system's older `node` beside it.
  const first = bundled ? [bundled, binDirectory] : [binDirectory, dirname(process.execPath)];
  const rest = searchPath(base)
    .split(delimiter)
    .filter((entry) => entry !== "" && !first.includes(entry));
  return { ...base, [pathName(base)]: [...first, ...rest].join(delimiter) };
}

export function searchPath(env: NodeJS.ProcessEnv): string {
  return env[pathName(env)] ?? "";
}

/** Windows says "Path", and a copy of its environment minds the case. */
function pathName(env: NodeJS.ProcessEnv): string {
  return Object.keys(env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
}

function bundledNodeDirectory(): string | undefined {
  const node = join(packageDirectory, "node_modules", ".bin", "node");
  return existsSync(node) ? dirname(realpathSync(node)) : undefined;
}
