/** The installed copies of this package, and Pulumi's SDK beside them. */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseJson } from "../../backends/json";
import { isMembers } from "../config-document";
import { type Finding, note, ok, problem } from "./finding";
import { entriesOf, type Machine, type Needs, shownPath } from "./machine";
import { satisfies } from "./versions";

const NAME = "pulumi-image-share";
const SDK = "@pulumi/pulumi";

/** The root of the copy that runs; the same from the sources and from the built package. */
const ownFolder = join(__dirname, "../../..");

interface Manifest {
  readonly name: string;
  readonly version: string;
}

export function ownManifest(): Manifest & {
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<typeof SDK, string>>;
} {
  return JSON.parse(readFileSync(join(ownFolder, "package.json"), "utf8"));
}

export function ownNeeds(): Needs {
  const { engines, peerDependencies } = ownManifest();
  return { node: engines.node, pulumi: peerDependencies[SDK] };
}

/** @param own the folder of the copy that runs */
export function packageFindings(machine: Machine, needs: Needs, own = ownFolder): Finding[] {
  const running = realpathSync(own);
  const version = versionOf(running) ?? "";
  const copies = copiesFrom(machine.folder);
  const text = `${NAME} ${version} runs this (${shownPath(running, machine)})`;
  return [
    ...copyFindings(text, copies.includes(running) ? copies : [running, ...copies], machine),
    ...sdkFindings(machine, needs),
  ];
}

function copyFindings(text: string, copies: readonly string[], machine: Machine): Finding[] {
  if (copies.length === 1) return [ok("package", text)];
  const versions = new Set(copies.map(versionOf));
  const list = copies.map((copy) => `${versionOf(copy) ?? "unknown"} in ${shownPath(copy, machine)}`);
  const all = `${text}; copies: ${list.join(", ")}`;
  if (versions.size === 1) return [note("package", all)];
  const advice = `let the project have one version: npm ls ${NAME}, then npm install ${NAME}@<version> or npm dedupe, and run the command from there (npx --no -- image-share)`;
  return [problem("package", `${all}: different versions`, advice, "installation")];
}

/** Programs need the SDK; this command does not. */
function sdkFindings(machine: Machine, { pulumi: needed }: Needs): Finding[] {
  const folder = foldersAbove(machine.folder)
    .map((above) => join(above, "node_modules", SDK))
    .find(existsSync);
  if (folder === undefined) return [];
  const version = versionOf(folder) ?? "unknown";
  const text = `${SDK} ${version} (${shownPath(folder, machine)})`;
  if (satisfies(version, needed)) return [ok("package", text)];
  const advice = `npm install ${SDK}@${needed}`;
  return [problem("package", `${text}, and ${needed} is needed`, advice, "installation")];
}

/** Every copy that a program in the folder, or a package that it uses, may load; each once, the nearest first. */
function copiesFrom(folder: string): string[] {
  const modules = foldersAbove(folder)
    .map((above) => join(above, "node_modules"))
    .filter(existsSync);
  const [nearest] = modules;
  const nested = nearest === undefined ? [] : nestedIn(nearest);
  const found = [...modules.map((each) => join(each, NAME)), ...nested];
  return [
    ...new Set(found.filter((path) => versionOf(path) !== undefined).map((path) => realpathSync(path))),
  ];
}

/** Copies below other packages, and those of pnpm's store. */
function nestedIn(modules: string): string[] {
  const packages = entriesOf(modules).flatMap((name) =>
    name.startsWith("@") ? entriesOf(join(modules, name)).map((inner) => join(name, inner)) : [name],
  );
  const store = join(modules, ".pnpm");
  const stored = entriesOf(store).filter((name) => name.startsWith(`${NAME}@`));
  return [
    ...packages.map((name) => join(modules, name, "node_modules", NAME)),
    ...stored.map((name) => join(store, name, "node_modules", NAME)),
  ];
}

function foldersAbove(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}

/** @returns undefined where there is no package */
function versionOf(folder: string): string | undefined {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return undefined;
  const manifest = parseJson(readFileSync(file, "utf8"));
  return isMembers(manifest) && typeof manifest.version === "string" ? manifest.version : undefined;
}
