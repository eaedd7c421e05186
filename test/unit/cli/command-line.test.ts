/** What holds for every command. */
import { everySubject } from "../../support/services";
import { hostileName } from "./estate";
import { alice, bob, cli, credential, image, useWorkspace } from "./support";

const workspace = useWorkspace();
const golden = image("golden");
const commands = ["show", "discover", "check", "apply", "emulator"];

describe("help", () => {
  it("names every command, the exit codes, and where to begin", async () => {
    const run = await cli(["--help"]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    for (const command of commands) expect(run.stdout).toMatch(new RegExp(`^  ${command} `, "m"));
    for (const code of [0, 1, 2, 3, 64, 130]) expect(run.stdout).toMatch(new RegExp(`^  ${code} +\\w`, "m"));
  });

  it.each(["show", "discover", "check", "apply"])(
    "help of %s has examples and exit codes",
    async (command) => {
      const run = await cli([command, "--help"]);
      expect(run.code).toBe(0);
      expect(run.stdout).toMatch(new RegExp(`Examples:\n  .*image-share ${command} --`));
      expect(run.stdout).toContain("Exit codes:\n  0 ");
    },
  );

  it("is what the user gets who writes no command, with the code of wrong usage", async () => {
    const run = await cli([]);
    expect(run).toMatchObject({ code: 64, stdout: "" });
    expect(run.stderr).toContain("Usage: image-share");
  });

  it("tells the version", async () => {
    expect((await cli(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("wrong usage", () => {
  it.each([
    [["chek"], "Did you mean check?"],
    [["check"], "required option '--config <file>' not specified"],
    [["check", "--config"], "argument missing"],
    [["apply", "--config", "x", "--force"], "unknown option '--force'"],
    [["show", "--service", "aws", "--image", "ami-1"], "Allowed choices are"],
    [["emulator", "--port", "http"], "whole number"],
  ])("%j ends with 64", async (args, message) => {
    const run = await cli(args);
    expect(run).toMatchObject({ code: 64, stdout: "" });
    expect(run.stderr).toContain(message);
    expect(run.stderr.split(message)).toHaveLength(2);
  });

  it("wrong usage is a JSON document with --json", async () => {
    const run = await cli(["check", "--json"]);
    expect(run).toMatchObject({ code: 64, stderr: "" });
    expect(JSON.parse(run.stdout).error).toMatchObject({ topic: "invalid-argument" });
  });
});

describe("show", () => {
  const where = ["--service", golden.service, "--region", golden.region, "--image", golden.imageId];

  it("names who has access, sorted, with names", async () => {
    workspace.emulator.putImage({ ...golden, accounts: [bob, alice] });
    const config = workspace.stack([], { "image-share:accountNames": { [bob]: "b\u001b[1mob" } });
    const run = await cli(["show", ...where, "--config", config]);
    const keys = `${golden.imageId} (ap-guangzhou): keys: image-share:tencentcloud, key ID …Line\n`;
    expect(run).toMatchObject({ code: 0, stderr: keys });
    expect(run.stdout).toBe(
      `${golden.imageId} (ap-guangzhou): shared with\n  ${alice}\n  ${bob} (b [1mob)\n`,
    );
    const json = await cli(["show", ...where, "--json", "--config", config]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      ...golden,
      accounts: [alice, bob],
      accountNames: { [bob]: "b\u001b[1mob" },
    });
    expect(json.stdout).not.toContain("\u001b");
  });

  it("tells of the owner's own ECS, and of nobody", async () => {
    const swas = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-swas000001" } as const;
    const args = ["show", "--service", swas.service, "--region", swas.region, "--image", swas.imageId];
    workspace.emulator.putImage({ ...swas, shareToEcs: true });
    const config = workspace.stack([]);
    expect((await cli([...args, "--config", config])).stdout).toContain("\n  your own ECS (shareToEcs)\n");
    workspace.emulator.shareToEcs(swas, false);
    expect((await cli([...args, "--config", config])).stdout).toMatch(/: shared with nobody\n$/);
  });

  it("ends with 1 for an image that is not there", async () => {
    const run = await cli(["show", ...where, "--config", workspace.stack([])]);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toContain("image not found");
    expect(run.stderr).toContain("Keys: image-share:tencentcloud, key ID …Line, of account 100099990001.");
    expect(run.stderr).toContain("docs/errors.md#image-gone");
  });

  it("checks what it is asked for before it calls", async () => {
    const run = await cli(["show", ...where.slice(0, -1), "ami-1", "--config", workspace.stack([])]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("imageId must be");
    expect(workspace.emulator.calls()).toEqual([]);
  });
});

describe("an endpoint that says https and speaks http", () => {
  it.each(everySubject)("is told so at once, of $target.service", async ({ target }) => {
    const { service, region, imageId } = target;
    const config = workspace.stack([], {
      "image-share:endpoint": workspace.emulator.url.replace("http", "https"),
    });
    const place = region === undefined ? [] : ["--region", region];
    const run = await cli(["show", "--service", service, ...place, "--image", imageId, "--config", config]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("what answers there does not speak TLS: write http://");
    expect(run.stderr).toContain("docs/errors.md#not-sent");
    expect(run.stderr).not.toMatch(/retrying|EPROTO/);
  });
});

describe("colour", () => {
  const drifted = async (typed?: string) => {
    workspace.emulator.putImage({ ...golden, accounts: [bob] });
    const file = workspace.stack([{ ...golden, accounts: [alice] }]);
    return cli(["check", "--config", file], typed === undefined ? {} : { typed });
  };
  const environment = { ...process.env };
  beforeEach(() => {
    process.env.TERM = "xterm-256color";
  });
  afterEach(() => {
    process.env = { ...environment };
  });

  it("is for terminals", async () => {
    expect((await drifted("")).stdout).toContain("\u001b[31m");
    expect((await drifted()).stdout).not.toContain("\u001b");
  });

  it("is not for those who say NO_COLOR", async () => {
    process.env.NO_COLOR = "1";
    expect((await drifted("")).stdout).not.toContain("\u001b");
  });

  it("is for pipelines that ask for it", async () => {
    process.env.FORCE_COLOR = "1";
    expect((await drifted()).stdout).toContain("\u001b[31m");
  });
});

it("prints no key, whatever happens", async () => {
  workspace.emulator.putImage({ ...golden, name: hostileName, accounts: [bob] });
  const file = workspace.stack([{ ...golden, accounts: [alice], exclusive: true }]);
  const where = ["--service", golden.service, "--region", golden.region];
  const runs = [
    await cli(["check", "--config", file]),
    await cli(["check", "--json", "--config", file]),
    await cli(["discover", ...where, "--config", file, "--write", "config"]),
    await cli(["show", ...where, "--image", golden.imageId, "--config", file, "--json"]),
    await cli(["apply", "--yes", "--config", file]),
  ];
  workspace.emulator.injectFault({ kind: "error", code: "AuthFailure.SignatureFailure", times: 99 });
  runs.push(await cli(["check", "--config", file]));
  expect(runs.map(({ code }) => code)).toEqual([2, 2, 0, 0, 0, 1]);
  for (const { stdout, stderr } of runs) expect(stdout + stderr).not.toContain(credential.secret);
});
