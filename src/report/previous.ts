/** Reads the report that --since names. */
import { readFile } from "node:fs/promises";
import { ConfigurationError } from "../core/errors";
import { truncate } from "../core/printable";
import { REPORT_FORMAT, REPORT_VERSION, type Report, reportSchema } from "./model";

/** @throws ConfigurationError that says why the file is no report */
export async function readReport(path: string): Promise<Report> {
  return parseReport(await contents(path), path);
}

export function parseReport(text: string, label: string): Report {
  const refuse = (why: string) =>
    new ConfigurationError(
      `--since ${label}: ${why}. Name a file that image-share report has written with --json, or with --output <name>.json`,
      "report",
    );
  const document = jsonIn(text);
  if (document === undefined) throw refuse("is not JSON, or was cut short");
  const { format, version } = (document ?? {}) as { format?: unknown; version?: unknown };
  if (format !== REPORT_FORMAT) throw refuse("is not a report of image-share");
  if (version !== REPORT_VERSION) {
    throw refuse(
      `has the version ${truncate(String(version))}, and this image-share reads version ${REPORT_VERSION}`,
    );
  }
  const result = reportSchema.safeParse(document);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.map((part) => truncate(String(part))).join(".") ?? "";
  throw refuse(`is not as image-share writes it${path === "" ? "" : ` (at ${path})`}`);
}

async function contents(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? error.code : error;
    throw new ConfigurationError(`--since ${path} cannot be read (${String(code)})`, "report", error);
  }
}

function jsonIn(text: string): unknown {
  try {
    // Editors on Windows write a mark in front.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
