/** What a service takes for each argument, said apart from the product's own checks. */

import { findService } from "../../../src/backends/registry";
import { manages } from "../../../src/core/grantees";
import type { ServiceFacts } from "../../../src/core/service-facts";
import type { Properties } from "../../integration/state/process";
import { UNKNOWN } from "./values";

export const names = [
  "service",
  "region",
  "imageId",
  "accounts",
  "shareToEcs",
  "exclusive",
  "protectedAccounts",
  "maxRemovals",
  "allowEmpty",
  "credentials",
  "timeoutSeconds",
] as const;

export type Name = (typeof names)[number];

/** @param args all arguments, where one makes up for another */
type Predicate = (value: unknown, facts: ServiceFacts, args: Properties) => boolean;

const isText = (value: unknown, { pattern }: { readonly pattern: RegExp }) =>
  typeof value === "string" && pattern.test(value);

/** Numbers are taken where no digit is lost. */
const isAccount = (value: unknown, { account }: ServiceFacts) =>
  isText(Number.isSafeInteger(value) ? String(value) : value, account);

const isAccountList: Predicate = (value, facts) =>
  Array.isArray(value) && [...value].every((item) => item === UNKNOWN || isAccount(item, facts));

const isTruth: Predicate = (value) => value === true || value === false;

const isWholeNumber = (least: number, most: number): Predicate => {
  return (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
};

const optional = (predicate: Predicate): Predicate => {
  return (value, facts, args) => value === undefined || predicate(value, facts, args);
};

/** Of values that are known at preview. */
const predicates: Readonly<Record<Name, Predicate>> = {
  service: (value, { service }) => value === service,
  region: (value, { region }) => (region === undefined ? value === undefined : isText(value, region)),
  imageId: (value, { imageId }) => isText(value, imageId),
  accounts(value, facts, { shareToEcs, allowEmpty }) {
    if (value === undefined) return manages(facts, "own-ecs") && shareToEcs !== undefined;
    if (!isAccountList(value, facts, {})) return false;
    const count = new Set(value as unknown[]).size;
    return (
      (count > 0 || allowEmpty === true || allowEmpty === UNKNOWN) && count <= (facts.accountLimit ?? count)
    );
  },
  shareToEcs: optional((value, facts, args) => manages(facts, "own-ecs") && isTruth(value, facts, args)),
  exclusive: optional(isTruth),
  protectedAccounts: optional(isAccountList),
  maxRemovals: optional(isWholeNumber(0, Number.MAX_SAFE_INTEGER)),
  allowEmpty: optional(isTruth),
  // The one profile in the configuration of the tests.
  credentials: optional((value) => value === "customers"),
  timeoutSeconds: optional(isWholeNumber(1, 86_400)),
};

/** Whether the arguments may hold this one, as far as it goes. */
export function isAcceptable(name: Name, args: Properties): boolean {
  const facts = findService(args.service)?.facts;
  if (facts === undefined) return false;
  return (args[name] === UNKNOWN && name !== "service") || predicates[name](args[name], facts, args);
}

/** The arguments that should not have passed. */
export function unacceptable(args: Properties): string[] {
  const known: readonly string[] = names;
  const surplus = Object.keys(args).filter((name) => !known.includes(name));
  return [...surplus, ...names.filter((name) => !isAcceptable(name, args))];
}
