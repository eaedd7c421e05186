/**
 * `npm run bench -- --shared-limit`: several processes with the same keys, as pipelines have them, against the emulator
 * with the vendors' documented limits. None of them knows of the others: each keeps to the limit by itself, and the
 * vendor refuses what is beyond it.
 */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { type CallRecord, type Emulator, type ServiceName, startEmulator } from "pulumi-image-share/emulator";
import { sections } from "../../test/support/services/index.ts";
import { seed, shares } from "./estate.mts";
import type { Housekeeping } from "./housekeeping.mts";
import { seconds, table, times } from "./table.mts";

const repository = resolve(import.meta.dirname, "../..");

/** The same work for any number of processes. */
interface Workload {
  readonly service: ServiceName;
  readonly images: number;
  /** Of each action that reads or writes shares; the numbers are in docs/reference/convergence.md. */
  readonly limit: { readonly calls: number; readonly perMs: number };
}

const full: readonly Workload[] = [
  { service: "tencentcloud-cvm", images: 200, limit: { calls: 10, perMs: 1_000 } },
  { service: "alicloud-swas", images: 8, limit: { calls: 10, perMs: 60_000 } },
];
const quick: readonly Workload[] = full.slice(0, 1).map((workload) => ({ ...workload, images: 60 }));

const processCounts = [1, 2, 4];

/** What one process came to. */
interface End {
  readonly code: number | null;
  readonly ms: number;
  readonly output: string;
}

export interface SharedLimitRow {
  readonly service: ServiceName;
  readonly images: number;
  readonly processes: number;
  /** From the start of the first process to the end of the last. */
  readonly ms: number;
  /** The least time in which the vendor lets the calls pass that were made. */
  readonly floorMs: number;
  readonly failed: number;
  /** When the first and the last process had ended. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Calls that the vendor refused because of its limit. */
  readonly refused: number;
  readonly calls: number;
}

export async function measureSharedLimit(
  housekeeping: Housekeeping,
  progress: (line: string) => void,
  isQuick: boolean,
): Promise<SharedLimitRow[]> {
  const rows: SharedLimitRow[] = [];
  const emulator = await startEmulator({ rateLimits: true });
  try {
    for (const workload of isQuick ? quick : full) {
      for (const processes of processCounts) {
        progress(`${workload.service}: images ${workload.images}, processes ${processes}`);
        rows.push(await share(emulator, workload, processes, housekeeping));
      }
    }
  } finally {
    await emulator.close();
  }
  return rows;
}

async function share(
  emulator: Emulator,
  workload: Workload,
  processes: number,
  housekeeping: Housekeeping,
): Promise<SharedLimitRow> {
  const { service, images } = workload;
  const all = shares(service, images, 5);
  seed(emulator, all);
  const begun = performance.now();
  const ends = await Promise.all(
    Array.from({ length: processes }, (_, index) => {
      const own = all.filter((_, image) => image % processes === index);
      return apply(emulator, own, housekeeping);
    }),
  );
  const ms = performance.now() - begun;
  const failed = ends.filter(({ code }) => code !== 0);
  const first = failed[0];
  if (first !== undefined) console.error(first.output.split("\n").slice(-20).join("\n"));
  const calls = emulator.calls({ service });
  return {
    service,
    images,
    processes,
    ms,
    floorMs: floorOf(workload, calls),
    failed: failed.length,
    firstMs: Math.min(...ends.map((end) => end.ms)),
    lastMs: Math.max(...ends.map((end) => end.ms)),
    refused: calls.filter(({ outcome }) => outcome.kind === "error").length,
    calls: calls.length,
  };
}

/** A window lets its calls pass at once, so the last ones pass at the beginning of the last window. */
function floorOf({ limit }: Workload, calls: readonly CallRecord[]): number {
  const passed = new Map<string, number>();
  for (const { action, outcome } of calls)
    if (outcome.kind === "ok") passed.set(action, (passed.get(action) ?? 0) + 1);
  return (Math.ceil(Math.max(...passed.values()) / limit.calls) - 1) * limit.perMs;
}

function apply(emulator: Emulator, own: ReturnType<typeof shares>, housekeeping: Housekeeping): Promise<End> {
  const folder = housekeeping.folder(`shared-limit-${performance.now()}`);
  const file = join(folder, "shares.json");
  const listed = own.map(({ service, region, imageId, accounts }) => ({
    service,
    ...(region === undefined ? {} : { region }),
    imageId,
    accounts,
    exclusive: true,
    timeoutSeconds: 3_600,
  }));
  const config = {
    "image-share:endpoint": emulator.url,
    ...sections(emulator.credentials),
    "image-share:shares": listed,
  };
  writeFileSync(file, JSON.stringify({ config }));
  const begun = performance.now();
  const args = [join(repository, "dist/cli/main.js"), "apply", "--config", file, "--yes"];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  const finished = new Promise<End>((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => done({ code, output, ms: performance.now() - begun }));
  });
  return housekeeping.watch(child, finished);
}

export function sharedLimitAsText(
  machine: Record<string, string | number>,
  rows: readonly SharedLimitRow[],
): string {
  const head = [
    "service",
    "images",
    "processes",
    "s",
    "limit's floor, s",
    "× floor",
    "first and last done, s",
    "failed",
    "refused of calls",
  ];
  const cells = rows.map((row) => [
    row.service,
    row.images,
    row.processes,
    seconds(row.ms),
    seconds(row.floorMs),
    times(row.ms, row.floorMs),
    `${seconds(row.firstMs)}, ${seconds(row.lastMs)}`,
    row.failed,
    `${row.refused} of ${row.calls}`,
  ]);
  const facts = Object.entries(machine).map(([name, value]) => `${name}: ${value}`);
  return [facts.join("; "), table(head, cells)].join("\n\n");
}
