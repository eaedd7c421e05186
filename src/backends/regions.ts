/** Regions and times in the vendors' answers. */
import { member } from "./json";
import { unexpectedResponse } from "./vendor-errors";

/** A region becomes part of a host name, so another name than this is no answer. */
const REGION = /^[a-z][a-z0-9-]{1,62}$/;

/**
 * The names in a list of regions. An answer without a list, or without a region in it, is no answer: as an empty list
 * it would hide every image.
 *
 * @param key the member that holds the name
 */
export function regionsIn(action: string, list: unknown, key: string): string[] {
  if (!Array.isArray(list) || list.length === 0)
    throw unexpectedResponse(action, "without a list of regions");
  return list.map((entry: unknown) => {
    const name = member(entry, key);
    if (typeof name === "string" && REGION.test(name)) return name;
    throw unexpectedResponse(action, `with an entry without a region as ${key}`);
  });
}

/**
 * When the accounts of a list were given access. A time that is missing, or not understood, is left out: it decides
 * nothing.
 *
 * @param id the member that holds the account
 * @param time the member that holds the time, with its zone
 */
export function sinceIn(
  list: unknown,
  id: string,
  time: string,
): { readonly since?: Readonly<Record<string, string>> } {
  if (!Array.isArray(list)) return {};
  const times = list.flatMap((entry: unknown) => {
    const account = member(entry, id);
    const moment = timeOf(member(entry, time));
    return account === undefined || moment === undefined ? [] : [[String(account), moment] as const];
  });
  return times.length === 0 ? {} : { since: Object.fromEntries(times) };
}

/** `2020-03-10T08:00:05Z`: a time without a zone could be of another day. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

function timeOf(value: unknown): string | undefined {
  const time = typeof value === "string" && TIME.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : `${new Date(time).toISOString().slice(0, 19)}Z`;
}
