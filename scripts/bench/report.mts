/** All figures of a run: as an object for programs, as text for people. */
import type { StepName } from "./cycle.mts";
import type { Footprint } from "./footprint.mts";
import type { Row, ServiceRow, StateRow } from "./sections.mts";
import { megabytes, seconds, table, times } from "./table.mts";

export interface Report {
  readonly machine: Readonly<Record<string, string | number>>;
  readonly accounts: readonly Row[];
  readonly images: readonly Row[];
  readonly services: readonly ServiceRow[];
  readonly state: readonly StateRow[];
  readonly footprint: Footprint;
}

export function asText(report: Report): string {
  const { machine, accounts, images, services, state, footprint } = report;
  const growth = growthOf(images);
  return [
    Object.entries(machine)
      .map(([name, value]) => `- ${name}: ${value}`)
      .join("\n"),
    section("One image, many accounts (tencentcloud-cvm)", comparison(accounts)),
    section("The same accounts as one resource each", today(accounts)),
    section(`Many images (tencentcloud-cvm, ${images[0]?.accounts ?? 0} accounts each)`, comparison(images)),
    ...(growth.length > 0 ? [section(growthTitle(images), growthTable(growth))] : []),
    section("Calls of each service, and the fewest that it allows", byService(services)),
    section("What a resource takes in state", stateTable(state)),
    section("At rest", footprintTable(footprint)),
  ].join("\n\n");
}

function section(title: string, text: string): string {
  return `### ${title}\n\n${text}`;
}

function comparison(rows: readonly Row[]): string {
  const head = [
    "step",
    "images",
    "accounts",
    "latency ms",
    "calls / min",
    "time / floor",
    "CPU / engine",
    "calls",
    "min",
    "time s",
    "engine s",
    "SDK s",
    "CPU s",
    "sockets",
    "MB",
    "engine MB",
  ];
  return table(
    head,
    rows.map((row) => [
      row.step,
      row.images,
      row.accounts,
      row.latencyMs,
      times(row.calls, row.minimumCalls),
      times(row.ms, row.engineMs + row.sdkMs),
      times(row.processorMs ?? 0, row.engineProcessorMs ?? 0),
      row.calls,
      row.minimumCalls,
      seconds(row.ms),
      seconds(row.engineMs),
      seconds(row.sdkMs),
      row.processorMs === undefined ? "–" : seconds(row.processorMs),
      row.sockets,
      megabytes(row.peakBytes),
      megabytes(row.enginePeakBytes),
    ]),
  );
}

function today(rows: readonly Row[]): string {
  const head = [
    "step",
    "accounts",
    "latency ms",
    "calls / ours",
    "time / ours",
    "calls",
    "ours",
    "time s",
    "ours s",
  ];
  return table(
    head,
    rows.flatMap(({ step, accounts, latencyMs, calls, ms, today: other }) =>
      other === undefined
        ? []
        : [
            [
              step,
              accounts,
              latencyMs,
              times(other.calls, calls),
              times(other.ms, ms),
              other.calls,
              calls,
              seconds(other.ms),
              seconds(ms),
            ],
          ],
    ),
  );
}

interface Growth {
  readonly step: StepName;
  readonly latencyMs: number;
  readonly time: number;
  readonly engineTime: number;
  readonly memory: number;
  readonly engineMemory: number;
  /** For each further image. */
  readonly addedBytes: number;
  readonly engineAddedBytes: number;
}

/** The two largest numbers of images. */
function largest(rows: readonly Row[]): [few: number, many: number] {
  const [many = 0, few = 0] = [...new Set(rows.map(({ images }) => images))].sort((a, b) => b - a);
  return [few, many];
}

/** How much more it is for how many more images: 1 is linear, 2 is quadratic. */
function growthOf(rows: readonly Row[]): Growth[] {
  const [few, many] = largest(rows);
  return rows
    .filter(({ images }) => images === many)
    .flatMap((large) => {
      const { step, latencyMs } = large;
      const small = rows.find(
        (row) => row.images === few && row.step === step && row.latencyMs === latencyMs,
      );
      if (small === undefined) return [];
      const exponent = (above = 0, below = 0) => Math.log10(above / below) / Math.log10(many / few);
      const each = (above = Number.NaN, below = Number.NaN) => (above - below) / (many - few);
      return {
        step,
        latencyMs,
        time: exponent(large.ms, small.ms),
        engineTime: exponent(large.engineMs, small.engineMs),
        memory: exponent(large.peakBytes, small.peakBytes),
        engineMemory: exponent(large.enginePeakBytes, small.enginePeakBytes),
        addedBytes: each(large.peakBytes, small.peakBytes),
        engineAddedBytes: each(large.enginePeakBytes, small.enginePeakBytes),
      };
    });
}

function growthTitle(rows: readonly Row[]): string {
  const [few, many] = largest(rows);
  return `Growth from ${few} to ${many} images, as an exponent (1 is linear)`;
}

function growthTable(growth: readonly Growth[]): string {
  const shown = (value: number) => (Number.isFinite(value) ? value.toFixed(2) : "–");
  return table(
    ["step", "latency ms", "time", "engine's", "memory", "engine's", "kB / image", "engine's"],
    growth.map(
      ({ step, latencyMs, time, engineTime, memory, engineMemory, addedBytes, engineAddedBytes }) => [
        step,
        latencyMs,
        ...[time, engineTime, memory, engineMemory].map(shown),
        ...[addedBytes, engineAddedBytes].map((bytes) =>
          Number.isNaN(bytes) ? "–" : Math.round(bytes / 1000),
        ),
      ],
    ),
  );
}

function byService(rows: readonly ServiceRow[]): string {
  const steps = [...new Set(rows.map(({ step }) => step))];
  return table(
    ["service", ...steps],
    [...new Set(rows.map(({ service }) => service))].map((service) => [
      service,
      ...steps.map((step) => {
        const row = rows.find((one) => one.service === service && one.step === step);
        return row === undefined
          ? "–"
          : `${times(row.calls, row.minimumCalls)} (${row.calls} / ${row.minimumCalls})`;
      }),
    ]),
  );
}

function stateTable(rows: readonly StateRow[]): string {
  return table(
    ["", "resources", "bytes each", "bytes in all", "serialized provider"],
    rows.map(({ program, resources, bytesPerResource, providerBytes }) => [
      program,
      resources,
      bytesPerResource,
      resources * bytesPerResource,
      providerBytes,
    ]),
  );
}

function footprintTable({ importMs, providerModuleMs, providerStartMs, installBytes }: Footprint): string {
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  return table(
    ["", "measured", "to hold"],
    [
      ["import in a program, above @pulumi/pulumi", ms(importMs), "30 ms"],
      ["provider's module, without an SDK", ms(providerModuleMs), "–"],
      ...Object.entries(providerStartMs).map(([service, value]) => [
        `provider's module and first answer, ${service}`,
        ms(value),
        "150 ms",
      ]),
      [
        "installed, without @pulumi/pulumi",
        installBytes === undefined ? "–" : `${megabytes(installBytes)} MB`,
        "–",
      ],
    ],
  );
}
