/** Where the package under test and the Pulumi engine are; a message that helps where one of them is missing. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

export const repository = resolve(__dirname, "../../..");

interface Engine {
  /** The Pulumi CLI. */
  readonly cli: string;
  /** A PATH on which the CLI finds its language host and a recent Node.js. */
  readonly path: string;
}

let engine: Promise<Engine> | undefined;

/** The engine that is installed; never installs one, since a test that does so for minutes looks like one that hangs. */
export function findEngine(): Promise<Engine> {
  engine ??= locate();
  return engine;
}

async function locate(): Promise<Engine> {
  for (const built of ["index.js", "provider/dynamic/handle.js"]) {
    if (existsSync(join(repository, "dist", built))) continue;
    throw new Error(
      `dist/${built} is missing: the engine suite tests the built package, so run "npm run build" first`,
    );
  }
  const node = join(repository, "node_modules/.bin/node");
  const script = join(repository, "scripts/engine.mts");
  const env = { ...process.env, PULUMI_IMAGE_SHARE_ENGINE_OFFLINE: "1" };
  try {
    const { stdout } = await promisify(execFile)(node, [script, "--json"], { env });
    const { binDirectory, path } = JSON.parse(stdout) as { binDirectory: string; path: string };
    return { cli: join(binDirectory, "pulumi"), path };
  } catch (error) {
    throw new Error('the engine suite needs the Pulumi engine: run "npm run engine" first', { cause: error });
  }
}
