/** The estate's figures, as text for people. */
import { seconds, table, times } from "../table.mts";
import type { EstateFigures } from "./measure.mts";
import type { StepFigures } from "./operate.mts";

/** Above the floor of the limits, at most. */
const AIM = 1.2;

/** The same estate in November 2026, at --parallel 16, before its findings were worked on. */
const before: Readonly<Record<string, string>> = {
  "preview of new": "70 s",
  create: "412 s",
  "no-op up": "127 s",
  "edit: one account in, one out, everywhere": "twice the floor",
};

export function estateAsText(
  machine: Readonly<Record<string, string | number>>,
  { slots, steps }: EstateFigures,
): string {
  const facts = Object.entries(machine).map(([name, value]) => `- ${name}: ${value}`);
  const slotRows = slots.map(({ parallel, others, othersDoneMs, notBegun }) => [
    parallel,
    others,
    seconds(othersDoneMs),
    notBegun,
  ]);
  return [
    facts.join("\n"),
    verdict(steps),
    stepTable(steps),
    printedTable(steps),
    table(["--parallel", "images of other services", "all done, s", "not begun after 40 s"], slotRows),
  ].join("\n\n");
}

/** How the run was set up, in a line. */
export function estateSettings({ host, parallel, scale, latencyMs }: EstateFigures): string {
  const size = scale === 1 ? "200 images, 29,100 shares" : `${scale} of 200 images`;
  const program = host === "plugin" ? "the plugin, from YAML" : "the dynamic resource, from JavaScript";
  return `${size}; ${program}; --parallel ${parallel}; ${latencyMs} ms of latency; the vendors' documented limits`;
}

/** The one sentence that says whether the aims are met. */
function verdict(steps: readonly StepFigures[]): string {
  const wrong = steps.filter((step) => step.wrong.length > 0);
  const slow = steps.filter((step) => isAboveAim(step));
  const right =
    wrong.length === 0
      ? "State and clouds were right after every step."
      : `State or a cloud was wrong after: ${wrong.map(({ step }) => step).join("; ")}.`;
  const fast =
    slow.length === 0
      ? `Every step was within ${AIM} of its floor.`
      : `Above ${AIM} of its floor: ${slow.map(({ step, ms, floorMs = 0 }) => `${step} (${times(ms, floorMs)})`).join("; ")}.`;
  return `${right} ${fast}`;
}

/** Below it, the engine's own start decides. */
const LEAST_FLOOR_MS = 10_000;

function isAboveAim({ ms, floorMs }: StepFigures): boolean {
  return floorMs !== undefined && floorMs >= LEAST_FLOOR_MS && ms > AIM * floorMs;
}

function ratio(ms: number, floorMs: number): string {
  return floorMs < LEAST_FLOOR_MS ? "–" : times(ms, floorMs);
}

function stepTable(steps: readonly StepFigures[]): string {
  const head = [
    "step",
    "time / floor",
    "s",
    "floor s",
    "before",
    "calls / min",
    "calls",
    "refused",
    "others done, s",
    "others' floor s",
  ];
  return table(
    head,
    steps.map((step) => [
      step.step,
      step.floorMs === undefined ? stoppedText(step) : ratio(step.ms, step.floorMs),
      seconds(step.ms),
      step.floorMs === undefined ? "–" : seconds(step.floorMs),
      before[step.step] ?? "–",
      step.needed === undefined ? "–" : times(step.calls, step.needed),
      step.calls,
      step.throttled,
      seconds(step.othersDoneMs),
      step.othersFloorMs === undefined ? "–" : seconds(step.othersFloorMs),
    ]),
  );
}

function stoppedText({ stoppedMs }: StepFigures): string {
  return stoppedMs === undefined ? "–" : `– (engine and provider ended after ${seconds(stoppedMs)} s)`;
}

function printedTable(steps: readonly StepFigures[]): string {
  return table(
    ["step", "kB printed", "lines", "longest line"],
    steps.map(({ step, bytes, lines, longestLine }) => [step, (bytes / 1000).toFixed(1), lines, longestLine]),
  );
}
