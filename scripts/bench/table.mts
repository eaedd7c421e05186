/** Tables in Markdown, padded, so that they read as well in a terminal. */

export type Cell = string | number;

export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => padded(cell, widths[column] ?? 0)).join(" | ")} |`;
  const rule = `|${widths.map((width, column) => ruled(width, isNumeric(cells, column))).join("|")}|`;
  return [line(head), rule, ...cells.slice(1).map(line)].join("\n");
}

/** `1.23×`, or nothing to compare with. */
export function times(value: number, other: number): string {
  return other > 0 ? `${(value / other).toFixed(2)}×` : "–";
}

export function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}

export function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? "–" : String(Math.round(bytes / 1_000_000));
}

const number = /^(–|-?\d)/;

function isNumeric(cells: readonly (readonly string[])[], column: number): boolean {
  return cells.slice(1).every((row) => number.test(row[column] ?? ""));
}

function ruled(width: number, isRight: boolean): string {
  return isRight ? `${"-".repeat(width + 1)}:` : "-".repeat(width + 2);
}

function padded(cell: string, width: number): string {
  return number.test(cell) ? cell.padStart(width) : cell.padEnd(width);
}
