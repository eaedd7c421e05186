/** A summary for a pipeline's step, a pull request or a chat: counts, and the findings. */

import { stripControlChars } from "../core/printable";
import { countOf } from "./changes";
import { findingTitles } from "./findings";
import { changeLines } from "./lines";
import { findingKinds, type Report } from "./model";
import { incompleteLine, totalsLine } from "./words";

/** A step's summary holds 1 MiB, and GitHub's comments 65,536 characters. */
const MAX_LINES = 50;
const MAX_LINE = 500;

export function asMarkdown(report: Report): string {
  const { changes, findings } = report;
  const incomplete = incompleteLine(report);
  const counts = findingKinds.flatMap((kind) => {
    const count = findings.filter((finding) => finding.kind === kind).length;
    return count === 0 ? [] : [`| ${findingTitles[kind]} | ${count} |`];
  });
  return [
    "### Image access",
    "",
    ...(incomplete === undefined ? [] : [`**${escaped(incomplete)}**`, ""]),
    escaped(totalsLine(report)),
    "",
    ...(counts.length === 0 ? ["Nothing found.", ""] : ["| found | |", "|---|---:|", ...counts, ""]),
    ...findingKinds.flatMap((kind) =>
      section(
        findingTitles[kind],
        findings.filter((finding) => finding.kind === kind).map(({ message }) => message),
      ),
    ),
    ...(changes === undefined
      ? []
      : [
          countOf(changes) === 0 ? `Nothing changed since ${escaped(changes.since)}` : "",
          ...(countOf(changes) === 0 ? [] : section("Changes", changeLines(changes))),
          "",
        ]),
  ]
    .join("\n")
    .replace(/\n{3,}/g, "\n\n");
}

/** Lines in a fence cannot become Markdown, and mention nobody. */
function section(title: string, messages: readonly string[]): string[] {
  if (messages.length === 0) return [];
  const shown = messages.slice(0, MAX_LINES).map(shortLine);
  const more = messages.length - shown.length;
  const fence = "`".repeat(longestFence(shown) + 1);
  return [
    `<details><summary>${title} (${messages.length})</summary>`,
    "",
    `${fence}text`,
    ...shown,
    ...(more > 0 ? [`… and ${more} more`] : []),
    fence,
    "",
    "</details>",
    "",
  ];
}

function shortLine(message: string): string {
  const indent = /^ */.exec(message)?.[0] ?? "";
  const line = `${indent}${stripControlChars(message)}`;
  return line.length > MAX_LINE
    ? `${[...line.slice(0, MAX_LINE)].join("").replace(/[\uD800-\uDBFF]$/, "")}…`
    : line;
}

function longestFence(lines: readonly string[]): number {
  return Math.max(2, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length)));
}

/** Escapes punctuation, which may be Markdown. */
function escaped(text: string): string {
  return stripControlChars(text).replace(/[!-/:-@[-`{-~]/g, (character) =>
    /[.,:;-]/.test(character) ? character : `\\${character}`,
  );
}
