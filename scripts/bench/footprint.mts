/** What the package takes before it does anything: at import, at the provider's start, on disk. */
import { spawn } from "node:child_process";
import { lstatSync, readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { ServiceName } from "pulumi-image-share/emulator";
import { clouds, everySubject } from "../../test/support/services/index.ts";
import { type Share, shares } from "./estate.mts";
import { evaluate } from "./fresh-process.mts";
import type { Housekeeping } from "./housekeeping.mts";
import type { Configuration, Rig } from "./rig.mts";
import type { Sizes } from "./sizes.mts";

const repository = resolve(import.meta.dirname, "../..");

export interface Footprint {
  /** Milliseconds that `import "pulumi-image-share"` takes in a program that has loaded `@pulumi/pulumi`. */
  readonly importMs: number;
  /** The same of the provider's module, without any SDK. */
  readonly providerModuleMs: number;
  /** The same until it has answered a first check, one vendor's SDK loaded, by service. */
  readonly providerStartMs: Readonly<Partial<Record<ServiceName, number>>>;
  /** Of the package and what it depends on, without `@pulumi/pulumi`; undefined where npm does not say. */
  readonly installBytes: number | undefined;
}

const programImport = `
  require("@pulumi/pulumi");
  const begun = performance.now();
  import("pulumi-image-share").then(() => console.log(performance.now() - begun));
`;

/** One per cloud: its services share an SDK. */
const oneOfEachCloud: readonly ServiceName[] = Object.keys(clouds).flatMap((cloud) =>
  everySubject
    .filter((subject) => subject.cloud === cloud)
    .slice(0, 1)
    .map(({ target }) => target.service),
);

interface Start {
  readonly moduleMs: number;
  readonly answerMs: number;
}

/** As the shim does it, in a process that has loaded what the provider's process has by then. */
function providerStart({ name, ...inputs }: Share, config: Configuration): string {
  return `
    require("@pulumi/pulumi");
    const values = ${JSON.stringify(config)};
    const text = (value) => (typeof value === "object" ? JSON.stringify(value) : value);
    const config = { get: (key) => text(values[key]) };
    const begun = performance.now();
    import("pulumi-image-share/provider").then(async ({ handle }) => {
      const moduleMs = performance.now() - begun;
      const { failures } = await handle("check", config, [{}, ${JSON.stringify(inputs)}]);
      if (failures.length > 0) throw new Error(failures[0].reason);
      console.log(JSON.stringify({ moduleMs, answerMs: performance.now() - begun }));
    });
  `;
}

export async function measureFootprint(rig: Rig, { starts }: Sizes): Promise<Footprint> {
  const { housekeeping, config } = rig;
  const all = oneOfEachCloud.flatMap((service) => shares(service, 1, 1));
  rig.seed(all);
  const imports: number[] = [];
  const modules: number[] = [];
  const answers = new Map(all.map((share) => [share, [] as number[]]));
  // In turns, so that a busy moment does not fall on one of them alone.
  for (let start = 0; start < starts; start++) {
    imports.push((await evaluate(programImport, housekeeping)) as number);
    for (const [share, times] of answers) {
      const { moduleMs, answerMs } = (await evaluate(providerStart(share, config), housekeeping)) as Start;
      modules.push(moduleMs);
      times.push(answerMs);
    }
  }
  return {
    importMs: median(imports),
    providerModuleMs: median(modules),
    providerStartMs: Object.fromEntries([...answers].map(([{ service }, times]) => [service, median(times)])),
    installBytes: await installBytes(housekeeping),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** What `npm install pulumi-image-share` puts beside `@pulumi/pulumi`: what is published, and the dependencies. */
async function installBytes(housekeeping: Housekeeping): Promise<number | undefined> {
  const npm = process.env.npm_execpath;
  if (npm === undefined) return undefined;
  const args = [npm, "ls", "--omit=dev", "--omit=peer", "--all", "--parseable"];
  const child = spawn(process.execPath, args, { cwd: repository, stdio: ["ignore", "pipe", "ignore"] });
  const listed = await housekeeping.watch(child, text(child.stdout));
  const packages = listed.split("\n").filter((path) => path.includes("node_modules"));
  if (packages.length === 0) return undefined;
  const own = ["dist", "docs", "package.json", "README.md", "LICENSE"].map((name) => join(repository, name));
  const wanted = packages.filter((path) => !relative(repository, path).startsWith("node_modules/@pulumi"));
  return [...new Set([...wanted, ...own])].reduce((sum, path) => sum + bytesIn(path), 0);
}

function bytesIn(path: string): number {
  const status = lstatSync(path);
  if (!status.isDirectory()) return status.isFile() ? status.size : 0;
  // Nested packages are listed by themselves.
  const names = readdirSync(path).filter((name) => name !== "node_modules");
  return names.reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}
