/** Every fault meets every operation on every service. `npm run faults` prints the same cells as a table. */
import { writeFileSync } from "node:fs";
import type { ServiceName } from "../../src/emulator";
import { faultNames } from "./catalogue";
import { type Cell, runCell } from "./cell";
import { expectations, fails, fewestCalls, mostCalls } from "./expectations";
import { columns } from "./scene";

const cells: Cell[] = [];

/** Where `npm run faults` wants the cells to be left. */
const output = process.env.FAULTS_OUTPUT;

afterAll(() => {
  if (output !== undefined) writeFileSync(output, JSON.stringify(cells));
});

describe.each(Object.keys(fewestCalls) as ServiceName[])("%s", (service) => {
  describe.each(faultNames)("%s", (fault) => {
    it.each(columns)("%s", async (column) => {
      const cell = await runCell(service, column, fault);
      cells.push(cell);
      expect(cell.lies).toEqual([]);
      expect(cell.calls).toBeLessThanOrEqual(mostCalls(service, column, fault));
      if (!fails(service, column, fault)) {
        expect(cell.error).toBe("");
        expect(cell.accounts).toEqual(cell.demanded);
        return;
      }
      const { says, short } = expectations[fault];
      expect(cell.error).toMatch(says ?? /./);
      expect(cell.error).toContain(cell.image);
      if (short === undefined) return;
      const missing = cell.demanded.filter((account) => !cell.accounts.includes(account));
      expect(missing).toHaveLength(short);
      for (const account of missing) expect(cell.error).toContain(account);
      expect(cell.accounts).toHaveLength(cell.demanded.length - short);
    });
  });
});
