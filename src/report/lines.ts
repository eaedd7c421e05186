/** The report on a terminal. */
import { countOf } from "./changes";
import { findingTitles } from "./findings";
import { type Changes, findingKinds, type Report } from "./model";
import { counted, incompleteLine, totalsLine } from "./words";

export interface ReportLine {
  readonly text: string;
  readonly isProblem: boolean;
}

/** Findings first, then what changed, then the totals. What could not be looked at is told on stderr. */
export function linesOf(report: Report): ReportLine[] {
  const bad = (text: string) => ({ text, isProblem: true });
  const good = (text: string) => ({ text, isProblem: false });
  const incomplete = incompleteLine(report);
  return [
    ...(incomplete === undefined ? [] : [bad(incomplete)]),
    ...findingKinds.flatMap((kind) => {
      const found = report.findings.filter((finding) => finding.kind === kind);
      if (found.length === 0 || kind === "not-read") return [];
      return [
        good(`${findingTitles[kind]} (${found.length}):`),
        ...found.map(({ message }) => bad(`- ${message}`)),
      ];
    }),
    ...(report.changes === undefined ? [] : changeLines(report.changes).map(good)),
    good(totalsLine(report)),
  ];
}

/** What changed, line by line; one line where nothing did. */
export function changeLines(changes: Changes): string[] {
  const { since, gained, lost, becamePublic, noLongerPublic, newImages, goneImages, notCompared } = changes;
  const count = countOf(changes);
  const each = (ids: readonly string[], what: string) => ids.map((id) => `- ${id}: ${what}`);
  return [
    count === 0 ? `Nothing changed since ${since}` : `Changed since ${since} (${count}):`,
    ...each(becamePublic, "became public"),
    ...gained.map(({ id, accounts }) => `- ${id}: gained access: ${accounts.join(", ")}`),
    ...lost.map(({ id, accounts }) => `- ${id}: lost access: ${accounts.join(", ")}`),
    ...each(noLongerPublic, "is not public any more"),
    ...each(newImages, "new image"),
    ...each(goneImages, "image is gone"),
    ...(notCompared.length === 0
      ? []
      : [`- ${counted(notCompared.length, "image")} not compared: one of the two reports did not look`]),
  ];
}
