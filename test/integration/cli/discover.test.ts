import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { transformSync } from "@swc/core";
import { parse } from "yaml";
import { serviceNames } from "../../../src/core/services";
import { notUnderstood } from "../../support/pulumis-typescript";
import { estateSize, hostileName, places, seedEstate } from "../../unit/cli/estate";
import { alice, bob, carol, cli, image, useWorkspace, writes } from "../../unit/cli/support";

jest.setTimeout(60_000);

const workspace = useWorkspace();
const reach = () => workspace.stack([]);
const everywhere = ["--service", ...serviceNames, "--region", ...places];
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not arrive
const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/;

describe("an estate of forty images in each service", () => {
  it.each(["config", "json"])(
    "written as %s lists all that is shared, and check finds no drift",
    async (format) => {
      const shared = seedEstate(workspace.emulator);
      const output = workspace.path(`written.${format}`);
      const config = reach();
      const run = await cli([
        "discover",
        ...everywhere,
        "--config",
        config,
        "--write",
        format,
        "--output",
        output,
      ]);
      expect(run.code).toBe(0);
      // On a busy machine, it says how far it is.
      expect(run.stderr).toMatch(new RegExp(`^(read \\d+ of ${estateSize} images(?:; [^\n]*)?\n)*$`));
      expect(run.stdout).toContain(`${estateSize} images, ${shared.length} of them shared\n`);
      expect(run.stdout).not.toMatch(obeyed);

      const text = readFileSync(output, "utf8");
      expect(text).not.toMatch(obeyed);
      const shares = format === "json" ? JSON.parse(text).shares : parse(text).config["image-share:shares"];
      expect(shares).toHaveLength(shared.length);
      // With the settings that reach the emulator, as a user's stack has them.
      const settings = parse(readFileSync(config, "utf8")).config;
      const stack = workspace.file("whole.yaml", { config: { ...settings, "image-share:shares": shares } });
      const checked = await cli(["check", "--config", stack]);
      expect(checked).toMatchObject({
        code: 0,
        stdout: `${shared.length} images: ${shared.length} as listed\n`,
      });
      const applied = await cli(["apply", "--config", stack]);
      expect(applied.code).toBe(0);
      expect(writes(workspace.emulator)).toEqual([]);
    },
  );

  it("becomes a program with the same shares, in which names are comments", async () => {
    seedEstate(workspace.emulator);
    const config = reach();
    const program = await cli(["discover", ...everywhere, "--config", config, "--write", "program"]);
    const json = await cli(["discover", ...everywhere, "--config", config, "--write", "json"]);
    expect(program.stdout).not.toMatch(obeyed);
    expect(notUnderstood(program.stdout)).toEqual([]);
    expect(program.stdout).toContain("// golden - service: x [2J */ `$(reboot)`  # 'quoted\"\n");
    const made: unknown[] = [];
    const { code } = transformSync(program.stdout, {
      swcrc: false,
      jsc: { target: "es2022", parser: { syntax: "typescript" } },
      module: { type: "commonjs" },
    });
    class ImageShare {
      constructor(_name: string, args: unknown) {
        made.push(args);
      }
    }
    new Function("require", "exports", code)(() => ({ ImageShare }), {});
    expect(made).toEqual(JSON.parse(json.stdout).shares);
  });
});

describe("what is shared", () => {
  beforeEach(() => {
    workspace.emulator.putImage({ ...image("shared"), name: hostileName, accounts: [bob, alice] });
    workspace.emulator.putImage(image("alone"));
  });
  const tencent = ["--service", "tencentcloud-cvm", "--region", "ap-guangzhou"];

  it("is listed by image, each with its name and everybody who has access", async () => {
    const names = { "image-share:accountNames": { [alice]: "alice & co" } };
    const run = await cli(["discover", ...tencent, "--config", workspace.stack([], names)]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout.split("\n")).toEqual([
      `img-shared00 (ap-guangzhou) "golden - service: x [2J */ \`$(reboot)\`  # 'quoted"": ${alice} (alice & co), ${bob}`,
      "2 images, 1 of them shared",
      "",
    ]);
  });

  it("shows the others with --all", async () => {
    const run = await cli(["discover", ...tencent, "--all", "--config", reach()]);
    expect(run.stdout).toContain("img-alone000 (ap-guangzhou): nobody\n");
  });

  it("keeps names as they are in JSON, where they are harmless", async () => {
    const run = await cli(["discover", ...tencent, "--json", "--config", reach()]);
    expect(run.stdout).not.toMatch(obeyed);
    const { images, leftOut, errors } = JSON.parse(run.stdout);
    expect(images).toEqual([
      { ...image("shared"), id: expect.anything(), name: hostileName, accounts: [alice, bob] },
    ]);
    expect([leftOut, errors]).toEqual([[], []]);
  });

  it("writes down where it looked, where --endpoint says so", async () => {
    const { url } = workspace.emulator;
    const discovered = ["discover", ...tencent, "--config", reach(), "--endpoint", url, "--write"];
    const [config, json, program] = await Promise.all(
      ["config", "json", "program"].map(async (format) => (await cli([...discovered, format])).stdout),
    );
    expect(parse(config ?? "").config).toMatchObject({ "image-share:endpoint": url });
    expect(JSON.parse(json ?? "")).toMatchObject({ endpoint: url, shares: [{}] });
    expect(program).toContain(
      `// Found at ${url}: run "pulumi config set image-share:endpoint ${url}" first.\n`,
    );
    expect((await cli([...discovered.slice(0, -3), "--write", "json"])).stdout).not.toContain(url);
  });

  it("names the profile that found it in what it writes", async () => {
    const { id: secretId, secret: secretKey } = workspace.emulator.credentials;
    const config = workspace.stack([], {
      "image-share:tencentcloud": null,
      "image-share:profiles": { partner: { tencentcloud: { secretId, secretKey } } },
    });
    const run = await cli([
      "discover",
      ...tencent,
      "--profile",
      "partner",
      "--write",
      "config",
      "--config",
      config,
    ]);
    expect(parse(run.stdout).config["image-share:shares"]).toEqual([
      { ...image("shared"), exclusive: true, accounts: [alice, bob], credentials: "partner" },
    ]);
    expect(run.stdout).toContain(`- "${alice}"`);
  });

  it("overwrites nothing", async () => {
    const output = workspace.path("Pulumi.mine.yaml");
    writeFileSync(output, "mine");
    const run = await cli([
      "discover",
      ...tencent,
      "--write",
      "config",
      "--output",
      output,
      "--config",
      reach(),
    ]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("is there already, and is not overwritten");
    expect(readFileSync(output, "utf8")).toBe("mine");
  });

  it("writes nothing when a place could not be read, and ends with 1", async () => {
    const output = workspace.path("incomplete.yaml");
    workspace.emulator.injectFault({
      kind: "error",
      code: "UnauthorizedOperation",
      action: "DescribeImages",
    });
    const run = await cli([
      "discover",
      ...tencent,
      "ap-singapore",
      "--write",
      "config",
      "--output",
      output,
      "--config",
      reach(),
    ]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("Not everything could be read: nothing was written.");
    expect(existsSync(output)).toBe(false);
  });

  it("asks the vendor for its regions with --region all, once for each service", async () => {
    workspace.emulator.putImage({ ...image("far"), region: "na-ashburn", accounts: [carol] });
    const ens = { service: "alicloud-ens", imageId: "m-everywhere" } as const;
    workspace.emulator.putImage({ ...ens, accounts: ["1234567890123456"] });
    const services = ["tencentcloud-cvm", "alicloud-ens", "volcengine-ecs"];
    const asked = ["discover", "--service", ...services, "--region", "all", "--config", reach()];
    const run = await cli(asked);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout.split("\n").map((line) => line.replace(/:.*/, "").replace(/ ".*/, ""))).toEqual([
      "m-everywhere",
      "img-shared00 (ap-guangzhou)",
      "img-far00000 (na-ashburn)",
      "4 images, 3 of them shared",
      "",
    ]);
    const regions = workspace.emulator.calls().filter(({ action }) => action === "DescribeRegions");
    expect(regions.map(({ service }) => service).sort()).toEqual(["tencentcloud-cvm", "volcengine-ecs"]);
  });

  it("lists the other services where one does not say its regions, and ends with 1", async () => {
    workspace.emulator.injectFault({
      kind: "error",
      code: "AuthFailure.UnauthorizedOperation",
      action: "DescribeRegions",
      service: "volcengine-ecs",
    });
    const services = ["tencentcloud-cvm", "volcengine-ecs"];
    const asked = ["discover", "--service", ...services, "--region", "all", "--config", reach()];
    const run = await cli(asked);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^volcengine-ecs regions: Volcengine ECS DescribeRegions failed/);
    expect(run.stdout).toContain("2 images, 1 of them shared, as far as it got\n");
  });

  it("leaves out, and names, an image that no file could list", async () => {
    workspace.emulator.putImage({ ...image("odd"), accounts: ["12345"] });
    const run = await cli(["discover", ...tencent, "--write", "json", "--config", reach()]);
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/^img-odd00000 \(ap-guangzhou\): left out: accounts\[0\] must be /);
    expect(JSON.parse(run.stdout).shares).toHaveLength(1);
  });

  it("leaves out an image that failed to be made, and of which the vendor tells no more", async () => {
    workspace.emulator.putImage({ ...image("failed"), state: "CREATEFAILED", accounts: [alice] });
    const { imageId } = image("failed");
    workspace.emulator.injectFault({ kind: "error", code: "InvalidImageState", message: "no", imageId });
    const run = await cli(["discover", ...tencent, "--json", "--config", reach()]);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain(`${imageId} (ap-guangzhou): left out: the vendor calls it CREATEFAILED`);
    expect(JSON.parse(run.stdout).leftOut).toEqual([expect.objectContaining({ imageId })]);
  });

  it("says how far it is when that takes long", async () => {
    seedEstate(workspace.emulator, 16);
    workspace.emulator.configure({ latencyMs: 2_000 });
    const run = await cli(["discover", ...tencent, "--config", reach()]);
    workspace.emulator.configure({ latencyMs: 0 });
    expect(run.stderr).toMatch(/^read \d+ of 18 images; tencentcloud-cvm: \d+ calls done, \d+ under way\n/);
    expect(run.stdout).toContain("18 images, ");
  });

  it("is not written when the user presses Ctrl-C", async () => {
    workspace.emulator.injectFault({ kind: "hang", when: "before", imageId: image("shared").imageId });
    const interruption = new AbortController();
    setTimeout(() => interruption.abort(), 500);
    const output = workspace.path("interrupted.yaml");
    const run = await cli(
      ["discover", ...tencent, "--write", "config", "--output", output, "--config", reach()],
      { interrupted: interruption.signal },
    );
    expect(run.code).toBe(130);
    expect(run.stderr).toBe("Not everything could be read: nothing was written.\n");
    expect(existsSync(output)).toBe(false);
  });

  it("looks in several regions", async () => {
    workspace.emulator.putImage({ ...image("far"), region: "ap-singapore", accounts: [carol] });
    const run = await cli(["discover", ...tencent, "ap-singapore", "--config", reach()]);
    expect(run.stdout).toContain("img-far00000 (ap-singapore): ");
    expect(run.stdout).toContain("3 images, 2 of them shared");
  });
});

it.each([
  [["--service", "tencentcloud-cvm"], "has regions: say which with --region"],
  [["--service", "alicloud-ens", "--region", "cn-hangzhou"], "none of the services asked for"],
  [["--service", "aws"], "Allowed choices are alicloud-ens"],
  [["--service", "alicloud-ens", "--json", "--write", "json"], "--json and --write both print"],
])("calls %j wrong usage", async (args, message) => {
  const run = await cli(["discover", ...args]);
  expect(run.code).toBe(64);
  expect(run.stderr + run.stdout).toContain(message);
});
