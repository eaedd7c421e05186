/** `npm run test:independent` on a machine that has no fitting Python. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const repository = resolve(__dirname, "../../..");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "no-python-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(...flags: readonly string[]) {
  const output = join(folder, "report.json");
  const args = [join(repository, "scripts/independent.mts"), "--outputFile", output, ...flags];
  const env = { ...process.env, PULUMI_IMAGE_SHARE_PYTHON: join(folder, "python3") };
  const { status, stderr } = spawnSync(join(repository, "node_modules/.bin/node"), args, {
    env,
    encoding: "utf8",
  });
  return { status, lines: stderr.trim().split("\n"), report: JSON.parse(readFileSync(output, "utf8")) };
}

it("says in one line that the run was skipped and why, and reports no test as passed", () => {
  const { status, lines, report } = run();
  expect(status).toBe(0);
  expect(lines).toEqual([
    expect.stringMatching(/^The independent servers and SDKs were skipped: Python 3\.11 or later is needed/),
  ]);
  expect(report).toEqual({ skipped: expect.stringContaining("Python 3.11") });
});

it("fails instead where a Python is required", () => {
  expect(run("--required").status).toBe(1);
});
