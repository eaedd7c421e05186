// What the runtime dependencies cost, as docs/contributing/dependencies.md says: bytes on disk, and milliseconds to load.
//
//   npm run -s build && node_modules/.bin/node scripts/install-size.mts [--times 15]
//
import { execFileSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { everySubject } from "../test/support/services/index.ts";

interface Locked {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const repository = resolve(import.meta.dirname, "..");
const read = (name: string) => JSON.parse(readFileSync(join(repository, name), "utf8"));
const locked: Readonly<Record<string, Locked>> = read("package-lock.json").packages;
const published: readonly string[] = [...read("package.json").files, "package.json", "README.md", "LICENSE"];
const dependencies = Object.keys(locked[""]?.dependencies ?? {});

/** What the sources load, where that is less than the whole package. */
const parts: Readonly<Record<string, string>> = {
  "@volcengine/openapi": "@volcengine/openapi/lib/base/sign",
  "tencentcloud-sdk-nodejs": "tencentcloud-sdk-nodejs/tencentcloud/common/sign",
};

const entries = {
  "a program: pulumi-image-share, above @pulumi/pulumi": "index.js",
  "the provider process: pulumi-image-share/provider": "provider/dynamic/handle.js",
  "pulumi-image-share/emulator": "emulator/index.js",
  "the command line": "cli/program.js",
};

/** Where a package finds another one: in its own folder first, then in those around it. */
function found(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules") - 1))) {
    const path = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (locked[path]) return path;
    if (folder === "") return undefined;
  }
}

/** The package and all that it needs, by their paths in node_modules. */
function closure(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  const { dependencies: needed, optionalDependencies } = locked[path] ?? {};
  for (const name of Object.keys({ ...needed, ...optionalDependencies })) {
    const next = found(path, name);
    if (next) closure(next, seen);
  }
  return seen;
}

/** Packages inside a package are listed by themselves. */
function bytesIn(path: string): number {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (!status?.isDirectory()) return status?.isFile() ? status.size : 0;
  const names = readdirSync(path).filter((name) => name !== "node_modules" && !name.endsWith(".tsbuildinfo"));
  return names.reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}

const sum = (paths: Iterable<string>) =>
  [...paths].reduce((total, path) => total + bytesIn(join(repository, path)), 0);
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(2);

/** The median time that a fresh process takes to load a module, and which dependencies it has loaded by that. */
function load(module: string, times: number, first = "node:path"): { ms: number; loaded: string[] } {
  const code = `
    require(${JSON.stringify(first)});
    const there = new Set(Object.keys(require.cache));
    const before = performance.now();
    require(${JSON.stringify(module)});
    const ms = performance.now() - before;
    const files = Object.keys(require.cache).filter((file) => !there.has(file));
    console.log(JSON.stringify({ ms, files }));
  `;
  return measured(code, times);
}

function measured(code: string, times: number): { ms: number; loaded: string[] } {
  const runs = Array.from({ length: times }, () =>
    JSON.parse(execFileSync(process.execPath, ["-e", code], { cwd: repository, encoding: "utf8" })),
  ) as { ms: number; files: string[] }[];
  const sorted = runs.map(({ ms }) => ms).sort((left, right) => left - right);
  const files = runs[0]?.files ?? [];
  const loaded = dependencies.filter((name) => files.some((file) => file.includes(`/node_modules/${name}/`)));
  return { ms: sorted[Math.floor(times / 2)] ?? Number.NaN, loaded };
}

/** The same of a share that is opened, in a provider process that has opened none. */
function open(service: string, credentials: unknown, times: number): { ms: number; loaded: string[] } {
  const code = `
    require("./dist/provider/dynamic/handle.js");
    const { findService } = require("./dist/backends/registry.js");
    const there = new Set(Object.keys(require.cache));
    const before = performance.now();
    const access = { credentials: ${JSON.stringify(credentials)}, endpoint: undefined };
    findService(${JSON.stringify(service)}).open(access).then(() => {
      const ms = performance.now() - before;
      const files = Object.keys(require.cache).filter((file) => !there.has(file));
      console.log(JSON.stringify({ ms, files }));
    });
  `;
  return measured(code, times);
}

const { values } = parseArgs({ options: { times: { type: "string", default: "15" } } });
const times = Number(values.times);
const closures = new Map(dependencies.map((name) => [name, closure(found("", name) ?? name)]));

console.log("| dependency | version | packages | MB with its own | MB that go without it | ms to load |");
console.log("|---|---|---|---|---|---|");
for (const [name, paths] of closures) {
  const others = new Set([...closures].flatMap(([other, theirs]) => (other === name ? [] : [...theirs])));
  const alone = [...paths].filter((path) => !others.has(path));
  const { ms } = load(parts[name] ?? name, times);
  const { version } = locked[found("", name) ?? ""] ?? { version: "?" };
  console.log(
    `| ${name} | ${version} | ${paths.size} | ${megabytes(sum(paths))} | ${megabytes(sum(alone))} | ${ms.toFixed(0)} |`,
  );
}

const all = new Set([...closures.values()].flatMap((paths) => [...paths]));
const own = sum(published.filter((name) => !name.startsWith("!")));
console.log(
  `\ninstalled: ${megabytes(sum(all) + own)} MB, of which this package ${megabytes(own)} MB and ${all.size} others`,
);
const largest = [...all].map((path) => ({ path, bytes: sum([path]) })).sort((a, b) => b.bytes - a.bytes);
for (const { path, bytes } of largest.slice(0, 8)) console.log(`  ${megabytes(bytes)} MB ${path}`);

console.log("\n| what is loaded | ms | dependencies that it loads |\n|---|---|---|");
for (const [title, file] of Object.entries(entries)) {
  const { ms, loaded } = load(join(repository, "dist", file), times, title.split(" above ")[1]);
  console.log(`| ${title} | ${ms.toFixed(0)} | ${loaded.join(", ") || "none"} |`);
}

console.log("\n| the first share of | ms | dependencies that it loads |\n|---|---|---|");
for (const { target, section } of everySubject) {
  const { ms, loaded } = open(target.service, section({ id: "id", secret: "secret" }), times);
  console.log(`| ${target.service} | ${ms.toFixed(0)} | ${loaded.join(", ") || "none"} |`);
}
