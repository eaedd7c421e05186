/** The report over all services, on vendors that fail here and there, against what the emulator knows. */
import { readFileSync, writeFileSync } from "node:fs";
import { serviceNames } from "../../../src/core/services";
import { type Report, reportSchema } from "../../../src/report/model";
import { everySubject } from "../../support/services";
import { hostileName, places, seedEstate } from "../../unit/cli/estate";
import { alice, bob, carol, cli, image, stranger, useWorkspace, writes } from "../../unit/cli/support";

jest.setTimeout(90_000);

const workspace = useWorkspace();
/** Reaches the emulator, and has no list of shares. */
const reach = (more: Readonly<Record<string, unknown>> = {}) =>
  workspace.stack([], { "image-share:shares": undefined, ...more });
const everywhere = ["--service", ...serviceNames, "--region", ...places];
const tencent = ["--service", "tencentcloud-cvm", "--region", "ap-guangzhou"];

/** 25 images of each service: two hundred. */
const PER_SERVICE = Math.ceil(200 / serviceNames.length);

function reportIn(text: string): Report {
  return reportSchema.parse(JSON.parse(text));
}

/** What the emulator knows: who has access to which image, by its id. */
function truth(): Record<string, string[]> {
  const images = workspace.emulator.images();
  return Object.fromEntries(
    images.map(({ service, region, imageId, accounts }) => [
      [service, region, imageId].filter((part) => part !== undefined).join("/"),
      [...accounts].sort(),
    ]),
  );
}

function accessIn({ images }: Report): Record<string, string[]> {
  return Object.fromEntries(images.map(({ id, accounts }) => [id, accounts.map(({ account }) => account)]));
}

describe("two hundred images over all services", () => {
  it("are reported with everybody who has access, as the emulator knows them, and nothing is written", async () => {
    const shared = seedEstate(workspace.emulator, PER_SERVICE);
    const run = await cli(["report", ...everywhere, "--json", "--config", reach()]);
    expect(run.code).toBe(0);
    const report = reportIn(run.stdout);
    expect(accessIn(report)).toEqual(truth());
    expect(report.complete).toBe(true);
    expect(report.totals).toMatchObject({
      images: PER_SERVICE * serviceNames.length,
      shared: shared.length,
      notRead: 0,
    });
    expect(report.accounts.map(({ account }) => account).sort()).toEqual(
      [...new Set(Object.values(truth()).flat())].sort(),
    );
    const { accounts } = workspace.emulator.credentials;
    for (const { cloud, target } of everySubject) {
      const owners = report.images
        .filter(({ service }) => service === target.service)
        .map(({ owner }) => owner);
      expect(new Set(owners)).toEqual(new Set([accounts[cloud]]));
    }
    expect(writes(workspace.emulator)).toEqual([]);
  });

  it("are reported but for a place and an image that fail, which is said first and by the exit code", async () => {
    seedEstate(workspace.emulator, PER_SERVICE);
    const failing = "img-00000007";
    workspace.emulator.injectFault({
      kind: "error",
      code: "UnauthorizedOperation",
      message: "You are not <b>authorized</b>.",
      action: "DescribeImages",
      service: "byteplus-ecs",
    });
    workspace.emulator.injectFault({
      kind: "error",
      code: "UnauthorizedOperation.ImageNotBelongToAccount",
      message: "Not yours.",
      action: "DescribeImageSharePermission",
      imageId: failing,
    });
    const output = workspace.path("failures.json");
    const run = await cli([
      "report",
      ...everywhere,
      "--output",
      output,
      "--fail-on",
      "public",
      "--config",
      reach(),
    ]);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^This report is not complete: 2 places or images could not be looked at\./);
    expect(run.stderr).toContain("byteplus-ecs ap-southeast-1: ");
    const report = reportIn(readFileSync(output, "utf8"));
    const seen = Object.entries(truth()).filter(([id]) => !id.startsWith("byteplus-ecs/"));
    const expected = seen.map(([id, accounts]) => [id, id.endsWith(failing) ? [] : accounts]);
    const failed = report.images.filter(({ status }) => status !== "read");
    expect(failed.map(({ imageId, status }) => [imageId, status])).toEqual([[failing, "failed"]]);
    expect(accessIn(report)).toEqual(Object.fromEntries(expected));
    expect(report.complete).toBe(false);
    expect(report.findings.filter(({ kind }) => kind === "not-read").map(({ id }) => id)).toEqual([
      undefined,
      `tencentcloud-cvm/ap-guangzhou/${failing}`,
    ]);
  });
});

it("is written with what could be seen where half of the services do not answer", async () => {
  seedEstate(workspace.emulator, 5);
  const silent = everySubject.filter((_, index) => index % 2 === 0);
  for (const { target, listing } of silent) {
    const { service } = target;
    workspace.emulator.injectFault({ kind: "error", code: "Injected", action: listing.action, service });
  }
  const run = await cli(["report", ...everywhere, "--json", "--config", reach()]);
  expect(run.code).toBe(1);
  const report = reportIn(run.stdout);
  const silentNames = silent.map(({ target }) => target.service);
  const seen = Object.entries(truth()).filter(
    ([id]) => !silentNames.some((name) => id.startsWith(`${name}/`)),
  );
  expect(accessIn(report)).toEqual(Object.fromEntries(seen));
  expect(report.totals.notRead).toBe(silent.length);
  const unread = report.places.filter(({ error }) => error !== undefined).map(({ service }) => service);
  expect(unread.sort()).toEqual([...silentNames].sort());
  expect(report.findings.slice(0, silent.length).map(({ kind }) => kind)).toEqual(
    silent.map(() => "not-read"),
  );
});

describe("findings", () => {
  const names = { "image-share:accountNames": { [alice]: "acme", [bob]: "globex" } };
  const listed = (name: string, accounts: readonly string[], more = {}) => ({
    ...image(name),
    accounts,
    exclusive: true,
    ...more,
  });
  const kindsIn = (text: string) =>
    reportIn(text).findings.map(({ kind, id, accounts }) => [
      kind,
      id?.split("/").at(-1) ?? "",
      accounts ?? [],
    ]);

  beforeEach(() => {
    workspace.emulator.putImage({ ...image("asis"), accounts: [alice] });
    workspace.emulator.putImage({ ...image("drifted"), accounts: [alice, stranger] });
    workspace.emulator.putImage({ ...image("additive"), accounts: [alice, carol] });
    workspace.emulator.putImage({ ...image("nowhere"), name: hostileName, accounts: [bob] });
    workspace.emulator.putImage(image("alone"));
  });
  const shares = [
    listed("asis", [alice]),
    listed("drifted", [alice, bob]),
    listed("additive", [alice], { exclusive: false }),
    listed("absent", [alice]),
  ];

  it("name images that the file does not list, accounts that it does not list, and those without access or name", async () => {
    const config = workspace.stack(shares, names);
    const run = await cli(["report", ...tencent, "--json", "--config", config, "--fail-on", "drift"]);
    expect(run.code).toBe(2);
    expect(kindsIn(run.stdout)).toEqual([
      ["unnamed-account", "", [carol]],
      ["unnamed-account", "", [stranger]],
      ["unlisted-image", "img-nowhere0", [bob]],
      ["unlisted-access", "img-drifted0", [stranger]],
      ["missing-access", "img-drifted0", [bob]],
      ["not-found", "img-absent00", []],
    ]);
    const { images } = reportIn(run.stdout);
    expect(images.find(({ imageId }) => imageId === "img-additive")?.accounts).toEqual([
      { account: alice, since: expect.stringMatching(/Z$/), listed: true },
      { account: carol, since: expect.stringMatching(/Z$/), listed: false },
    ]);
    expect(run.stdout).toContain(`${bob} (globex)`);
  });

  it("are those of the file's images alone without --service", async () => {
    const run = await cli(["report", "--json", "--config", workspace.stack(shares, names)]);
    expect(run.code).toBe(0);
    expect(reportIn(run.stdout).images.map(({ imageId }) => imageId)).toEqual([
      "img-absent00",
      "img-additive",
      "img-asis0000",
      "img-drifted0",
    ]);
    const listings = workspace.emulator.calls().filter(({ action }) => action === "DescribeImages");
    expect(listings).toEqual([]);
  });

  it("name public images", async () => {
    const ecs = { service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-public00" } as const;
    workspace.emulator.putImage({ ...ecs, public: true });
    const place = ["--service", "alicloud-ecs", "--region", "cn-hangzhou"];
    const asked = ["report", ...place, "--json", "--config", reach(), "--fail-on"];
    const run = await cli([...asked, "public,unknown"]);
    expect(run.code).toBe(2);
    expect(kindsIn(run.stdout)).toEqual([["public", "m-public00", []]]);
    expect((await cli([...asked, "unknown"])).code).toBe(0);
  });

  it.each([
    ["unknown", 2],
    ["public", 0],
    ["drift", 2],
  ])("end with the exit code that --fail-on %s asks for", async (failOn, code) => {
    const config = workspace.stack(shares, names);
    expect((await cli(["report", "--config", config, "--fail-on", failOn])).code).toBe(code);
  });
});

describe("a report against an earlier one", () => {
  it("says who gained and who lost access since", async () => {
    workspace.emulator.putImage({ ...image("shared"), accounts: [alice] });
    const last = workspace.path("last.json");
    const asked = ["report", ...tencent, "--config", reach(), "--output", last];
    expect((await cli(asked)).code).toBe(0);
    workspace.emulator.unshare(image("shared"), [alice]);
    workspace.emulator.share(image("shared"), [bob]);
    // The file that is compared with may be the one that is replaced.
    const run = await cli([...asked, "--since", last]);
    expect(run.code).toBe(0);
    const id = "tencentcloud-cvm/ap-guangzhou/img-shared00";
    expect(run.stdout).toContain(`- ${id}: gained access: ${bob}\n- ${id}: lost access: ${alice}\n`);
    const { changes } = reportIn(readFileSync(last, "utf8"));
    expect(changes).toMatchObject({ gained: [{ id, accounts: [bob] }], lost: [{ id, accounts: [alice] }] });
    const again = await cli([...asked, "--since", last, "--markdown"]);
    expect(again.stdout).toContain("Nothing changed since ");
  });

  it("is refused before any call if the other file is none", async () => {
    const foreign = workspace.file("foreign.json", { images: [] });
    const run = await cli(["report", ...tencent, "--config", reach(), "--since", foreign]);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/is not a report of image-share\. .* See docs\/errors\.md#report/);
    expect(workspace.emulator.calls()).toEqual([]);
  });
});

describe("output", () => {
  beforeEach(() => {
    workspace.emulator.putImage({ ...image("shared"), name: hostileName, accounts: [alice] });
  });

  it("is written into every file that is named, by the end of its name, and replaced by the next run", async () => {
    const files = ["all.json", "all.csv", "all.md"].map((name) => workspace.path(name));
    for (const file of files) writeFileSync(file, "of an earlier run");
    const run = await cli(["report", ...tencent, "--config", reach(), "--output", ...files]);
    expect(run.code).toBe(0);
    const [json = "", csv = "", markdown = ""] = files.map((file) => readFileSync(file, "utf8"));
    expect(reportIn(json).images[0]?.name).toBe(hostileName);
    expect(csv).toMatch(
      /^"service","region","image",.*\r\n"tencentcloud-cvm","ap-guangzhou","img-shared00",/,
    );
    expect(markdown).toMatch(/^### Image access\n/);
  });

  it.each([
    ["--csv", /^"service",/],
    ["--markdown", /^### Image access\n/],
    ["--json", /^\{\n {2}"format": "pulumi-image-share report",/],
  ])("is printed alone with %s", async (option, expected) => {
    const run = await cli(["report", ...tencent, "--config", reach(), option]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(expected);
    expect(run.stdout).not.toContain("Accounts without a name (1):");
  });

  it.each<[string, readonly string[], RegExp]>([
    ["no place and no file", [], /^say where to look, with --service and --region, or name a file/],
    ["a service without a region", ["--service", "aws-ec2"], /^aws-ec2 has regions: say which with --region/],
    [
      "a file of another kind",
      [...tencent, "--output", "report.pdf"],
      /^--output report\.pdf: the name must end/,
    ],
    ["a finding that is none", [...tencent, "--fail-on", "pubic"], /pubic is none of public, unknown, drift/],
    ["drift without a list", [...tencent, "--fail-on", "drift"], /^--fail-on drift compares with a list/],
    ["two documents on stdout", [...tencent, "--json", "--csv"], /"--json and --csv both print/],
    ["two files of shares", [...tencent, "--config", "x", "--stack", "y"], /^--config and --stack both name/],
  ])("is refused for %s, before any call", async (_what, args, message) => {
    const isFirst = args.includes("--stack");
    const run = await cli(["report", ...args, ...(isFirst ? [] : ["--config", reach()])]);
    expect(run.code).toBe(64);
    expect(`${run.stderr}${run.stdout}`.replace(/^\{\s+"error": \{\s+"message": /, "")).toMatch(message);
    expect(workspace.emulator.calls()).toEqual([]);
  });

  it("says what was seen until Ctrl-C, and ends with 130", async () => {
    for (let index = 0; index < 40; index++) workspace.emulator.putImage(image(`image${index}`));
    const interruption = new AbortController();
    const output = workspace.path("interrupted.json");
    const { emulator } = workspace;
    emulator.injectFault({ kind: "hang", ms: 300, when: "before", action: "DescribeImageSharePermission" });
    const running = cli(["report", ...tencent, "--config", reach(), "--output", output], {
      interrupted: interruption.signal,
    });
    while (!emulator.calls().some(({ action }) => action === "DescribeImageSharePermission")) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    interruption.abort();
    expect((await running).code).toBe(130);
    const report = reportIn(readFileSync(output, "utf8"));
    expect(report.complete).toBe(false);
    expect(report.images.some(({ status }) => status === "not-looked-at")).toBe(true);
  });
});
