/** What a service rests on, as the section of its page. */
import type { Assumption } from "../../src/core/assumptions.ts";

const HEADING = "## What rests on a page, and what is assumed";
const INTRODUCTION = `"Assumed" stands where no page of the vendor was found that says so. A probe is what
[the live run](../contributing/live.md) tries with real keys; without one, an image and a few accounts do not show it.`;

/** The section, made anew; before "What sharing does not do", which ends every page. */
export function withTable(page: string, assumptions: readonly Assumption[]): string {
  const rest = page.replace(new RegExp(`^${HEADING}\\n[\\s\\S]*?(?=^## )`, "m"), "");
  const rows = assumptions.map(
    ({ statement, source, probe }) =>
      `| ${statement} | ${source} | ${probe === undefined ? "" : `\`${probe.name}\``} |`,
  );
  const table = ["| what is taken to be so | source | probe |", "|---|---|---|", ...rows].join("\n");
  const section = `${HEADING}\n\n${INTRODUCTION}\n\n${table}\n\n`;
  return rest.replace(/^## What sharing does not do$/m, (next) => `${section}${next}`);
}
