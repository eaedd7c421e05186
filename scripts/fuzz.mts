/**
 * `npm run fuzz`: the properties of test/stress/fuzz with many times the runs that they have among the tests, and how many
 * there were of each. `FUZZ_FACTOR` says how many times (50); `TEST_SEED` repeats a run; words choose files. `--write`
 * puts the counts into docs/contributing/fuzzing.md.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Count } from "../test/stress/fuzz/runs.ts";
import { writeRun } from "./report.mts";

const jest = createRequire(import.meta.url).resolve("jest/bin/jest");
const { values, positionals } = parseArgs({
  options: { write: { type: "boolean", default: false } },
  allowPositionals: true,
});
const files = positionals.join("|");
const patterns = `test/stress/fuzz/.*(${files})`;

const directory = await mkdtemp(join(tmpdir(), "fuzz-"));
try {
  const counts = join(directory, "counts");
  const env = { ...process.env, FUZZ_FACTOR: process.env.FUZZ_FACTOR ?? "50", FUZZ_COUNTS: counts };
  const args = [jest, "--selectProjects", "stress", "--testPathPatterns", patterns];
  const child = spawn(process.execPath, args, {
    env,
    cwd: join(import.meta.dirname, ".."),
    stdio: "inherit",
  });
  process.exitCode = (await new Promise<number | null>((resolve) => child.on("close", resolve))) ?? 1;
  const lines = (await readFile(counts, "utf8")).trim().split("\n");
  console.log();
  const found = lines.map((line): Count => JSON.parse(line));
  for (const { property, runs } of found) console.log(`${String(runs).padStart(8)}  ${property}`);
  if (values.write && process.exitCode === 0) {
    const rows = found.map(({ property, runs }) => `| ${runs.toLocaleString("en")} | ${property} |`);
    writeRun({
      page: "docs/contributing/fuzzing.md",
      name: "counts",
      command: `FUZZ_FACTOR=${env.FUZZ_FACTOR} npm run fuzz`,
      text: ["| cases | property |", "|---|---|", ...rows].join("\n"),
    });
  }
} finally {
  await rm(directory, { recursive: true });
}
