/**
 * `npm run fuzz`: the properties of test/stress/fuzz with many times the runs that they have among the tests, and how many
 * there were of each. `FUZZ_FACTOR` says how many times (50); `TEST_SEED` repeats a run; words choose files.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Count } from "../test/stress/fuzz/runs.ts";

const jest = createRequire(import.meta.url).resolve("jest/bin/jest");
const files = process.argv.slice(2).join("|");
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
  for (const { property, runs } of lines.map((line): Count => JSON.parse(line))) {
    console.log(`${String(runs).padStart(8)}  ${property}`);
  }
} finally {
  await rm(directory, { recursive: true });
}
