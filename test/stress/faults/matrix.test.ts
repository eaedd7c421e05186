/** Every fault meets every operation on every service. `npm run faults` prints the same cells as a table. */
import { writeFileSync } from "node:fs";
import { serviceNames } from "../../../src/core/services";
import { faultNames } from "./catalogue";
import { type Cell, runCell } from "./cell";
import { expectations, mostCalls, outcomeOf } from "./expectations";
import { columns } from "./scene";

const cells: Cell[] = [];

/** Where `npm run faults` wants the cells to be left. */
const output = process.env.FAULTS_OUTPUT;

afterAll(() => {
  if (output !== undefined) writeFileSync(output, JSON.stringify(cells));
});

describe.each(serviceNames)("%s", (service) => {
  describe.each(faultNames)("%s", (fault) => {
    for (const column of columns) {
      it(column, async () => {
        const cell = await runCell(service, column, fault);
        cells.push(cell);
        expectTruth(cell);
      });
    }
  });
});

function expectTruth(cell: Cell): void {
  const { service, column, fault, error, accounts, before, demanded } = cell;
  expect(cell.violations).toEqual([]);
  expect(cell.calls).toBeLessThanOrEqual(mostCalls(service, column, fault));
  const outcome = outcomeOf(service, column, fault) ?? (error === "" ? "ok" : "error");
  if (outcome === "ok") {
    expect(error).toBe("");
    expect(accounts).toEqual(demanded);
    return;
  }
  const { says, short } = expectations[fault];
  expect(error).toMatch(says ?? /./);
  expect(error).toContain(cell.image);
  if (short === undefined) return;
  const missing = demanded.filter((account) => !accounts.includes(account));
  expect(missing).toHaveLength(short);
  for (const account of missing) expect(error).toContain(account);
  // Removals wait for the addition that was refused.
  const others = demanded.filter((account) => !missing.includes(account));
  expect(accounts).toEqual([...new Set([...others, ...before])].sort());
}
