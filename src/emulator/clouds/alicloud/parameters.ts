/**
 * Alibaba Cloud's parameters: flat text, `Name.1`, `Name.2`, … for lists. Unknown parameters are ignored;
 * an empty value counts as absent. The caller passes the error for an invalid value, because it differs by service.
 */
import type { ApiError, Parameters } from "../../api";
import type { Image } from "../../cloud";
import { REGION_NAME } from "../../names";
import { missingParameter, unknownRegion } from "./errors";

export type Invalid = (name: string) => ApiError;

export function optional(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function required(parameters: Parameters, name: string): string {
  const value = optional(parameters, name);
  if (value === undefined) {
    throw missingParameter(name);
  }
  return value;
}

export function requireRegion(parameters: Parameters): void {
  const region = required(parameters, "RegionId");
  if (!REGION_NAME.test(region)) {
    throw unknownRegion(region);
  }
}

/** The values of `Name.1`, `Name.2`, …, in the order of their numbers. */
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

/** Whether an image has every tag of `Tag.1.Key`, `Tag.1.Value`, …; a key without a value fits any value. */
export function hasTags(parameters: Parameters): (image: Image) => boolean {
  const asked = Object.keys(parameters).flatMap((name) => {
    const number = /^Tag\.(\d+)\.Key$/.exec(name)?.[1];
    const key = optional(parameters, name);
    return number === undefined || key === undefined
      ? []
      : [{ key, value: optional(parameters, `Tag.${number}.Value`) }];
  });
  return ({ tags }) =>
    asked.every(({ key, value }) => (value === undefined ? tags.has(key) : tags.get(key) === value));
}

export function flag(parameters: Parameters, name: string, invalid: Invalid): boolean | undefined {
  const value = optional(parameters, name)?.toLowerCase();
  if (value !== undefined && value !== "true" && value !== "false") {
    throw invalid(name);
  }
  return value === undefined ? undefined : value === "true";
}

export interface Page {
  readonly number: number;
  readonly size: number;
}

/**
 * PageNumber from 1, PageSize 10 unless told. Whether the vendor refuses or clamps a larger size is not documented;
 * here it is refused, so that no client relies on larger pages.
 */
export function page(parameters: Parameters, largest: number, invalid: Invalid): Page {
  const number = counter(parameters, "PageNumber", 1, invalid);
  const size = counter(parameters, "PageSize", 10, invalid);
  if (size > largest) {
    throw invalid("PageSize");
  }
  return { number, size };
}

export function onPage<Item>(items: readonly Item[], { number, size }: Page): Item[] {
  return items.slice((number - 1) * size, number * size);
}

function counter(parameters: Parameters, name: string, fallback: number, invalid: Invalid): number {
  const text = optional(parameters, name);
  if (text === undefined) {
    return fallback;
  }
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw invalid(name);
  }
  return Number(text);
}
