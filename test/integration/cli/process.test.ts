/** The built command in a shell, as a pipeline runs it. */

import { execFile, spawn } from "node:child_process";
import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { withoutEndpointLine } from "../../support/endpoint-line";
import { alice, bob, type Ended, image, stranger, useWorkspace, writes } from "../../unit/cli/support";

const repository = join(__dirname, "../../..");
const built = join(repository, "dist/cli/main.js");
const workspace = useWorkspace();
jest.setTimeout(60_000);
const golden = image("golden");

beforeAll(() => {
  if (!existsSync(built)) throw new Error(`${built} is missing: run "npm run build" first`);
});

/** Runs a script in which `image-share` is the built command. */
function sh(script: string): Promise<Ended> {
  chmodSync(workspace.file("image-share", `#!/bin/sh\nexec "${process.execPath}" "${built}" "$@"\n`), 0o755);
  const env = { ...process.env, PATH: `${workspace.path(".")}:${process.env.PATH}` };
  return new Promise((resolve) => {
    execFile("sh", ["-c", script], { cwd: workspace.path("."), env }, (error, stdout, stderr) => {
      const code = typeof error?.code === "number" ? error.code : 0;
      resolve({ code, stdout, stderr: withoutEndpointLine(stderr) });
    });
  });
}

it("lets a script tell drift from none, and repair it", async () => {
  workspace.emulator.putImage({ ...golden, accounts: [alice] });
  const file = workspace.stack([{ ...golden, accounts: [alice, bob] }]);
  const { stdout } = await sh(`
    if image-share check --config ${file}; then echo "no drift"; else echo "ended with $?"; fi
    image-share apply --yes --config ${file} > applied.txt || echo "apply failed"
    if image-share check --config ${file}; then echo "no drift"; else echo "ended with $?"; fi
  `);
  expect(stdout.split("\n")).toEqual([
    `${golden.imageId} (ap-guangzhou): is listed and has no access: ${bob}`,
    "1 image: 1 drifted",
    "ended with 2",
    "1 image: 1 as listed",
    "no drift",
    "",
  ]);
});

it("stops at a guard, and without a terminal to confirm on, with 3", async () => {
  workspace.emulator.putImage({ ...golden, accounts: [alice, stranger] });
  const file = workspace.stack([{ ...golden, accounts: [alice], maxRemovals: 0 }]);
  const free = workspace.stack([{ ...golden, accounts: [alice], exclusive: true }]);
  const { stdout, stderr } = await sh(`
    image-share apply --yes --config ${file}; echo "ended with $?"
    image-share apply --config ${free} < /dev/null; echo "ended with $?"
  `);
  expect(stdout.match(/ended with 3/g)).toHaveLength(2);
  expect(stdout).toContain(
    "apply will refuse this: it would revoke 1 account (100000000099) and maxRemovals is 0",
  );
  expect(stderr).toContain("Refused by a guard");
  expect(stderr).toContain("Not a terminal, and --yes was not given");
  expect(writes(workspace.emulator)).toEqual([]);
});

it("goes through pipes: configuration in, JSON out, and an end when nobody reads on", async () => {
  workspace.emulator.putImage({ ...golden, accounts: [alice] });
  const file = workspace.stack([{ ...golden, accounts: [alice] }]);
  const { stdout, stderr } = await sh(`
    image-share check --config - --json < ${file} | "${process.execPath}" -p 'JSON.parse(fs.readFileSync(0)).drift'
    image-share --help | head -1
  `);
  expect(stdout).toBe("false\nUsage: image-share [options] [command]\n");
  expect(stderr).toBe("");
});

it("ends with 130 soon after Ctrl-C, and says what it knows", async () => {
  workspace.emulator.putImage({ ...golden, accounts: [alice] });
  workspace.emulator.injectFault({ kind: "hang", when: "before", imageId: golden.imageId });
  const file = workspace.stack([{ ...golden, accounts: [alice] }]);
  const child = spawn(process.execPath, [built, "check", "--config", file]);
  let stdout = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  while (workspace.emulator.calls().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const began = Date.now();
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(Date.now() - began).toBeLessThan(5_000);
  expect(stdout).toBe("1 image: 1 not looked at\n");
});

it("waits for a configuration that never comes no longer than until Ctrl-C", async () => {
  const child = spawn(process.execPath, [built, "check", "--config", "-"]);
  const ended = new Promise((resolve) => child.once("close", resolve));
  // Reads standard input as soon as it is loaded.
  setTimeout(() => child.kill("SIGINT"), 3_000);
  expect(await ended).toBe(130);
});

it("emulates the clouds until it is told to stop", async () => {
  const child = spawn(process.execPath, [built, "emulator", "--port", "0"]);
  const ended = new Promise((resolve) => child.once("close", resolve));
  let stdout = "";
  await new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      if (stdout.includes("/_emulator/faults")) resolve();
    });
  });
  expect(stdout).toMatch(/Emulating the image sharing APIs on http:\/\/127\.0\.0\.1:\d+/);
  child.kill("SIGINT");
  expect(await ended).toBe(0);
});
