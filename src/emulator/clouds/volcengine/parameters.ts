/** Volcengine's parameters: flat text, `Name.1`, `Name.2`, … for lists; unknown parameters are ignored. */
import type { Parameters } from "../../api";
import type { Image } from "../../cloud";
import { invalidArgument } from "./errors";

export function optional(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The values of `Name.1`, `Name.2`, …, in the order of their numbers; a bare `Name` is no list and is ignored. */
export function numbered(parameters: Parameters, name: string): string[] {
  return Object.keys(parameters)
    .flatMap((key) => {
      const number = key.startsWith(`${name}.`) ? key.slice(name.length + 1) : "";
      const value = optional(parameters, key);
      return /^[1-9]\d{0,4}$/.test(number) && value !== undefined ? [{ number: Number(number), value }] : [];
    })
    .sort((left, right) => left.number - right.number)
    .map(({ value }) => value);
}

/** Whether an image has a tag for every `TagFilters.N`: of its key, and of one of its values if it has any. */
export function hasTags(parameters: Parameters): (image: Image) => boolean {
  const numbers = new Set(
    Object.keys(parameters).flatMap((name) => /^TagFilters\.(\d+)\./.exec(name)?.[1] ?? []),
  );
  const asked = [...numbers].map((number) => {
    const key = optional(parameters, `TagFilters.${number}.Key`);
    if (key === undefined) {
      throw invalidArgument(`TagFilters.${number} has no Key`);
    }
    return { key, values: numbered(parameters, `TagFilters.${number}.Values`) };
  });
  return ({ tags }) =>
    asked.every(({ key, values }) => {
      const value = tags.get(key);
      return value !== undefined && (values.length === 0 || values.includes(value));
    });
}

export interface Page {
  readonly offset: number;
  readonly size: number;
}

/** MaxResults from 1 to 100, 15 unless told; NextToken as the page before gave it. */
export function page(parameters: Parameters): Page {
  const size = optional(parameters, "MaxResults") ?? "15";
  if (!/^\d{1,3}$/.test(size) || Number(size) < 1 || Number(size) > 100) {
    throw invalidArgument("MaxResults must be from 1 to 100");
  }
  const token = optional(parameters, "NextToken");
  return { offset: token === undefined ? 0 : offsetOf(token), size: Number(size) };
}

/** The items of a page, and the token of the next one: empty on the last page. */
export function onPage<Item>(
  items: readonly Item[],
  { offset, size }: Page,
): { page: Item[]; NextToken: string } {
  const end = offset + size;
  return { page: items.slice(offset, end), NextToken: end < items.length ? tokenOf(end) : "" };
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
    throw invalidArgument("NextToken is not one that was given out");
  }
  return Number(offset);
}
