/** Node.js, the Pulumi CLI with what belongs to it, and where each was found. */
import { execFile } from "node:child_process";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";
import { isMembers } from "../config-document";
import { type Finding, note, ok, problem } from "./finding";
import { leastOf, satisfies } from "./versions";

/** What the package asks of a machine, from its package.json. */
export interface Needs {
  /** `>=22` */
  readonly node: string;
  /** `^3.249.0`, of Pulumi's SDK and of its CLI. */
  readonly pulumi: string;
}

/** Where the machine is looked at; a test has another one. */
export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  /** The version that runs this, without the v. */
  readonly node: string;
  /** The path of the Node.js that runs this. */
  readonly executable: string;
}

const INSTALL_NODE = "install Node.js from https://nodejs.org, or put a newer one first on PATH";
const INSTALL_PULUMI = "install it again: https://www.pulumi.com/docs/install";

/** A program that does not answer is reported, not waited for. */
const TIMEOUT_MS = 15_000;

export async function machineFindings(machine: Machine, needs: Needs): Promise<Finding[]> {
  return [...(await nodeFindings(machine, needs)), ...(await pulumiFindings(machine, needs))];
}

/** Pulumi runs programs with the first node on PATH, which may be another one than this. */
async function nodeFindings(machine: Machine, { node: needed }: Needs): Promise<Finding[]> {
  const { node: own, executable } = machine;
  const least = leastOf(needed);
  const isNew = satisfies(own, needed);
  const text = `Node.js ${own} runs this, on ${process.platform} ${process.arch}`;
  const running = isNew
    ? ok("node", text)
    : problem("node", `${text}, and ${least} or later is needed`, INSTALL_NODE, "installation");
  const first = findProgram("node", machine);
  if (first === undefined || realpathSync(first) === realpathSync(executable)) return [running];
  const version = (await output(first, ["--version"], machine))?.trim().replace(/^v/, "");
  const where = `the first node on PATH (${shownPath(first, machine)})`;
  if (version === undefined)
    return [running, problem("node", `${where} does not run`, INSTALL_NODE, "installation")];
  const second = `${where}, which Pulumi runs programs with, is ${version}`;
  if (satisfies(version, needed)) return [running, ok("node", second)];
  return [
    running,
    problem("node", `${second}, and ${least} or later is needed`, INSTALL_NODE, "installation"),
  ];
}

async function pulumiFindings(machine: Machine, { pulumi: needed }: Needs): Promise<Finding[]> {
  const least = leastOf(needed);
  const pulumi = findProgram("pulumi", machine);
  const plugins = pluginFindings(machine);
  if (pulumi === undefined) {
    const text = `the Pulumi CLI is not on PATH: this command does without it, pulumi up needs ${least} or later`;
    return [note("pulumi", text), ...plugins];
  }
  const where = shownPath(pulumi, machine);
  const version = (await output(pulumi, ["version"], machine))?.trim().replace(/^v/, "");
  if (version === undefined || !/^\d+\.\d+/.test(version))
    return [problem("pulumi", `${where} does not say its version`, INSTALL_PULUMI), ...plugins];
  const text = `Pulumi CLI ${version} (${where})`;
  const cli = satisfies(version, `>=${least}`)
    ? ok("pulumi", text)
    : problem("pulumi", `${text}, and ${least} or later is needed`, INSTALL_PULUMI, "installation");
  return [cli, hostFinding(pulumi, machine), ...plugins];
}

/** A CLI that was copied alone cannot run any program. */
function hostFinding(pulumi: string, machine: Machine): Finding {
  const folders = [...folderOf(pulumi), ...searchPath(machine)];
  const programs = new Set(folders.flatMap((folder) => entriesOf(folder)).map(withoutEnding));
  const hosts = [...programs].flatMap((name) => /^pulumi-language-([a-z]+)$/.exec(name)?.[1] ?? []).sort();
  if (hosts.length === 0)
    return problem("pulumi", "no language host (pulumi-language-…) stands beside the CLI", INSTALL_PULUMI);
  const text = `language hosts: ${hosts.join(", ")}`;
  if (!hosts.includes("nodejs") || programs.has("pulumi-resource-pulumi-nodejs")) return ok("pulumi", text);
  return problem(
    "pulumi",
    `${text}; pulumi-resource-pulumi-nodejs, which runs the TypeScript class, is not beside them`,
    INSTALL_PULUMI,
  );
}

function folderOf(program: string): string[] {
  return [dirname(program), dirname(realpathSync(program))];
}

/** Plugins of this package: those that pulumi plugin install keeps, and one on PATH, which goes first. */
function pluginFindings(machine: Machine): Finding[] {
  const home = machine.environment.PULUMI_HOME?.trim() || join(homedir(), ".pulumi");
  const kept = entriesOf(join(home, "plugins")).flatMap(
    (name) => /^resource-image-share-v([\w.+-]+)$/.exec(name)?.[1] ?? [],
  );
  const onPath = findProgram("pulumi-resource-image-share", machine);
  const parts = [
    ...(kept.length === 0 ? [] : [`plugins that Pulumi keeps: image-share ${kept.sort().join(", ")}`]),
    ...(onPath === undefined ? [] : [`plugin on PATH: ${shownPath(onPath, machine)}`]),
  ];
  return parts.map((text) => note("pulumi", text));
}

function searchPath({ environment }: Machine): string[] {
  return (environment.PATH ?? environment.Path ?? "").split(delimiter).filter((folder) => folder !== "");
}

const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""];

/** The first program of this name on PATH. */
function findProgram(name: string, machine: Machine): string | undefined {
  return searchPath(machine)
    .flatMap((folder) => endings.map((ending) => join(folder, name + ending)))
    .find((path) => existsSync(path));
}

function withoutEnding(name: string): string {
  return name.replace(/\.(exe|cmd)$/, "");
}

/** Empty for a folder that is not there, or that may not be read. */
export function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMembers(error) && "code" in error) return [];
    throw error;
  }
}

/** @returns undefined where the program fails */
function output(
  program: string,
  args: readonly string[],
  { environment }: Machine,
): Promise<string | undefined> {
  const env = { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const shell = process.platform === "win32";
  return new Promise((resolve) => {
    execFile(program, args, { env, timeout: TIMEOUT_MS, shell }, (error, stdout) =>
      resolve(error === null ? stdout : undefined),
    );
  });
}

/** Relative to the folder, or to the home folder: the rest may name a person. */
export function shownPath(path: string, { folder }: Pick<Machine, "folder">): string {
  const home = homedir();
  const inside = relative(folder, path);
  if (inside === "") return ".";
  if (!inside.startsWith("..")) return `./${inside}`;
  return home !== "" && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
