/** Parameters as JSON; what the description does not know, the API refuses. */
import type { Parameters } from "../../api";
import { invalidParameter } from "./errors";

export function text(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name];
  if (value === undefined || typeof value === "string") return value || undefined;
  throw invalidParameter(`${name} must be a text`);
}

export function members(parameters: Parameters, name: string): Parameters | undefined {
  const value = parameters[name];
  if (value === undefined) return undefined;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Parameters;
  throw invalidParameter(`${name} must be an object`);
}

/** A list of texts: an account as a number has lost its zeros, and is refused. */
export function list(parameters: Parameters, name: string): readonly string[] | undefined {
  const value = parameters[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw invalidParameter(`${name} must be a list of texts`);
}

export function refuseUnknown(parameters: Parameters, known: readonly string[]): void {
  const strange = Object.keys(parameters).find((name) => !known.includes(name));
  if (strange !== undefined) throw invalidParameter(`${strange} is unknown`);
}

const MOST_RESULTS = 1000;

/** The items of a page: from 1 to 1000, 100 unless told; NextPageToken as the page before gave it. */
export function onPage<Item>(
  items: readonly Item[],
  parameters: Parameters,
): { page: Item[]; NextPageToken: string | undefined } {
  const { ResultsPerPage: size = 100 } = parameters;
  if (typeof size !== "number" || !Number.isInteger(size) || size < 1 || size > MOST_RESULTS) {
    throw invalidParameter("ResultsPerPage must be from 1 to 1000");
  }
  const token = text(parameters, "NextPageToken");
  const offset = token === undefined ? 0 : offsetOf(token);
  const end = offset + size;
  return {
    page: items.slice(offset, end),
    NextPageToken: end < items.length ? Buffer.from(`page:${end}`).toString("base64") : undefined,
  };
}

function offsetOf(token: string): number {
  const [, offset] = /^page:(\d{1,9})$/.exec(Buffer.from(token, "base64").toString()) ?? [];
  if (offset === undefined) throw invalidParameter("NextPageToken is not one that was given out");
  return Number(offset);
}
