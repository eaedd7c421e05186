/** `npm run bench -- --plugin`: what its page says of a run. */
import { evaluated } from "./bench";

const row = {
  ...{ service: "volcengine-ecs", step: "create", images: 1, accounts: 50, latencyMs: 50 },
  ...{ ms: 800, emptyMs: 400, sdkMs: 160, calls: 3 },
};
const start = { readyMs: 100 };

function aimOf(changes: object): string {
  return `report.aimText(${JSON.stringify({ ...row, ...changes })}, ${JSON.stringify(start)})`;
}

const exponentOf = (ms: number) => `report.exponentOf({ size: 10, ms: 100 }, { size: 20, ms: ${ms} })`;

const rows = [10, 50, 500].flatMap((accounts) => [
  { ...row, accounts },
  { ...row, accounts, step: "preview" },
]);
const figures = {
  machine: { date: "today" },
  plugin: { rows: [...rows, { ...row, images: 100, ms: 2_000 }], start },
};

const found = evaluated(
  { report: "plugin-report.mts" },
  {
    met: aimOf({}),
    missed: aimOf({ ms: 1_000 }),
    ecs: aimOf({ service: "alicloud-ecs", ms: 1_000, calls: 7 }),
    linear: exponentOf(200),
    constant: exponentOf(100),
    page: `report.pluginAsText(${JSON.stringify(figures)})`,
  },
);

it("says that an aim is met", () => {
  expect(found.met).toBe("met (0.45 s)");
});

it("says by how much an aim is missed, and what the time above the empty program goes into", () => {
  expect(found.missed).toBe(
    "missed by 0.15 s (0.45 s): 0.16 s are the 3 calls, 0.20 s the plugin's two starts, 0.24 s all else",
  );
});

it("allows ECS, which takes more calls, more time", () => {
  expect(found.ecs).toBe("met (0.65 s)");
});

it("tells growth as an exponent: 1 for twice as much of twice the size, 0 for as much", () => {
  expect(found.linear).toBeCloseTo(1);
  expect(found.constant).toBeCloseTo(0);
});

it("puts the aims first, then that no peer ran, then growth, then details", () => {
  const parts = [
    /- date: today/,
    /### One image with 50 accounts, at 50 ms/,
    /\| create +\| volcengine-ecs \| +2\.00× \| +1\.43× \| +0\.40 \| met \(0\.45 s\) +\|/,
    /were not run in this run/,
    /### Growth from 10 to 500 accounts/,
    /### Growth from 1 to 100 images/,
    /### One image\n/,
    /### 100 images\n/,
  ];
  const places = parts.map((part) => (found.page as string).search(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((left, right) => left - right));
});
