/** Where the result of a command goes, how much of it, and in which form: to a terminal, to a pipe, to a file. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { recorded, type Scenario } from "./previews";
import { alice, bob, carol, cli, image, useWorkspace, wholeCli, writes } from "./support";

const workspace = useWorkspace();
const golden = image("golden");
const where = ["--service", golden.service, "--region", golden.region];
let files = 0;
const newFile = () => workspace.path(`result.${files++}`);

/** One image that differs from the file: bob has access and is not listed, alice is listed and has none. */
function drifted(): string {
  workspace.emulator.putImage({ ...golden, name: "golden", accounts: [bob] });
  return workspace.stack([{ ...golden, accounts: [alice], exclusive: true }]);
}

/** One image that is as listed. */
function synced(): string {
  workspace.emulator.putImage({ ...golden, name: "golden", accounts: [alice] });
  return workspace.stack([{ ...golden, accounts: [alice], exclusive: true }]);
}

function previewFiles(kind: Scenario): string[] {
  const { preview, state } = recorded(kind);
  return [workspace.file("preview.json", preview), "--state", workspace.file("state.json", state)];
}

/** Every command that has a result, where there is something to say. */
const commands: readonly (readonly [string, () => readonly string[]])[] = [
  ["show", () => ["show", ...where, "--image", golden.imageId, "--config", drifted()]],
  ["discover", () => ["discover", ...where, "--config", drifted()]],
  ["check", () => ["check", "--config", drifted()]],
  ["apply", () => ["apply", "--yes", "--config", synced()]],
  ["review", () => ["review", ...previewFiles("removed")]],
  ["explain", () => ["explain", "quota"]],
];

describe("--output", () => {
  it.each(commands)("%s writes its result to the file, and to stdout nothing", async (_, args) => {
    const expected = await cli(args());
    const file = newFile();
    const run = await cli([...args(), "--output", file]);
    expect(expected.stdout).not.toBe("");
    expect(run).toEqual({ ...expected, stdout: "" });
    expect(readFileSync(file, "utf8")).toBe(expected.stdout);
  });

  it.each(commands)("%s writes its document to the file with --json", async (_, args) => {
    const expected = await cli([...args(), "--json"]);
    const file = newFile();
    const run = await cli([...args(), "--json", "--output", file]);
    expect([run.code, run.stdout]).toEqual([expected.code, ""]);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(expected.stdout));
  });

  it.each(commands)("%s calls and changes nothing where the file is there already", async (_, args) => {
    const file = newFile();
    writeFileSync(file, "mine");
    const written = args();
    workspace.emulator.clearCalls();
    const run = await cli([...written, "--output", file]);
    expect([run.code, run.stdout]).toEqual([1, ""]);
    expect(run.stderr).toContain(`${file} is there already, and is not overwritten`);
    expect(readFileSync(file, "utf8")).toBe("mine");
    expect(workspace.emulator.calls()).toEqual([]);
  });

  it("says before any change that the folder of the file is not there", async () => {
    const run = await cli(["apply", "--yes", "--config", drifted(), "--output", workspace.path("no/x")]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("no/x cannot be written (ENOENT)");
    expect(workspace.emulator.calls()).toEqual([]);
  });

  it("takes - for stdout", async () => {
    const run = await cli(["check", "--config", synced(), "--output", "-"]);
    expect(run).toEqual({ code: 0, stdout: "1 image: 1 as listed\n", stderr: "" });
  });

  it("holds the document of an error with --json, and leaves no empty file of one without", async () => {
    const [json, plain] = [newFile(), newFile()];
    const run = await cli(["check", "--config", "nowhere.yaml", "--json", "--output", json]);
    expect(run).toEqual({ code: 1, stdout: "", stderr: "" });
    expect(JSON.parse(readFileSync(json, "utf8")).error.topic).toBe("share-file");
    const other = await cli(["check", "--config", "nowhere.yaml", "--output", plain]);
    expect(other.code).toBe(1);
    expect(other.stderr).toContain("nowhere.yaml cannot be read");
    expect(existsSync(plain)).toBe(false);
  });

  it("shows on the terminal what the user is to confirm", async () => {
    const file = newFile();
    const run = await cli(["apply", "--config", drifted(), "--output", file], { typed: "y\n" });
    expect([run.code, run.stdout]).toEqual([0, ""]);
    expect(run.stderr).toContain(`will gain access: ${alice}`);
    expect(run.stderr).toContain("Continue? [y/N]");
    expect(readFileSync(file, "utf8")).toContain(`gained access: ${alice}`);
    expect(workspace.emulator.accounts(golden)).toEqual([alice]);
  });

  it("takes the lines of discover without --write, and the shares with it", async () => {
    const [lines, shares] = [newFile(), newFile()];
    const config = drifted();
    const discovered = ["discover", ...where, "--config", config];
    const run = await cli([...discovered, "--write", "json", "--output", shares]);
    expect(run.stdout).toContain("1 image, 1 of them shared");
    expect(JSON.parse(readFileSync(shares, "utf8")).shares).toHaveLength(1);
    expect((await cli([...discovered, "--output", lines])).code).toBe(0);
    expect(readFileSync(lines, "utf8")).toBe(run.stdout);
  });
});

describe("--quiet", () => {
  it.each(["-q", "--quiet"])("%s: check says nothing while all is as listed", async (quiet) => {
    expect(await wholeCli(["check", quiet, "--config", synced()])).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
  });

  it("check says what differs, and not how many", async () => {
    const run = await wholeCli(["check", "-q", "--config", drifted()]);
    expect([run.code, run.stderr]).toEqual([2, ""]);
    expect(run.stdout.trim().split("\n")).toEqual([
      expect.stringContaining(`is not listed: ${bob}`),
      expect.stringContaining(`has no access: ${alice}`),
    ]);
  });

  it("tells failures and the images that they concern", async () => {
    const config = drifted();
    workspace.emulator.injectFault({ kind: "error", code: "AuthFailure.SignatureFailure", times: "always" });
    const run = await wholeCli(["check", "-q", "--config", config]);
    expect([run.code, run.stdout]).toEqual([1, ""]);
    expect(run.stderr).toContain("docs/errors.md#auth");
    expect(run.stderr).toContain(golden.imageId);
  });

  it("apply changes what is to change, and says nothing", async () => {
    const run = await wholeCli(["apply", "-q", "--yes", "--config", drifted()]);
    expect(run).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(workspace.emulator.accounts(golden)).toEqual([alice]);
  });

  it("apply says what a guard refuses, with --yes", async () => {
    workspace.emulator.putImage({ ...golden, accounts: [bob] });
    const config = workspace.stack([{ ...golden, accounts: [alice], exclusive: true, maxRemovals: 0 }]);
    const run = await wholeCli(["apply", "-q", "--yes", "--config", config]);
    expect(run.code).toBe(3);
    expect(run.stdout).toContain("apply will refuse this");
    expect(run.stderr).toBe("Refused by a guard, for all images: nothing was changed.\n");
    expect(writes(workspace.emulator)).toEqual([]);
  });

  it("apply shows what it asks about", async () => {
    const run = await wholeCli(["apply", "-q", "--config", drifted()], { typed: "n\n" });
    expect(run.code).toBe(3);
    expect(run.stdout).toContain(`will gain access: ${alice}`);
    expect(run.stderr).toContain("Not confirmed: nothing was changed.");
  });

  it("show and discover tell by their exit code alone that the images could be read", async () => {
    const config = drifted();
    for (const args of [
      ["show", ...where, "--image", golden.imageId],
      ["discover", ...where],
    ]) {
      const run = await wholeCli([...args, "-q", "--config", config]);
      expect(run).toEqual({ code: 0, stdout: "", stderr: "" });
    }
    const run = await wholeCli(["show", ...where, "--image", "img-missing0", "-q", "--config", config]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("image not found");
  });

  it("leaves what discover writes, and the document of --json", async () => {
    const config = drifted();
    const shares = await wholeCli(["discover", ...where, "-q", "--write", "json", "--config", config]);
    expect(JSON.parse(shares.stdout).shares).toHaveLength(1);
    const json = await wholeCli(["check", "-q", "--json", "--config", config]);
    expect([JSON.parse(json.stdout).drift, json.stderr]).toEqual([true, ""]);
  });

  it("leaves warnings, which are about the result", async () => {
    const config = drifted();
    const refused = { kind: "error", code: "UnauthorizedOperation", action: "GetCallerIdentity" } as const;
    workspace.emulator.injectFault({ ...refused, times: "always" });
    const run = await wholeCli(["apply", "-q", "--yes", "--config", config]);
    expect([run.code, run.stdout]).toEqual([0, ""]);
    expect(run.stderr).toMatch(/^[^\n]*warning: GetCallerIdentity failed[^\n]*\n$/);
  });

  it("report prints what it finds, and no list", async () => {
    const config = drifted();
    const whole = await wholeCli(["report", ...where, "--config", config]);
    const quiet = await wholeCli(["report", "-q", ...where, "--config", config]);
    expect(quiet.code).toBe(whole.code);
    expect(quiet.stderr).toBe("");
    const lines = quiet.stdout.trimEnd().split("\n");
    expect(lines).toContainEqual(expect.stringContaining(alice));
    expect(lines.length).toBeLessThan(whole.stdout.trimEnd().split("\n").length);
    for (const line of lines) expect(whole.stdout).toContain(line);
  });

  it("review prints the lines that stop it, and the verdict", async () => {
    const run = await wholeCli(["review", "-q", ...previewFiles("removed")]);
    expect(run.code).toBe(2);
    const whole = await wholeCli(["review", ...previewFiles("removed")]);
    expect(whole.stdout).toContain(": keeps access");
    expect(run.stdout).not.toContain(": keeps access");
    expect(run.stdout).toContain(": will lose access");
    expect(run.stdout).toMatch(/^Stop: /m);
  });
});

describe("the width of a terminal", () => {
  const many = Array.from({ length: 30 }, (_, index) => String(100000000001 + index));
  const shared = () => {
    workspace.emulator.putImage({ ...golden, accounts: many });
    return workspace.stack([], { "image-share:accountNames": { [alice]: "株式会社アクメ" } });
  };

  it.each([60, 80, 120])(
    "%i columns: a list is broken between accounts, and none is lost",
    async (columns) => {
      const config = shared();
      const run = await cli(["discover", ...where, "--config", config], { typed: "", columns });
      const lines = run.stdout.split("\n");
      expect(lines.length).toBeGreaterThan(4);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
      for (const line of lines.slice(1, -2)) expect(line).toMatch(/^ {4}\d{12}/);
      const piped = await cli(["discover", ...where, "--config", config]);
      expect(run.stdout.replace(/,\n {4}/g, ", ")).toBe(piped.stdout);
    },
  );

  it("counts wide characters as two columns", async () => {
    const names = Object.fromEntries(many.map((account) => [account, "株式会社アクメ"]));
    workspace.emulator.putImage({ ...golden, accounts: many });
    const config = workspace.stack([], { "image-share:accountNames": names });
    const run = await cli(["discover", ...where, "--config", config], { typed: "", columns: 60 });
    // ID, bracket, seven wide characters, bracket, comma: 30 columns, and 4 of indent.
    for (const line of run.stdout.split("\n").slice(1, -2)) expect(line).toMatch(/^ {4}\d{12} \(\S{7}\),?$/);
  });

  it.each([undefined, 20, 0])("a list stays on one line where the width is %s", async (columns) => {
    const size = columns === undefined ? {} : { columns };
    const run = await cli(["discover", ...where, "--config", shared()], { typed: "", ...size });
    expect(run.stdout.split("\n")).toHaveLength(3);
  });

  it("a list stays on one line in a pipe and in a file", async () => {
    const config = shared();
    const file = newFile();
    const args = ["discover", ...where, "--config", config];
    expect((await cli(args, { columns: 60 })).stdout.split("\n")).toHaveLength(3);
    await cli([...args, "--output", file], { typed: "", columns: 60 });
    expect(readFileSync(file, "utf8").split("\n")).toHaveLength(3);
  });
});

describe("colour", () => {
  const environment = { ...process.env };
  afterEach(() => {
    process.env = { ...environment };
  });

  it.each([
    { variables: { NO_COLOR: "1" }, onTerminal: false, inPipe: false },
    { variables: { NO_COLOR: "" }, onTerminal: true, inPipe: false },
    { variables: { FORCE_COLOR: "1" }, onTerminal: true, inPipe: true },
    { variables: { FORCE_COLOR: "0" }, onTerminal: false, inPipe: false },
    { variables: { FORCE_COLOR: "1", NO_COLOR: "1" }, onTerminal: true, inPipe: true },
    { variables: { TERM: "dumb" }, onTerminal: false, inPipe: false },
  ])("$variables", async ({ variables, onTerminal, inPipe }) => {
    Object.assign(process.env, { TERM: "xterm-256color", ...variables });
    const config = drifted();
    const isColoured = async (circumstances: Parameters<typeof cli>[1]) =>
      (await cli(["check", "--config", config], circumstances)).stdout.includes("\u001b[31m");
    expect([await isColoured({ typed: "" }), await isColoured({})]).toEqual([onTerminal, inPipe]);
  });

  it("is never in a file", async () => {
    process.env.FORCE_COLOR = "1";
    const file = newFile();
    await cli(["check", "--config", drifted(), "--output", file], { typed: "" });
    expect(readFileSync(file, "utf8")).toContain(bob);
    expect(readFileSync(file, "utf8")).not.toContain("\u001b");
  });
});

describe("progress", () => {
  const environment = { ...process.env };
  afterEach(() => {
    process.env = { ...environment };
    workspace.emulator.configure({ latencyMs: 0 });
  });
  const shares = [alice, bob, carol].map((account, index) => ({
    ...image(`slow${index}`),
    accounts: [account],
  }));
  const slow = () => {
    for (const { accounts, ...target } of shares) workspace.emulator.putImage({ ...target, accounts });
    return workspace.stack(shares);
  };

  it("overwrites itself on a terminal, and leaves nothing behind", async () => {
    process.env.TERM = "xterm-256color";
    const config = slow();
    workspace.emulator.configure({ latencyMs: 1_300 });
    const run = await cli(["check", "--config", config], { typed: "", columns: 80 });
    expect(run.code).toBe(0);
    expect(run.stderr).toContain("\r\u001b[Klooked at 0 of 3 images");
    expect(run.stderr).not.toContain("\n");
    expect(run.stderr.endsWith("\r\u001b[K")).toBe(true);
  });

  it("is cut to the terminal, so that it stays one line", async () => {
    process.env.TERM = "xterm-256color";
    const config = slow();
    workspace.emulator.configure({ latencyMs: 800 });
    const run = await cli(["check", "--config", config], { typed: "", columns: 10 });
    expect(run.stderr).toContain("\r\u001b[Klooked at\r");
  });

  it("is lines in a pipe, and on a terminal that cannot overwrite", async () => {
    process.env.TERM = "dumb";
    const config = slow();
    workspace.emulator.configure({ latencyMs: 3_400 });
    const [piped, dumb, quiet] = await Promise.all([
      cli(["check", "--config", config]),
      cli(["check", "--config", config], { typed: "" }),
      cli(["check", "-q", "--config", config]),
    ]);
    for (const { stderr } of [piped, dumb]) {
      expect(stderr).toBe("looked at 0 of 3 images; tencentcloud-cvm: 3 calls under way\n");
    }
    expect(quiet).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});
