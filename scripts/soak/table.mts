/** The counts of a soak as tables that can stand in a page of Markdown. */
import type { Counts, Table } from "../../test/stress/soak/counts.ts";

export function printCounts({ byStep, byAnswer, byService }: Counts): void {
  printTable("step", byStep);
  printTable("asked by the engine", byAnswer);
  printTable("service", byService);
}

function printTable(title: string, table: Table): void {
  const rows = Object.keys(table).sort();
  const columns = [...new Set(rows.flatMap((row) => Object.keys(table[row] ?? {})))].sort();
  const lines = [
    [title, ...columns],
    ["---", ...columns.map(() => "--:")],
    ...rows.map((row) => [row, ...columns.map((column) => String(table[row]?.[column] ?? ""))]),
  ];
  console.log(`\n${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}`);
}
