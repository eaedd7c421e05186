/** The plugin beside an empty program, as text for people: the aims first, details behind them. */
import type { PluginStart } from "./plugin-start.mts";
import {
  type PluginFigures,
  type PluginRow,
  type PluginService,
  type PluginStep,
  pluginServices,
  pluginSteps,
} from "./plugin-times.mts";
import { megabytes, seconds, table, times } from "./table.mts";

export interface PluginReport {
  readonly machine: Readonly<Record<string, string | number>>;
  readonly plugin: PluginFigures;
}

/** Milliseconds above the empty program, with one image of 50 accounts at a latency of 50 ms. */
const aimedAt = { images: 1, accounts: 50, latencyMs: 50 };
const aims: Readonly<Partial<Record<PluginStep, number>>> = { create: 450, preview: 350 };
/** ECS takes seven calls to create, where the others take three. */
const allowances: Readonly<Partial<Record<PluginService, number>>> = { "alicloud-ecs": 200 };

const titles: Readonly<Record<PluginStep, string>> = {
  create: "create",
  preview: "no-op preview",
  change: "change 1",
  "drift repair": "drift repair",
  destroy: "destroy",
};

export function pluginAsText({ machine, plugin: { rows, start } }: PluginReport): string {
  const lines = Object.entries(machine).map(([name, value]) => `- ${name}: ${value}`);
  const growth = [
    growthTable(
      "accounts",
      rows.filter(({ images }) => images === 1),
    ),
    growthTable(
      "images",
      rows.filter(({ accounts }) => accounts === aimedAt.accounts),
    ),
  ].filter((text) => text !== undefined);
  const many = Math.max(...rows.map(({ images }) => images));
  return [
    lines.join("\n"),
    section("One image with 50 accounts, at 50 ms", aimTable(rows, start)),
    PEERS,
    ...growth,
    section("One image", details(rows.filter(({ images }) => images === 1))),
    section(`${many} images`, details(rows.filter(({ images }) => images > 1))),
  ].join("\n\n");
}

const PEERS =
  "The Terraform providers on OpenTofu were not run in this run, since no package registry has their releases; " +
  "[what they took in another one](#a-yaml-program-and-an-empty-one) stands above.";

function section(title: string, text: string): string {
  return `### ${title}\n\n${text}`;
}

function aimTable(rows: readonly PluginRow[], start: PluginStart): string {
  const shown = rows.filter(
    ({ images, accounts, latencyMs }) =>
      images === aimedAt.images && accounts === aimedAt.accounts && latencyMs === aimedAt.latencyMs,
  );
  const cells = pluginSteps.flatMap((step) =>
    pluginServices.flatMap((service) =>
      shown
        .filter((row) => row.step === step && row.service === service)
        .map((row) => [
          titles[step],
          service,
          times(row.ms, row.emptyMs),
          times(row.ms, row.emptyMs + row.sdkMs),
          seconds(row.ms - row.emptyMs),
          aimText(row, start),
        ]),
    ),
  );
  const head = ["step", "service", "time / empty program", "time / empty and SDK", "s above empty", "aim"];
  return table(head, cells);
}

/** Whether the aim is met; where it is not, what the time goes into. */
export function aimText(row: PluginRow, { readyMs }: PluginStart): string {
  const aim = aims[row.step];
  if (aim === undefined) return "–";
  const limit = aim + (allowances[row.service] ?? 0);
  const above = row.ms - row.emptyMs;
  if (above <= limit) return `met (${seconds(limit)} s)`;
  const rest = Math.max(0, above - row.sdkMs - 2 * readyMs);
  const parts = [
    `${seconds(row.sdkMs)} s are the ${row.calls === 1 ? "call" : `${row.calls} calls`}`,
    `${seconds(2 * readyMs)} s the plugin's two starts`,
    `${seconds(rest)} s all else`,
  ];
  return `missed by ${seconds(above - limit)} s (${seconds(limit)} s): ${parts.join(", ")}`;
}

/** How much more it is for how much more, from the second smallest size on, if there are three: 1 is linear. */
export function exponentOf(
  small: { readonly size: number; readonly ms: number },
  large: { readonly size: number; readonly ms: number },
): number {
  return Math.log(large.ms / small.ms) / Math.log(large.size / small.size);
}

function growthTable(dimension: "accounts" | "images", rows: readonly PluginRow[]): string | undefined {
  const sizes = [...new Set(rows.map((row) => row[dimension]))].sort((left, right) => left - right);
  const large = sizes.at(-1);
  // One account tells nothing about growth: ten do.
  const small = dimension === "accounts" ? sizes.find((size) => size >= 10) : sizes[0];
  if (large === undefined || small === undefined || small === large) return undefined;
  const latencies = [...new Set(rows.map(({ latencyMs }) => latencyMs))];
  const cells = pluginSteps.flatMap((step) =>
    pluginServices.map((service) => [
      titles[step],
      service,
      ...latencies.flatMap((latencyMs) => {
        const of = (size: number) =>
          rows.find(
            (row) =>
              row[dimension] === size &&
              row.step === step &&
              row.service === service &&
              row.latencyMs === latencyMs,
          );
        const [few, many] = [of(small), of(large)];
        if (few === undefined || many === undefined) return ["–", "–"];
        return [(row: PluginRow) => row.ms, (row: PluginRow) => row.ms - row.emptyMs].map((measure) =>
          shown(exponentOf({ size: small, ms: measure(few) }, { size: large, ms: measure(many) })),
        );
      }),
    ]),
  );
  const head = latencies.flatMap((latencyMs) => [`${latencyMs} ms`, "above empty"]);
  const title = `Growth from ${small} to ${large} ${dimension}, as an exponent (1 is linear)`;
  return section(title, table(["step", "service", ...head], cells));
}

function shown(exponent: number): string {
  return Number.isFinite(exponent) ? exponent.toFixed(2) : "–";
}

function details(rows: readonly PluginRow[]): string {
  const head = [
    ...["step", "service", "accounts", "latency ms", "time / empty and SDK", "s above empty"],
    ...["s", "empty s", "SDK s", "calls", "CPU s", "MB"],
  ];
  return table(
    head,
    rows.map((row) => [
      titles[row.step],
      row.service,
      row.accounts,
      row.latencyMs,
      times(row.ms, row.emptyMs + row.sdkMs),
      seconds(row.ms - row.emptyMs),
      ...[row.ms, row.emptyMs, row.sdkMs].map(seconds),
      row.calls,
      row.processorMs === undefined ? "–" : seconds(row.processorMs),
      megabytes(row.peakBytes),
    ]),
  );
}
