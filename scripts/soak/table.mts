/** The counts of a soak as tables that can stand in a page of Markdown. */
import type { Counts, Table } from "../../test/stress/soak/counts.ts";

export function tablesOf({ byStep, byAnswer, byService }: Counts): string {
  return [
    tableOf("step", byStep),
    tableOf("asked by the engine", byAnswer),
    tableOf("service", byService),
  ].join("\n\n");
}

function tableOf(title: string, table: Table): string {
  const rows = Object.keys(table).sort();
  const columns = [...new Set(rows.flatMap((row) => Object.keys(table[row] ?? {})))].sort();
  const lines = [
    [title, ...columns],
    ["---", ...columns.map(() => "--:")],
    ...rows.map((row) => [row, ...columns.map((column) => String(table[row]?.[column] ?? ""))]),
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
