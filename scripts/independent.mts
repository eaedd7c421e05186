/**
 * `npm run test:independent`: the backends against servers that others wrote, and the vendors' SDKs and command lines
 * for Python against our emulator. What they need comes from the Python package index, once.
 *
 * `--write` puts versions and results into docs/contributing/independent-servers.md; `--required` makes a missing Python
 * a failure; `--freeze` writes the versions of all that was installed into test/independent/constraints. All else goes
 * to Jest: `--testPathPatterns moto`, `-t`. `--outputFile` names the file of its report.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { interruptible } from "./engine/staging.mts";
import {
  type Environment,
  ensureEnvironment,
  type SetUp,
  writeConstraints,
} from "./independent/environment.mts";
import { allParts } from "./independent/parts.mts";
import { findPython, NoPythonError, type Python } from "./independent/python.mts";
import { type JestReport, shown } from "./independent/shown.mts";
import { writeRun } from "./report.mts";

const repository = resolve(import.meta.dirname, "..");
const report = (line: string) => console.error(line);

const { values, tokens } = parseArgs({
  options: {
    write: { type: "boolean", default: false },
    required: { type: "boolean", default: false },
    freeze: { type: "boolean", default: false },
    outputFile: { type: "string" },
  },
  strict: false,
  allowPositionals: true,
  tokens: true,
});
const own = new Set(["write", "required", "freeze", "outputFile"]);
const taken = new Set(
  tokens.flatMap((token) => {
    if (token.kind !== "option" || !own.has(token.name)) return [];
    const isApart = token.value !== undefined && !token.inlineValue;
    return isApart ? [token.index, token.index + 1] : [token.index];
  }),
);
const forJest = process.argv.slice(2).filter((_, index) => !taken.has(index));

async function environments(python: Python): Promise<Environment[]> {
  return interruptible(async (interrupted) => {
    const setUp: SetUp = { python, env: process.env, report, interrupted };
    // Side by side: most of it is waiting for the index.
    const made = await Promise.all(
      allParts().map(async (part) => {
        const environment = await ensureEnvironment(part, setUp);
        if (values.freeze) await writeConstraints(part, environment, setUp);
        return environment;
      }),
    );
    return made;
  });
}

async function runTests(made: readonly Environment[], output: string): Promise<number> {
  const jest = createRequire(import.meta.url).resolve("jest/bin/jest");
  const args = [jest, ...forJest, "--json", "--outputFile", output];
  const pythons = Object.fromEntries(made.map(({ part, python }) => [part, python]));
  const env = { ...process.env, INDEPENDENT_PYTHONS: JSON.stringify(pythons) };
  const child = spawn(process.execPath, args, {
    env,
    cwd: repository,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((done) => child.once("close", (code) => done(code ?? 1)));
}

function page(made: readonly Environment[], python: Python, results: JestReport): void {
  writeRun({
    page: "docs/contributing/independent-servers.md",
    name: "independent",
    command: "npm run test:independent -- --write",
    text: shown(made, python, results, repository),
  });
}

/** The package index, or a package, is not to be had for this Python. The lines before it are pip's. */
class NotInstalledError extends Error {
  override readonly name = "NotInstalledError";

  constructor(cause: unknown) {
    const [why] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
    super(`what they need could not be installed: ${why}`, { cause });
  }
}

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "independent-"));
  const output =
    typeof values.outputFile === "string" ? resolve(values.outputFile) : join(folder, "report.json");
  try {
    const python = await findPython();
    report(`Python ${python.version} (${python.command})`);
    const made = await environments(python).catch((error: unknown) => {
      throw new NotInstalledError(error);
    });
    const code = await runTests(made, output);
    if (values.write && code === 0) page(made, python, JSON.parse(readFileSync(output, "utf8")));
    return code;
  } catch (error) {
    if (!(error instanceof NoPythonError || error instanceof NotInstalledError)) throw error;
    // Not a test that passed, and none that failed: a run that was not made, which the counts have to say.
    report(`The independent servers and SDKs were skipped: ${error.message}`);
    writeFileSync(output, JSON.stringify({ skipped: error.message }));
    return values.required ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

mkdirSync(join(repository, "test/independent/constraints"), { recursive: true });
process.exitCode = await main();
