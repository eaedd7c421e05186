/** `npm run test:live` as a process: what it asks, what it writes, and Ctrl-C. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { repository } from "../../e2e/harness/installation";
import { environment, subjects } from "../../support/services";

const subject = subjects["tencentcloud-cvm"];
const { target } = subject;
const KEY = { id: "AKIDlive", secret: "secret-of-the-live-command" };
const [alice, bob, customer] = [subject.account(0), subject.account(1), subject.account(9)];

let emulator: Emulator;
let folder: string;
let running: ChildProcess | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "live-"));
  emulator = await startEmulator({ credentials: [KEY], rateLimits: false });
  emulator.putImage({ ...target, accounts: [customer] });
});

afterEach(async () => {
  running?.kill("SIGKILL");
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const usual = ["--service", target.service, "--region", target.region ?? "", "--image", target.imageId];
const accounts = ["--account", alice, "--account", bob];

interface Live {
  readonly ended: Promise<{ code: number | null; output: string }>;
  /** Resolves once it has printed the text. */
  said(text: string): Promise<void>;
  interrupt(): void;
}

function live(...flags: readonly string[]): Live {
  const script = join(repository, "scripts/live.mts");
  const args = [script, ...flags, "--endpoint", emulator.url, "--output", join(folder, "report.json")];
  const env = { PATH: process.env.PATH, HOME: folder, ...environment(KEY) };
  const child = spawn(join(repository, "node_modules/.bin/node"), args, {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running = child;
  let output = "";
  const waiting = new Map<string, () => void>();
  const read = (text: string) => {
    output += text;
    for (const [wanted, resolve] of waiting) if (output.includes(wanted)) resolve();
  };
  child.stdout.setEncoding("utf8").on("data", read);
  child.stderr.setEncoding("utf8").on("data", read);
  return {
    ended: new Promise((resolve) => child.once("close", (code) => resolve({ code, output }))),
    said: (text) =>
      new Promise((resolve) => (output.includes(text) ? resolve() : waiting.set(text, resolve))),
    interrupt: () => child.kill("SIGINT"),
  };
}

const report = () => JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));

it("says beforehand with whom it will share, and does nothing where nobody can say yes", async () => {
  const { code, output } = await live(...usual, ...accounts).ended;
  expect(code).toBe(2);
  expect(output).toContain(`image ${target.imageId} in ${target.region}`);
  expect(output).toContain(`will be shared, for some minutes, with ${alice}, ${bob}`);
  expect(output).toContain("--yes: nobody can be asked here");
  expect(emulator.calls().map(({ action }) => action)).toEqual(["DescribeImageSharePermission"]);
});

it("runs all of it with --yes, with the keys of the vendor's own variables, and writes what holds", async () => {
  const { code, output } = await live(...usual, ...accounts, "--yes").ended;
  expect(output).toContain("life cycle: 6 of 6 steps");
  expect(output).toContain("the image is as it was");
  expect(output).toMatch(
    /not tried +strange-account: name an account that does not exist: --strange-account/,
  );
  expect(code).toBe(0);
  expect(emulator.accounts(target)).toEqual([customer]);
  const text = readFileSync(join(folder, "report.json"), "utf8");
  for (const secret of [KEY.id, KEY.secret, alice, bob, customer, target.imageId])
    expect(text).not.toContain(secret);
  expect(report().assumptions).toContainEqual(
    expect.objectContaining({
      id: "own-account",
      verdict: "holds",
      code: "FailedOperation.AccountIsYourSelf",
    }),
  );
}, 60_000);

it("asks the site that --site names, in the life cycle and in the probes", async () => {
  const ens = subjects["alicloud-ens"];
  const image = ens.target.imageId;
  emulator.putImage({ ...ens.target, accounts: [] });
  const flags = ["--service", "alicloud-ens", "--site", "international", "--image", image];
  const given = ["--account", ens.account(0), "--yes"];
  const { code, output } = await live(...flags, ...given).ended;
  expect(output).toContain("life cycle: 5 of 5 steps");
  expect(code).toBe(0);
  expect(emulator.accounts(ens.target)).toEqual([]);
}, 60_000);

it("ends with 1 where an assumption does not hold, and names it", async () => {
  emulator.injectFault({ kind: "error", code: "SomethingElse", action: "GetCallerIdentity" });
  const { code, output } = await live(...usual, ...accounts, "--yes", "--probe", "whose-keys").ended;
  expect(output).toMatch(/does not hold +whose-keys: permanent, SomethingElse/);
  expect(code).toBe(1);
  expect(report().assumptions).toHaveLength(1);
});

it("puts the image back on Ctrl-C, in the life cycle and in a probe, and says so", async () => {
  for (const moment of ["life cycle …", "probe second-addition …"]) {
    emulator.configure({ latencyMs: 50 });
    const run = live(...usual, ...accounts, "--yes");
    await run.said(moment);
    run.interrupt();
    run.interrupt();
    const { code, output } = await run.ended;
    expect(output).toContain("interrupted");
    expect(output).toContain("the image is as it was");
    expect(code).toBe(1);
    expect(emulator.accounts(target)).toEqual([customer]);
  }
}, 60_000);

it.each([
  [["--service", "aws-s3"], "--service: aws-s3 is no service"],
  [["--service", target.service], "--region: tencentcloud-cvm has a region"],
  [[...usual.slice(0, 4), "--image", "ami-1"], "--image: must be the ID of a custom image"],
  [usual, "--account: name an account to share with"],
  [[...usual, "--account", "12"], "--account: must be"],
  [[...usual, ...accounts, "--site", "international"], "--site: tencentcloud-cvm has one site alone"],
  [[...usual, ...accounts, "--probe", "luck"], "--probe: tencentcloud-cvm has none called luck"],
])("refuses %j before any call", async (flags, message) => {
  const { code, output } = await live(...flags).ended;
  expect(output).toContain(message);
  expect(code).toBe(2);
  expect(emulator.calls()).toEqual([]);
});
