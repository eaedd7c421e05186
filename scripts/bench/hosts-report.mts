/** The comparison of the hosts, as text for people. */
import type { HostProgram, HostRow, HostState, HostsFigures } from "./hosts.mts";
import type { PluginStart } from "./plugin-start.mts";
import { megabytes, seconds, table, times } from "./table.mts";

export interface HostsReport {
  readonly machine: Readonly<Record<string, string | number>>;
  readonly hosts: HostsFigures;
}

export function hostsAsText({ machine, hosts }: HostsReport): string {
  const lines = Object.entries(machine).map(([name, value]) => `- ${name}: ${value}`);
  return [
    lines.join("\n"),
    `### Time and memory of each step\n\n${comparison(hosts.rows)}`,
    `### State\n\n${stateTable(hosts.state)}`,
    `### The plugin's start\n\n${startTable(hosts.start)}`,
  ].join("\n\n");
}

const columns: readonly HostProgram[] = ["shares", "plugin", "nothing"];
const titles: Readonly<Record<HostProgram, string>> = {
  shares: "dynamic",
  plugin: "plugin",
  nothing: "engine",
};

function comparison(rows: readonly HostRow[]): string {
  const each = (unit: string) => columns.map((program) => `${titles[program]} ${unit}`);
  const head = [
    "step",
    "images",
    "latency ms",
    "plugin / dynamic",
    ...each("s"),
    ...each("CPU s"),
    ...each("MB"),
  ];
  return table(
    [...head, "dynamic calls", "plugin calls"],
    rows.map(({ step, images, latencyMs, measured }) => {
      const { shares, plugin } = measured;
      const shown = (value: (program: HostProgram) => string | undefined) =>
        columns.map((program) => value(program) ?? "–");
      const time = (ms: number | undefined) => (ms === undefined ? undefined : seconds(ms));
      return [
        step,
        images,
        latencyMs,
        times(plugin?.ms ?? 0, shares?.ms ?? 0),
        ...shown((program) => time(measured[program]?.ms)),
        ...shown((program) => time(measured[program]?.processorMs)),
        ...shown((program) => megabytes(measured[program]?.peakBytes)),
        shares?.calls ?? "–",
        plugin?.calls ?? "–",
      ];
    }),
  );
}

function stateTable(rows: readonly HostState[]): string {
  const kilobytes = (images: number, bytes: number | undefined) =>
    bytes === undefined ? "–" : ((images * bytes) / 1000).toFixed(1);
  return table(
    ["images", ...columns.map((program) => `${titles[program]} kB`)],
    rows.map(({ images, sizes }) => [
      images,
      ...columns.map((program) => kilobytes(images, sizes[program]?.bytesPerResource)),
    ]),
  );
}

function startTable({ readyMs, bytes }: PluginStart): string {
  return table(
    ["", "measured", "to hold"],
    [
      ["from its start to the port that it prints", `${readyMs.toFixed(0)} ms`, "250 ms"],
      ["memory by then", `${megabytes(bytes)} MB`, "90 MB"],
    ],
  );
}
