/** The files that `report` writes. */
import { rename, rm, writeFile } from "node:fs/promises";
import { ConfigurationError } from "../core/errors";
import { asCsv } from "../report/csv";
import { asHtml } from "../report/html/page";
import { asMarkdown } from "../report/markdown";
import type { Report } from "../report/model";
import { codeOf } from "./config-document";
import { UsageError } from "./report-failure";
import { jsonText } from "./terminal";

export type ReportFormat = "html" | "json" | "csv" | "markdown";

const formats: Readonly<Record<string, ReportFormat>> = {
  html: "html",
  htm: "html",
  json: "json",
  csv: "csv",
  md: "markdown",
};

/** By the file's name. @throws UsageError */
export function formatOf(path: string): ReportFormat {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
  const format = Object.hasOwn(formats, ending) ? formats[ending] : undefined;
  if (format !== undefined) return format;
  throw new UsageError(`--output ${path}: the name must end with .html, .json, .csv or .md`);
}

/** Writes beside the file first, so that a report of an earlier run is replaced whole or not at all. */
export async function writeReport(path: string, format: ReportFormat, report: Report): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeFile(part, textOf(format, report));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw new ConfigurationError(`--output ${path} cannot be written (${codeOf(error)})`, "report", error);
  }
}

function textOf(format: ReportFormat, report: Report): string {
  switch (format) {
    case "html":
      return asHtml(report);
    case "csv":
      return asCsv(report);
    case "markdown":
      return asMarkdown(report);
    case "json":
      return `${jsonText(report)}\n`;
  }
}
