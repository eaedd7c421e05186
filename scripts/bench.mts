/**
 * `npm run bench`: how much the package takes, beside what it cannot take less than. Everything that is compared is
 * measured in the same run, on this machine; nothing leaves it. docs/reference/performance.md says what the figures mean, and `--write`
 * puts them there.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import { dirname } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { type EstateHost, measureEstate } from "./bench/estate-run/measure.mts";
import { estateAsText, estateSettings } from "./bench/estate-run/text.mts";
import { measureFootprint } from "./bench/footprint.mts";
import { compareHosts } from "./bench/hosts.mts";
import { hostsAsText } from "./bench/hosts-report.mts";
import { Housekeeping, Interrupted } from "./bench/housekeeping.mts";
import { pluginAsText } from "./bench/plugin-report.mts";
import { accountLimits, comparePlugin } from "./bench/plugin-times.mts";
import { asText } from "./bench/report.mts";
import { Rig } from "./bench/rig.mts";
import { compareAccounts, compareImages, countServices } from "./bench/sections.mts";
import { measureSharedLimit, sharedLimitAsText } from "./bench/shared-limit.mts";
import { full, quick } from "./bench/sizes.mts";
import { PARALLEL } from "./bench/stack.mts";
import { type EngineInstall, ensureEngine, NoEngineError } from "./engine/ensure.mts";
import { ensureLanguageHost } from "./engine/language-hosts.mts";
import { writeRun } from "./report.mts";

/** Of the estate: all of it, with as many slots as docs/reference/performance.md advises. */
const defaults = { scale: "1", parallel: "64" };

const { values: options } = parseArgs({
  options: {
    // The provider's two hosts beside each other, and nothing else.
    hosts: { type: "boolean", default: false },
    // Programs in YAML with the plugin beside an empty one, and nothing else.
    plugin: { type: "boolean", default: false },
    // Several processes that share a vendor's limit, and nothing else.
    "shared-limit": { type: "boolean", default: false },
    // An estate of 200 images under the vendors' limits, and nothing else; in the plugin, or in the dynamic resource.
    estate: { type: "boolean", default: false },
    dynamic: { type: "boolean", default: false },
    scale: { type: "string", default: defaults.scale },
    parallel: { type: "string", default: defaults.parallel },
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    write: { type: "boolean", default: false },
  },
});

/** What a run came to: figures for programs, the same as text, and where both go. */
interface Outcome {
  readonly report: object;
  readonly text: string;
  readonly name:
    | "bench"
    | "bench-hosts"
    | "bench-plugin"
    | "bench-shared-limit"
    | "bench-estate"
    | "bench-estate-dynamic";
}

async function measure(engine: EngineInstall, housekeeping: Housekeeping): Promise<Outcome> {
  const sizes = options.quick ? quick : full;
  const begun = performance.now();
  const progress = (line: string) => {
    const elapsed = Math.round((performance.now() - begun) / 1000);
    console.error(`${String(elapsed).padStart(5)} s  ${line}`);
  };
  const loadBefore = load();
  const machine = () => {
    const took = `${Math.round((performance.now() - begun) / 1000)} s`;
    return { ...machineOf(engine), "load before, after": `${loadBefore}, ${load()}`, took };
  };
  if (options["shared-limit"]) {
    const rows = await measureSharedLimit(housekeeping, progress, options.quick);
    const report = { machine: { ...machine(), settings: "the vendors' documented limits" }, rows };
    return { report, text: sharedLimitAsText(report.machine, rows), name: "bench-shared-limit" };
  }
  if (options.estate) {
    const host: EstateHost = options.dynamic ? "dynamic" : "plugin";
    const sized = { host, parallel: Number(options.parallel), scale: Number(options.scale) };
    const estate = await measureEstate(engine, housekeeping, progress, sized);
    const report = { machine: { ...machine(), settings: estateSettings(estate) }, estate };
    const name = host === "dynamic" ? "bench-estate-dynamic" : "bench-estate";
    return { report, text: estateAsText(report.machine, estate), name };
  }
  const rig = await Rig.create(engine, housekeeping, progress, options.plugin ? { accountLimits } : {});
  try {
    if (options.plugin) {
      const plugin = await comparePlugin(rig, sizes);
      const settings = `no rate limits; --parallel ${PARALLEL}; PULUMI_PARALLEL_DIFF=true; medians`;
      const report = { machine: { ...machine(), settings }, plugin };
      return { report, text: pluginAsText(report), name: "bench-plugin" };
    }
    if (options.hosts) {
      const hosts = await compareHosts(rig, sizes);
      const report = { machine: machine(), hosts };
      return { report, text: hostsAsText(report), name: "bench-hosts" };
    }
    progress("import and start");
    const footprint = await measureFootprint(rig, sizes);
    const services = await countServices(rig, sizes);
    const { rows: accounts, state } = await compareAccounts(rig, sizes);
    const images = await compareImages(rig, sizes);
    const report = { machine: machine(), accounts, images, services, state, footprint };
    return { report, text: asText(report), name: "bench" };
  } finally {
    await rig.close();
  }
}

function machineOf(engine: EngineInstall): Record<string, string> {
  return {
    date: new Date().toISOString().slice(0, 10),
    processors: `${os.cpus().length} × ${os.cpus()[0]?.model ?? "unknown"}`,
    system: `${os.platform()} ${os.arch()}, Node.js ${process.versions.node}, Pulumi ${engine.version}`,
    settings: `no rate limits; --parallel ${PARALLEL}; PULUMI_PARALLEL_DIFF=true unless it says serial diff; ${checkpoints}`,
  };
}

/** As a person would type it again. */
function commandOfThisRun(): string {
  const flags = (["hosts", "plugin", "shared-limit", "estate", "dynamic", "quick"] as const).flatMap(
    (name) => (options[name] ? [`--${name}`] : []),
  );
  const sizes = (["scale", "parallel"] as const).flatMap((name) =>
    options[name] === defaults[name] ? [] : [`--${name}`, options[name]],
  );
  const all = [...flags, ...sizes];
  return ["npm run bench", ...(all.length > 0 ? ["--", ...all] : [])].join(" ");
}

const checkpoints = "with many images, state is saved once in the end (PULUMI_SKIP_CHECKPOINTS=true)";

/** Processes that ran or wanted to, averaged over a minute. */
function load(): string {
  return (os.loadavg()[0] ?? 0).toFixed(1);
}

const housekeeping = new Housekeeping();
try {
  const engine = await ensureEngine();
  if (options.hosts || options.estate || options.plugin) await ensureLanguageHost(engine, "yaml");
  const { report, text, name } = await measure(engine, housekeeping);
  console.log(text);
  const file = options.json ?? `.cache/${name}.json`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
  console.log(`\n${file}`);
  if (options.write) {
    writeRun({ page: "docs/reference/performance.md", name, command: commandOfThisRun(), text });
  }
} catch (error) {
  if (error instanceof Interrupted) process.exitCode = 130;
  else {
    console.error(error instanceof NoEngineError ? error.message : error);
    process.exitCode = 1;
  }
} finally {
  await housekeeping.close();
}
