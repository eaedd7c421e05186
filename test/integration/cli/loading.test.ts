/** What a command of the command line loads: as little as it needs, because a pipeline starts it for each step. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { accountsOf, everySubject, sections } from "../../support/services";

const repository = join(__dirname, "../../..");
const node = join(repository, "node_modules/.bin/node");

/** Prints what is loaded in the end, as the last line of stderr. */
const tracer = `
  process.on("exit", () => console.error(JSON.stringify(Object.keys(require.cache))));
`;

interface Run {
  readonly stdout: string;
  /** Folders of this package, such as `dist/cli`, and names of packages, with the number of their files. */
  readonly loaded: ReadonlyMap<string, number>;
  readonly files: number;
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "image-share-loading-"));
  writeFileSync(join(folder, "tracer.cjs"), tracer);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function run(...args: readonly string[]): Promise<Run> {
  const main = join(repository, "dist/cli/main.js");
  const command = ["--require", join(folder, "tracer.cjs"), main, ...args];
  const { stdout, stderr } = await promisify(execFile)(node, command);
  const all = JSON.parse(stderr.trim().split("\n").at(-1) ?? "") as string[];
  const files = all.map((file) => file.replaceAll("\\", "/")).filter((file) => !file.endsWith("/tracer.cjs"));
  const loaded = new Map<string, number>();
  for (const file of files) {
    const name =
      /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? /.*\/(dist\/[^/]+)/.exec(file)?.[1];
    if (name === undefined) throw new Error(`a file of neither this package nor another: ${file}`);
    loaded.set(name, (loaded.get(name) ?? 0) + 1);
  }
  return { stdout, loaded, files: files.length };
}

describe("a command that only prints", () => {
  it.each([
    ["--version"],
    ["--help"],
    ["report", "--help"],
    ["completion", "bash"],
    ["complete", "bash", "che"],
    ["explain", "wrong-account"],
  ])("loads the command line's own files and no more: %s %s %s", async (...args) => {
    const { stdout, loaded, files } = await run(...args);
    expect(stdout).not.toBe("");
    expect([...loaded.keys()].sort()).toEqual(["commander", "dist/cli", "dist/core", "dist/report"]);
    expect(loaded.get("dist/report")).toBe(1);
    expect(files).toBeLessThanOrEqual(45);
  });
});

describe("a check of one image", () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator({ rateLimits: false });
  });

  afterAll(() => emulator.close());

  it.each(everySubject)(
    "loads no parser of YAML for a JSON file, no emulator: $target.service",
    async (subject) => {
      const { target, sdk } = subject;
      const accounts = accountsOf(subject, 0, 2);
      emulator.putImage({ ...target, accounts });
      const file = join(folder, `${target.service}.json`);
      const config = {
        "image-share:endpoint": emulator.url,
        ...sections(emulator.credentials),
        "image-share:shares": [{ ...target, accounts }],
      };
      writeFileSync(file, JSON.stringify({ config }));
      const { stdout, loaded, files } = await run("check", "--config", file);
      expect(stdout).toBe("1 image: 1 as listed\n");
      const names = [...loaded.keys()];
      expect(names).toContain("dist/converge");
      expect(names.filter((name) => /^(yaml|hono|@hono|dist\/emulator)/.test(name))).toEqual([]);
      const vendors = names.filter((name) =>
        /^(@alicloud|@aws-sdk|@smithy|@volcengine|tencentcloud)/.test(name),
      );
      expect(vendors.filter((name) => !sdk || !name.startsWith(sdk))).toEqual([]);
      expect(files).toBeLessThanOrEqual(375);
    },
  );
});
