import type { Report } from "../model";

export function asHtml(report: Report): string {
  return JSON.stringify(report);
}
