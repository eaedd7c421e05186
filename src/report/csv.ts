/** The report for spreadsheets: a line for each account of each image, and one for each image that nobody can use. */

import { stripControlChars } from "../core/printable";
import type { Report, ReportImage } from "./model";

const columns = [
  "service",
  "region",
  "image",
  "image name",
  "state",
  "status",
  "owner",
  "public",
  "image listed",
  "grantee",
  "grantee name",
  "since",
  "listed",
] as const;

export function asCsv(report: Report): string {
  const names = new Map(report.accounts.map(({ account, name }) => [account, name ?? ""]));
  const rows = report.images.flatMap((image) => rowsOf(image, names));
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function rowsOf(image: ReportImage, names: ReadonlyMap<string, string>): string[][] {
  const { service, region, imageId, name, state, status, owner } = image;
  const front = [
    ...[service, region, imageId, name, state, status, owner].map((value) => value ?? ""),
    yesOrNo(image.public),
    yesOrNo(image.listed),
  ];
  const grantees = [
    ...image.accounts.map(({ account, since, listed }) => [
      account,
      names.get(account) ?? "",
      since ?? "",
      yesOrNo(listed),
    ]),
    ...[...image.organisations, ...(image.shareToEcs === true ? ["own-ecs"] : [])].map((one) => [
      one,
      "",
      "",
      "",
    ]),
    ...(image.missing ?? []).map((account) => [account, names.get(account) ?? "", "no access", "yes"]),
  ];
  return (grantees.length === 0 ? [["", "", "", ""]] : grantees).map((grantee) => [...front, ...grantee]);
}

function yesOrNo(value: boolean | undefined): string {
  return value === undefined ? "" : value ? "yes" : "no";
}

/** A spreadsheet would calculate a text that begins like a formula. An apostrophe in front keeps it a text. */
const FORMULA = /^\s*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20]/;

function cell(value: string): string {
  const text = stripControlChars(value);
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
