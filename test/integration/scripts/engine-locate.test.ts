import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { BareMachine, node } from "./bare-machine";

let machine: BareMachine;
beforeEach(() => {
  machine = new BareMachine();
});
afterEach(() => machine.remove());

test("takes a recent CLI on PATH with its language host, and has nothing to say about it", async () => {
  const bin = machine.install("some", "3.300.1");
  expect(await machine.engine([bin])).toEqual({ code: 0, signal: null, stdout: "", stderr: "" });
  const { stdout, stderr } = await machine.engine([bin], "--print-path");
  expect({ stdout, stderr }).toEqual({ stdout: `${bin}\n`, stderr: "" });
});

test.each(["3.249.0", "3.250.0-alpha.1", "3.1000.0"])("takes %s", async (version) => {
  expect((await machine.engine([machine.install("some", version)])).code).toBe(0);
});

test.each([
  ["3.248.9", "is 3.248.9, older than 3.249.0"],
  ["4.0.0", "is 4.0.0, of a later major than 3.249.0"],
  ["what?", "does not tell its version"],
])("refuses %s", async (version, reason) => {
  const bin = machine.install("some", version);
  const { code, stderr } = await machine.engine([bin]);
  expect(code).toBe(1);
  expect(stderr).toContain(`on PATH: ${join(bin, "pulumi")} ${reason}`);
});

test("refuses a CLI without the language host", async () => {
  const bin = machine.install("some", "3.259.0", ["pulumi", "pulumi-resource-pulumi-nodejs"]);
  const { code, stderr } = await machine.engine([bin]);
  expect(code).toBe(1);
  expect(stderr).toContain(`${join(bin, "pulumi")} (3.259.0) has no pulumi-language-nodejs beside it`);
});

test("an old CLI does not hide a recent one behind it", async () => {
  const old = machine.install("old", "3.100.0");
  const recent = machine.install("recent", "3.259.0");
  expect((await machine.engine([old, recent], "--print-path")).stdout).toBe(`${recent}\n`);
});

test("follows the link by which a package manager puts the CLI on PATH", async () => {
  const bin = machine.install("cellar", "3.259.0");
  const linked = join(machine.directory, "linked");
  mkdirSync(linked);
  symlinkSync(join(bin, "pulumi"), join(linked, "pulumi"));
  expect((await machine.engine([linked], "--print-path")).stdout).toBe(`${bin}\n`);
});

test("takes the one in Pulumi's own directory, unless PATH has one", async () => {
  machine.install(machine.cache, "3.259.0");
  const { stdout, stderr } = await machine.engine([], "--print-path");
  expect({ stdout, stderr }).toEqual({ stdout: `${machine.cache}\n`, stderr: "" });
  const bin = machine.install("some", "3.255.0");
  expect((await machine.engine([bin], "--print-path")).stdout).toBe(`${bin}\n`);
});

test("gives a PATH with Node.js and the engine before everything else", async () => {
  const bin = machine.install("some", "3.259.0");
  const { stdout } = await machine.engine([machine.directory, bin], "--json");
  const path = [dirname(realpathSync(node)), bin, machine.directory].join(delimiter);
  expect(JSON.parse(stdout)).toEqual({ binDirectory: bin, version: "3.259.0", path });
});

test("without an engine, a network and Go it says what is missing and where to get it", async () => {
  const { code, stdout, stderr } = await machine.engine([]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("on PATH: no pulumi 3.249.0 or later there");
  expect(stderr).toContain("official release: not tried");
  expect(stderr).toContain("build from Go: there is no Go on PATH (1.25.11 or later)");
  expect(stderr).toContain("https://www.pulumi.com/docs/install/");
});
