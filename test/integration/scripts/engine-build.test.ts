import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { BareMachine, PROGRAMS, repository } from "./bare-machine";

let machine: BareMachine;
beforeEach(() => {
  machine = new BareMachine();
});
afterEach(() => machine.remove());

test("builds from Go, with progress on stderr only", async () => {
  const { code, stdout, stderr } = await machine.engine([machine.installWorkingGo()], "--print-path");
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${machine.cache}\n` });
  expect(stderr).toMatch(/2\/4 Compiling the Node.js language host .*\n[\s\S]* {2}2\/4 done/);
  expect(stderr).toMatch(/3\/4 Compiling the Pulumi CLI .*\n {2}done/);
  expect(machine.listing(machine.cache)).toEqual(PROGRAMS);
  expect(machine.listing()).toEqual(["3.259.0"]);
});

test("builds the language host of YAML beside the engine, where it is asked for and not there", async () => {
  const go = machine.installWorkingGo();
  machine.install(machine.cache, "3.259.0");
  expect((await machine.engine([go], "--print-path")).code).toBe(0);
  expect(machine.listing(machine.cache)).toEqual(PROGRAMS);
  const { code, stdout, stderr } = await machine.engine([go], "--yaml", "--print-path");
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${machine.cache}\n` });
  expect(stderr).toMatch(/Compiling the language host of YAML/);
  expect(machine.listing(machine.cache)).toEqual([...PROGRAMS, "pulumi-language-yaml"].sort());
  expect((await machine.engine([], "--yaml")).stderr).toBe("");
});

test("says what is missing where the language host of YAML cannot be built", async () => {
  machine.install(machine.cache, "3.259.0");
  const { code, stderr } = await machine.engine([], "--yaml");
  expect(code).toBe(1);
  expect(stderr).toMatch(/pulumi-language-yaml is not found, nor Go on PATH/);
});

test("builds the language hosts of Python and Go where they are asked for, and then no more", async () => {
  const path = [machine.installWorkingGo(), machine.install("python", "3", ["python3"])];
  machine.install(machine.cache, "3.259.0");
  const { code, stderr } = await machine.engine(path, "--python", "--go");
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /Compiling the language host of Python.*\n {2}done[\s\S]*Compiling .* Go.*\n {2}done/,
  );
  const built = ["pulumi-language-go", "pulumi-language-python", "pulumi-language-python-exec"];
  expect(machine.listing(machine.cache)).toEqual([...PROGRAMS, ...built].sort());
  expect((await machine.engine(path, "--python", "--go")).stderr).toBe("");
});

test("builds no language host for a language that is not there, and says whose tests will fail", async () => {
  machine.install(machine.cache, "3.259.0");
  const { code, stderr } = await machine.engine([], "--python", "--go");
  expect(code).toBe(0);
  expect(stderr).toBe(
    "python3 is not found on PATH: tests with programs in Python will fail.\n" +
      "go is not found on PATH: tests with programs in Go will fail.\n",
  );
  expect(machine.listing(machine.cache)).toEqual(PROGRAMS);
});

test("replaces an installation that lacks a program", async () => {
  machine.install(machine.cache, "3.259.0", ["pulumi"]);
  expect((await machine.engine([machine.installWorkingGo()])).code).toBe(0);
  expect(machine.listing(machine.cache)).toEqual(PROGRAMS);
  expect(machine.listing()).toEqual(["3.259.0"]);
});

test("two at once both end with the same complete engine", async () => {
  const path = [machine.installWorkingGo()];
  const both = await Promise.all([machine.engine(path), machine.engine(path)]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(machine.listing()).toEqual(["3.259.0"]);
});

test("a failed build leaves nothing behind and tells why it failed", async () => {
  const { code, stderr } = await machine.engine([machine.installGo("echo 'no such module' >&2; exit 1")]);
  expect(code).toBe(1);
  expect(stderr).toContain("build from Go: no such module");
  expect(machine.listing()).toEqual([]);
});

test("a CLI that was built wrong is not put into place", async () => {
  const go = machine.installWorkingGo();
  const source = join(go, "go");
  machine.installGo(readFileSync(source, "utf8").replace("v3.259.0", "v3.0.0"));
  const { code, stderr } = await machine.engine([go]);
  expect(code).toBe(1);
  expect(stderr).toContain("build from Go: it came as 3.0.0 instead of 3.259.0");
  expect(machine.listing()).toEqual([]);
});

test("what is compiled beside a download that fails is ended, and the reason is the download's", async () => {
  const pidFile = join(machine.directory, "pid");
  const go = machine.installGo(`
    if [ "$1" = build ]; then echo $$ > ${pidFile}; exec /bin/sleep 30; fi
    until [ -s ${pidFile} ]; do /bin/sleep 0.02; done
    echo 'no such module' >&2; exit 1`);
  const { code, stderr } = await machine.engine([go]);
  expect(code).toBe(1);
  expect(stderr).toContain("build from Go: no such module");
  expect(machine.listing()).toEqual([]);
  const pid = await pidIn(pidFile);
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

test("an interrupted build ends its children, leaves nothing behind and is not tried another way", async () => {
  const pidFile = join(machine.directory, "pid");
  const go = machine.installGo(`echo $$ > ${pidFile}; exec /bin/sleep 30`);
  const { child, outcome } = machine.start([go]);
  const pid = await pidIn(pidFile);
  child.kill("SIGINT");
  const { signal, stderr } = await outcome;
  expect(signal).toBe("SIGINT");
  expect(stderr).not.toContain("No Pulumi engine was found");
  expect(machine.listing()).toEqual([]);
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

test("the pins agree: the SDK, the engine that is set up, and the Go modules", () => {
  const read = (file: string): string => readFileSync(join(repository, file), "utf8");
  const manifest = JSON.parse(read("package.json"));
  const pinned = manifest.devDependencies["@pulumi/pulumi"];
  const oldest = manifest.peerDependencies["@pulumi/pulumi"].slice("^".length);
  expect(read("scripts/engine/requirements.mts")).toContain(`ENGINE_VERSION = "${pinned}"`);
  expect(read("scripts/engine/requirements.mts")).toContain(`MINIMUM_VERSION = "${oldest}"`);
  expect(read("scripts/engine/go/cli/go.mod")).toContain(`github.com/pulumi/pulumi/pkg/v3 v${pinned}`);
  expect(read("scripts/engine/go/cli/go.mod")).toContain(`github.com/pulumi/pulumi/sdk/v3 v${pinned}`);
});

async function pidIn(file: string): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      const pid = Number(readFileSync(file, "utf8"));
      if (pid > 0) return pid;
    } catch {
      // Not written yet.
    }
    await sleep(25);
  }
  throw new Error(`nothing wrote ${file}`);
}
