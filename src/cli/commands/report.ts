/** `image-share report`: who can use which image, as a page, a document, a table and a summary. */

import { reportOf } from "../../report/build";
import { changesBetween } from "../../report/changes";
import { asCsv } from "../../report/csv";
import { type FailOn, failures } from "../../report/fail-on";
import { gather } from "../../report/gather";
import { linesOf } from "../../report/lines";
import { asMarkdown } from "../../report/markdown";
import type { Report } from "../../report/model";
import { readReport } from "../../report/previous";
import { type ExitCode, exitCodes } from "../exit-codes";
import { printErrorOnce } from "../inspect";
import { placesIn } from "../places";
import { UsageError } from "../report-failure";
import { formatOf, type ReportFormat, writeReport } from "../report-files";
import type { CommonOptions, Outcome, Session } from "../session";
import { checkProfiles } from "../share-file";
import { checkedShares } from "../shares";

export interface ReportOptions extends CommonOptions {
  readonly service?: readonly string[];
  readonly region?: readonly string[];
  readonly profile?: readonly string[];
  readonly output?: readonly string[];
  readonly csv: boolean;
  readonly markdown: boolean;
  readonly since?: string;
  readonly failOn?: readonly FailOn[];
}

export async function report(session: Session, options: ReportOptions): Promise<Outcome> {
  const { service = [], profile: profiles = [], failOn = [] } = options;
  const outputs = (options.output ?? []).map((path) => ({ path, format: formatOf(path) }));
  const printed = printedFormat(options);
  const { file } = session;
  const isCompared = file.shares !== undefined;
  if (service.length === 0 && !isCompared) {
    throw new UsageError(
      "say where to look, with --service and --region, or name a file with shares with --config or --stack",
    );
  }
  if (failOn.includes("drift") && !isCompared) {
    throw new UsageError("--fail-on drift compares with a list: name a file that has shares with --config");
  }
  const before = options.since === undefined ? undefined : await readReport(options.since);
  const places = placesIn(options, profiles.length === 0 ? [undefined] : profiles);
  checkProfiles(file, profiles);
  const shares = isCompared ? checkedShares(session).map(({ args }) => args) : undefined;

  const gathered = await gather(session.app, { places, shares }, session);
  const made = reportOf(session.app, gathered, {
    createdAt: new Date(),
    file: isCompared ? file.label : undefined,
  });
  const whole: Report = before === undefined ? made : { ...made, changes: changesBetween(before, made) };
  printErrorOnce(session, [
    ...gathered.places.flatMap(({ error }) => error ?? []),
    ...gathered.images.flatMap(({ result }) => (result.kind === "failed" ? [result.error] : [])),
  ]);
  if (printed === "csv") session.printText(asCsv(whole));
  else if (printed === "markdown") session.printText(asMarkdown(whole));
  else {
    for (const { text, isProblem } of linesOf(whole)) {
      if (isProblem) session.printProblem(text);
      else session.print(text);
    }
  }
  for (const { path, format } of outputs) await writeReport(path, format, whole);
  return { code: codeFor(session, whole, failOn), document: whole };
}

/** What goes to stdout; undefined: lines, or the document of --json. */
function printedFormat({ json, csv, markdown }: ReportOptions): ReportFormat | undefined {
  const asked = [json ? "--json" : "", csv ? "--csv" : "", markdown ? "--markdown" : ""].filter(Boolean);
  if (asked.length > 1) {
    throw new UsageError(
      `${asked.join(" and ")} both print: write one of them with --output, whose name ends with .html, .json, .csv or .md`,
    );
  }
  return csv ? "csv" : markdown ? "markdown" : undefined;
}

function codeFor(session: Session, { complete, findings }: Report, failOn: readonly FailOn[]): ExitCode {
  if (session.interrupted) return exitCodes.interrupted;
  // Unless everything was read, it is not known whether there is more.
  if (!complete) return exitCodes.failed;
  const kinds = new Set<string>(failOn.flatMap((name) => failures[name]));
  return findings.some(({ kind }) => kinds.has(kind)) ? exitCodes.drift : exitCodes.ok;
}
