/**
 * `npm run soak -- --steps 20000 --seed 7`: random steps in virtual vendor time, each held against a model, with the
 * assertions of their test; prints how far it is, and what it did as tables. A failure is printed with the seed and
 * the few steps that it needs. `--write` puts the tables into docs/contributing/soak.md.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Counts } from "../test/stress/soak/counts.ts";
import { writeRun } from "./report.mts";
import { tablesOf } from "./soak/table.mts";

const { values } = parseArgs({
  options: {
    steps: { type: "string", default: "20000" },
    seed: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const steps = wholeNumber("steps", values.steps);
const seed = wholeNumber("seed", values.seed ?? String(Date.now() % 2_147_483_647));

const jest = createRequire(import.meta.url).resolve("jest/bin/jest");
const PROGRESS_MS = 5_000;

/** The test's own report, and what it counted. */
async function run(): Promise<{ passed: boolean; report: string; counts: Counts | undefined }> {
  const directory = await mkdtemp(join(tmpdir(), "soak-"));
  const [output, progress] = [join(directory, "counts.json"), join(directory, "progress")];
  const timer = setInterval(() => void tell(progress), PROGRESS_MS);
  try {
    const args = [jest, "--selectProjects", "stress", "--testPathPatterns", "test/stress/soak/soak.test"];
    const settings = { SOAK_STEPS: String(steps), SOAK_OUTPUT: output, SOAK_PROGRESS: progress };
    const env = { ...process.env, ...settings, TEST_SEED: String(seed), NO_COLOR: "1" };
    const child = spawn(process.execPath, args, { env, cwd: join(import.meta.dirname, "..") });
    let report = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      report += text;
    });
    child.stdout.resume();
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    const isWritten = await exists(output);
    const counts = isWritten ? (JSON.parse(await readFile(output, "utf8")) as Counts) : undefined;
    return { passed: code === 0, report, counts };
  } finally {
    clearInterval(timer);
    await rm(directory, { recursive: true });
  }
}

/** The test leaves a line after every episode, with the steps so far. */
async function tell(progress: string): Promise<void> {
  if (!(await exists(progress))) return;
  const sofar = (await readFile(progress, "utf8")).trimEnd().split("\n").at(-1);
  console.log(`${sofar} of about ${steps} steps`);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Error(`--${name} must be a whole number, 1 or more`);
}

console.log(`seed ${seed}`);
const began = performance.now();
const { passed, report, counts } = await run();
if (counts !== undefined) console.log(`\n${tablesOf(counts)}`);
const took = Math.round((performance.now() - began) / 1000);
if (passed) {
  console.log(`\nNothing was said, recorded or done that was not so: ${counts?.steps} steps in ${took} s.`);
  if (values.write && counts !== undefined) {
    writeRun({
      page: "docs/contributing/soak.md",
      name: "counts",
      command: `npm run soak -- --steps ${steps} --seed ${seed}`,
      text: `${counts.steps} steps, and no violation.\n\n${tablesOf(counts)}`,
    });
  }
} else {
  console.error(`\n${report}`);
  process.exitCode = 1;
}
