/** Finds a Python that can run the independent servers and the vendors' SDKs. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

export interface Python {
  readonly command: string;
  /** "3.11.7" */
  readonly version: string;
}

/** Of the Glance in test/independent/servers. */
const OLDEST = [3, 11] as const;

/** The newest first, after the one that the user would get, and the one that the user names. */
const COMMANDS = ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11"];

const PROBE = "import ensurepip, venv, platform; print(platform.python_version())";

/** One line that says why there is none. */
export class NoPythonError extends Error {
  override readonly name = "NoPythonError";
}

/** @throws NoPythonError */
export async function findPython(env: NodeJS.ProcessEnv = process.env): Promise<Python> {
  const named = env.PULUMI_IMAGE_SHARE_PYTHON;
  const seen: string[] = [];
  for (const command of named === undefined ? COMMANDS : [named]) {
    const version = await versionOf(command, env);
    if (version === undefined) continue;
    if (isRecent(version)) return { command, version };
    seen.push(`${command} is ${version}`);
  }
  const found = seen.length > 0 ? seen.join(", ") : "none was found that can make virtual environments";
  throw new NoPythonError(
    `Python ${OLDEST.join(".")} or later is needed, and ${found}; PULUMI_IMAGE_SHARE_PYTHON can name one.`,
  );
}

/** Undefined for a command that is missing, or a Python without the modules venv and ensurepip. */
async function versionOf(command: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, ["-c", PROBE], { env, timeout: 20_000 });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}
