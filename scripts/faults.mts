/**
 * `npm run faults`: runs every cell of the fault matrix, with the assertions of its test, and prints them as a table.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cell } from "../test/stress/faults/cell.ts";

const jest = createRequire(import.meta.url).resolve("jest/bin/jest");

/** The test's own report, and the cells that it looked at. */
async function run(): Promise<{ passed: boolean; report: string; cells: Cell[] }> {
  const directory = await mkdtemp(join(tmpdir(), "faults-"));
  const output = join(directory, "cells.json");
  try {
    const args = [jest, "--selectProjects", "stress", "--testPathPatterns", "test/stress/faults/matrix"];
    const env = { ...process.env, FAULTS_OUTPUT: output, NO_COLOR: "1" };
    const child = spawn(process.execPath, args, { env, cwd: join(import.meta.dirname, "..") });
    let report = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      report += text;
    });
    child.stdout.resume();
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    const cells: Cell[] = JSON.parse(await readFile(output, "utf8").catch(() => "[]"));
    return { passed: code === 0, report, cells };
  } finally {
    await rm(directory, { recursive: true });
  }
}

function printTable(cells: readonly Cell[]): void {
  const columns = distinct(cells, "column");
  const width = Math.max(...cells.map(({ fault }) => fault.length)) + 4;
  for (const service of distinct(cells, "service")) {
    console.log(`\n${service.padEnd(width)}${columns.map((column) => column.padEnd(18)).join("")}`.trimEnd());
    for (const fault of distinct(cells, "fault")) {
      const row = cells.filter((cell) => cell.service === service && cell.fault === fault);
      const entries = row.map((cell) => shown(cell).padEnd(18));
      console.log(`  ${fault.padEnd(width - 2)}${entries.join("")}`.trimEnd());
    }
  }
}

function distinct<K extends keyof Cell>(cells: readonly Cell[], key: K): Cell[K][] {
  return [...new Set(cells.map((cell) => cell[key]))];
}

function shown({ error, calls, accounts, demanded, violations }: Cell): string {
  const short = demanded.filter((account) => !accounts.includes(account)).length;
  const over = accounts.filter((account) => !demanded.includes(account)).length;
  const outcome = violations.length > 0 ? "VIOLATION" : error === "" ? "ok" : "error";
  return [outcome, calls, short > 0 ? `-${short}` : "", over > 0 ? `+${over}` : ""]
    .filter((part) => part !== "")
    .join(" ");
}

/** For each fault, the message of one operation that it brings down. */
function printErrors(cells: readonly Cell[]): void {
  console.log("\nWhat is said of it, once for each fault:");
  for (const fault of distinct(cells, "fault")) {
    const cell = cells.find((candidate) => candidate.fault === fault && candidate.error !== "");
    if (cell !== undefined) console.log(`  ${fault} (${cell.service}, ${cell.column})\n    ${cell.error}`);
  }
}

const { passed, report, cells } = await run();
if (cells.length > 0) {
  printTable(cells);
  console.log(`
ok: exactly the accounts that should have access have it. error: the message says why not, and state is true.
VIOLATION: a line, an error or state is not true.
The number is that of the calls; -n: n accounts are without access that should have it; +n: n have it that should not.
After each cell the fault is lifted, and the next run from the recorded state converged, without touching others' accounts.`);
  printErrors(cells);
}
const violating = cells.filter(({ violations }) => violations.length > 0).length;
if (passed) console.log(`\n${cells.length} cells, ${violating === 0 ? "none" : violating} with a violation.`);
else {
  console.error(`\n${report}`);
  process.exitCode = 1;
}
