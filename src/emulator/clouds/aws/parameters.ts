/** The Query protocol's parameters: flat text, `Name.1`, `Name.2`, … for lists; what an action does not know, it refuses. */
import type { Parameters } from "../../api";
import { invalidParameterValue, refuse } from "./errors";

export function optional(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** @param known names, with `N` for a number: `LaunchPermission.Add.N.UserId` */
export function refuseUnknown(parameters: Parameters, known: readonly string[]): void {
  for (const name of Object.keys(parameters)) {
    if (!known.includes(name.replace(/\.[1-9]\d*(?=\.|$)/g, ".N"))) {
      throw refuse(400, "UnknownParameter", `The parameter ${name} is not recognized`);
    }
  }
}

/** The values of `Name.1`, `Name.2`, …, in the order of their numbers. */
export function numbered(parameters: Parameters, name: string): string[] {
  return members(parameters, name).flatMap(({ rest, value }) => (rest === "" ? [value] : []));
}

/** The members of `Name.1`, `Name.2`, …, in the order of the numbers: what stands behind the number, and the value. */
export function members(parameters: Parameters, name: string): { rest: string; value: string }[] {
  return Object.keys(parameters)
    .flatMap((key) => {
      const match = key.startsWith(`${name}.`) ? /^(\d+)(?:\.(.+))?$/.exec(key.slice(name.length + 1)) : null;
      const value = optional(parameters, key);
      if (match === null || value === undefined) return [];
      return [{ number: Number(match[1]), rest: match[2] ?? "", value }];
    })
    .sort((left, right) => left.number - right.number)
    .map(({ rest, value }) => ({ rest, value }));
}

export interface Page {
  readonly offset: number;
  readonly size: number;
}

/** MaxResults from 5 to 1000, all unless told; NextToken as the page before gave it. */
export function page(parameters: Parameters): Page {
  const size = optional(parameters, "MaxResults");
  if (size !== undefined && (!/^\d{1,4}$/.test(size) || Number(size) < 5 || Number(size) > 1000)) {
    throw invalidParameterValue(
      `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.`,
    );
  }
  const token = optional(parameters, "NextToken");
  return {
    offset: token === undefined ? 0 : offsetOf(token),
    size: size === undefined ? Number.POSITIVE_INFINITY : Number(size),
  };
}

/** The items of a page, and the token of the next one; none on the last page. */
export function onPage<Item>(
  items: readonly Item[],
  { offset, size }: Page,
): { page: Item[]; nextToken: string | undefined } {
  const end = offset + size;
  return { page: items.slice(offset, end), nextToken: end < items.length ? tokenOf(end) : undefined };
}

/** A prefix that puts + and / into every token, because clients must encode opaque tokens. */
const MARK = Buffer.from([0xfb, 0xef, 0xff]);

function tokenOf(offset: number): string {
  return Buffer.concat([MARK, Buffer.from(String(offset))]).toString("base64");
}

function offsetOf(token: string): number {
  const bytes = Buffer.from(token, "base64");
  const offset = bytes.subarray(MARK.length).toString();
  if (!bytes.subarray(0, MARK.length).equals(MARK) || !/^\d{1,9}$/.test(offset)) {
    throw invalidParameterValue("Invalid value for 'nextToken'");
  }
  return Number(offset);
}
