/** Node.js, Pulumi, and the installed packages: each fault on a machine that has it. */
import { mkdirSync } from "node:fs";
import { type Machine, machineFindings } from "../../../../src/cli/doctor/machine";
import { ownManifest, ownNeeds, packageFindings } from "../../../../src/cli/doctor/packages";
import { satisfies } from "../../../../src/cli/doctor/versions";
import { useMachine } from "./support";

const machine = useMachine();
const own = ownManifest().version;
const seen = (changes: Partial<Machine> = {}): Machine => ({
  environment: process.env,
  folder: process.cwd(),
  node: process.versions.node,
  executable: process.execPath,
  ...changes,
});
const look = (changes?: Partial<Machine>) => machineFindings(seen(changes), ownNeeds());

describe("Node.js", () => {
  it("is fine as it is here", async () => {
    const [node] = await look();
    expect(node).toMatchObject({ status: "ok", text: expect.stringContaining(process.versions.node) });
  });

  it.each(["20.20.2", "18.0.0", "21.9.9"])("is too old: %s", async (node) => {
    const [found] = await look({ node });
    expect(found).toMatchObject({ status: "problem", topic: "installation" });
    expect(found?.text).toContain(`Node.js ${node} runs this`);
    expect(found?.text).toContain("22 or later is needed");
  });

  it("is too old where Pulumi takes it from", async () => {
    machine.program("node", "v18.20.0");
    const found = await look();
    expect(found[0]).toMatchObject({ status: "ok" });
    expect(found[1]).toMatchObject({ status: "problem" });
    expect(found[1]?.text).toMatch(
      /first node on PATH .*bin\/node.* is 18\.20\.0, and 22 or later is needed/,
    );
  });

  it("is another one and new enough, and one that does not run", async () => {
    machine.program("node", "v22.1.0");
    expect((await look())[1]).toMatchObject({ status: "ok", text: expect.stringContaining("22.1.0") });
    machine.program("node", "", 1);
    expect((await look())[1]).toMatchObject({
      status: "problem",
      text: expect.stringContaining("does not run"),
    });
  });
});

describe("the Pulumi CLI", () => {
  const pulumi = async () => (await look()).filter(({ part }) => part === "pulumi");

  it("may be missing", async () => {
    expect(await pulumi()).toEqual([
      expect.objectContaining({ status: "note", text: expect.stringContaining("is not on PATH") }),
    ]);
  });

  it("is found with its version, its place and its language hosts", async () => {
    machine.program("pulumi", "v3.259.0");
    for (const name of ["language-nodejs", "language-yaml", "resource-pulumi-nodejs", "language-python-exec"])
      machine.program(`pulumi-${name}`, "");
    const found = await pulumi();
    expect(found.map(({ status }) => status)).toEqual(["ok", "ok"]);
    expect(found[0]?.text).toMatch(/^Pulumi CLI 3\.259\.0 \(.*bin\/pulumi\)$/);
    expect(found[1]?.text).toBe("language hosts: nodejs, yaml");
  });

  it.each([
    ["too old", "v3.100.0", 0, "3.249.0 or later is needed"],
    ["broken", "cannot", 1, "does not say its version"],
    ["another program", "hello", 0, "does not say its version"],
  ])("is %s", async (_, prints, code, text) => {
    machine.program("pulumi", prints, code);
    expect((await pulumi())[0]).toMatchObject({ status: "problem", text: expect.stringContaining(text) });
  });

  it("was copied without its language hosts, or without the one of dynamic resources", async () => {
    machine.program("pulumi", "v3.259.0");
    expect((await pulumi())[1]).toMatchObject({
      status: "problem",
      text: expect.stringContaining("no language host"),
    });
    machine.program("pulumi-language-nodejs", "");
    expect((await pulumi())[1]).toMatchObject({
      status: "problem",
      text: expect.stringContaining("pulumi-resource-pulumi-nodejs"),
    });
  });

  it("keeps plugins of this package, which are named", async () => {
    mkdirSync(machine.path("home/.pulumi/plugins/resource-image-share-v0.0.9"), { recursive: true });
    mkdirSync(machine.path("home/.pulumi/plugins/resource-random-v4.0.0"), { recursive: true });
    machine.program("pulumi-resource-image-share", "");
    const texts = (await pulumi()).map(({ text }) => text);
    expect(texts).toContain("plugins that Pulumi keeps: image-share 0.0.9");
    expect(texts).toContainEqual(
      expect.stringMatching(/^plugin on PATH: .*bin\/pulumi-resource-image-share$/),
    );
  });
});

describe("the installed packages", () => {
  const copy = (folder: string, version: string, name = "pulumi-image-share") =>
    machine.file(`${folder}/node_modules/${name}/package.json`, { name, version });
  const packages = () => packageFindings(seen(), ownNeeds());

  it("are fine where no project is", () => {
    expect(packages()).toEqual([
      { part: "package", status: "ok", text: expect.stringContaining(`pulumi-image-share ${own} runs this`) },
    ]);
  });

  it("have another version than the command that runs", () => {
    copy("work", "9.9.9");
    const [found] = packages();
    expect(found).toMatchObject({ status: "problem", topic: "installation" });
    expect(found?.text).toContain("9.9.9 in ./node_modules/pulumi-image-share");
    expect(found?.text).toContain(": different versions");
    expect(found?.advice).toContain("npm ls pulumi-image-share");
  });

  it.each([
    ["below another package", "work/node_modules/a-library"],
    ["below a package with a scope", "work/node_modules/@acme/library"],
    ["in the folder above", "."],
    ["in pnpm's store", "work/node_modules/.pnpm/pulumi-image-share@9.9.9"],
  ])("are there twice: %s", (_, folder) => {
    copy("work", own);
    copy(folder, "9.9.9");
    expect(packages()[0]).toMatchObject({ status: "problem", text: expect.stringContaining("9.9.9 in ") });
  });

  it("are two copies of one version, which is only worth knowing", () => {
    copy("work", own);
    expect(packages()[0]).toMatchObject({ status: "note", text: expect.stringContaining("copies: ") });
  });

  it("have an SDK of Pulumi that is too old, or of another major version", () => {
    for (const [version, status] of [
      ["3.259.0", "ok"],
      ["3.100.0", "problem"],
      ["4.0.0", "problem"],
    ] as const) {
      copy("work", version, "@pulumi/pulumi");
      expect(packages()[1]).toMatchObject({
        status,
        text: expect.stringContaining(`@pulumi/pulumi ${version}`),
      });
    }
  });

  it("are not understood, and do no harm", () => {
    machine.file("work/node_modules/pulumi-image-share/package.json", "{");
    machine.file("work/node_modules/@acme", "a file");
    expect(packages()[0]).toMatchObject({ status: "ok" });
  });
});

it.each([
  ["22.0.0", ">=22", true],
  ["21.99.99", ">=22", false],
  ["3.249.0", "^3.249.0", true],
  ["3.248.9", "^3.249.0", false],
  ["4.0.0", "^3.249.0", false],
  ["3.260.0-alpha.1", "^3.249.0", true],
  ["unknown", ">=22", false],
])("%s in the range %s: %s", (version, range, expected) => {
  expect(satisfies(version, range)).toBe(expected);
});
