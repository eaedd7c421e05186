/** A new user's project in Python or Go: what the page of the languages says, in an empty folder with the packed package. */
import { execFile } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { blocksOf, proseOf } from "../../docs/pages";
import { findEngine, repository } from "../../e2e/harness/installation";
import type { Stack } from "../../e2e/harness/stack";

const run = promisify(execFile);
const PAGE = "docs/guide/languages.md";
export const PLUGIN = "./node_modules/pulumi-image-share/plugin";

/** Of the SDKs: that of the engine, whatever has been released since. */
const { devDependencies } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
  devDependencies: Readonly<Record<"@pulumi/pulumi", string>>;
};
const SDK_VERSION = devDependencies["@pulumi/pulumi"];

/** The block of the page that stands under a heading, by what it is. */
export function blockOf(heading: string, info: string): string {
  const block = blocksOf(PAGE).find((each) => each.heading === heading && each.info === info);
  if (block === undefined) throw new Error(`${PAGE} has no ${info} under "${heading}"`);
  return block.text;
}

/** What Python needs beside its program, as the page has it. */
export function requirement(): string {
  const [, line] = /`(pulumi>=[\d.]+)`/.exec(proseOf(PAGE)) ?? [];
  if (line === undefined) throw new Error(`${PAGE} does not say what to write into requirements.txt`);
  return line;
}

/** As npm installs the package from its archive; its dependencies are those of the repository. */
export function installPacked(folder: string): void {
  const modules = join(folder, "node_modules");
  for (const name of readdirSync(join(repository, "node_modules"))) {
    const link = join(modules, name);
    if (!name.startsWith(".") && !existsSync(link)) {
      symlinkSync(join(repository, "node_modules", name), link);
    }
  }
  const target = join(modules, "pulumi-image-share");
  rmSync(target);
  mkdirSync(target);
  mkdirSync(join(modules, ".bin"));
  symlinkSync(
    "../pulumi-image-share/dist/provider/plugin/main.js",
    join(modules, ".bin/pulumi-resource-image-share"),
  );
}

/** Fills what `installPacked` prepared. */
export async function unpackInto(folder: string): Promise<void> {
  const target = join(folder, "node_modules/pulumi-image-share");
  const temporary = mkdtempSync(join(tmpdir(), "image-share-pack-"));
  try {
    const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", temporary];
    await run("npm", args, { cwd: repository });
    const [archive = ""] = readdirSync(temporary);
    await run("tar", ["-xzf", join(temporary, archive), "--strip-components=1", "-C", target]);
  } finally {
    rmSync(temporary, { recursive: true });
  }
  chmodSync(join(target, "dist/provider/plugin/main.js"), 0o755);
}

/** Whether the engine is an official release, whose language hosts can do all that the page asks for. */
export async function isOfficialRelease(): Promise<boolean> {
  const { cli } = await findEngine();
  return existsSync(join(dirname(cli), "pulumi-language-java"));
}

/** A program of the machine, with its own environment: a stack's commands get hardly anything of that. */
export async function tool(folder: string, program: string, ...args: string[]): Promise<string> {
  try {
    const { stdout } = await run(program, args, { cwd: folder, env: toolEnvironment(folder) });
    return stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new Error(`${program} is not found on this machine, so its programs cannot be run`);
    }
    throw error;
  }
}

function toolEnvironment(folder: string): NodeJS.ProcessEnv {
  const constraints = join(folder, "constraints.txt");
  writeFileSync(constraints, `pulumi==${SDK_VERSION}\n`);
  return { ...process.env, PIP_CONSTRAINT: constraints, GOFLAGS: "-mod=mod", GOWORK: "off" };
}

/** Makes the SDKs without a language host, as `pulumi package add` lays one of them out in `sdks/`. */
export async function generateSdk(folder: string, language: "python" | "go"): Promise<string> {
  const parent = mkdtempSync(join(tmpdir(), "image-share-sdks-"));
  const sdk = join(folder, "sdks/image-share");
  try {
    const script = join(repository, "scripts/sdks.mts");
    await run(join(repository, "node_modules/.bin/node"), [script, join(parent, "sdks")]);
    cpSync(join(parent, "sdks", language), language === "go" ? join(sdk, "imageshare") : sdk, {
      recursive: true,
    });
  } finally {
    rmSync(parent, { recursive: true });
  }
  return sdk;
}

/** Records the plugin's place, as `pulumi package add` does. */
export function recordPlugin({ folder }: Stack): void {
  const file = join(folder, "Pulumi.yaml");
  writeFileSync(file, `${readFileSync(file, "utf8")}packages:\n  image-share: ${PLUGIN}\n`);
}

/** What pip and Go take from the environment of this machine, for the commands of a stack. */
export function environmentOfTools(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => /^(PIP_|GO|SSL_)|_proxy$/i.test(name));
  return { ...(Object.fromEntries(kept) as Record<string, string>), GOWORK: "off" };
}

/** Where Go keeps what it has downloaded and compiled: without them a stack's commands would begin anew. */
export async function goCaches(folder: string): Promise<Record<string, string>> {
  const asked = await tool(folder, "go", "env", "-json", "GOMODCACHE", "GOCACHE");
  return JSON.parse(asked) as Record<string, string>;
}

export { SDK_VERSION };
