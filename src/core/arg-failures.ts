/** Words the failures of arguments, and what to write instead. */
import type { z } from "zod";
import { argumentNames } from "./arguments";
import { closestMatch } from "./did-you-mean";
import type { ErrorTopic } from "./error-topics";
import { shown, stripControlChars } from "./printable";
import type { ServiceFacts } from "./service-facts";

/** One failure of one argument. */
export interface ArgFailure {
  /** Path of the argument: `accounts[3]`; empty for a failure of the arguments as a whole. */
  readonly property: string;
  readonly reason: string;
  readonly topic: ErrorTopic;
}

/** The first failures, and how many more there are. */
export function failuresOf(issues: readonly z.core.$ZodIssue[], facts: ServiceFacts): ArgFailure[] {
  return firstOf(issues).map((issue) => failureOf(issue, facts));
}

/** Report at most this many failures. */
const MAX_FAILURES = 50;

function firstOf(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const first = issues.slice(0, MAX_FAILURES);
  const others = issues.length - first.length;
  const path = issues[MAX_FAILURES]?.path.slice(0, 1) ?? [];
  const message = others === 1 ? "is wrong in 1 more place" : `is wrong in ${others} more places`;
  return others === 0 ? first : [...first, { code: "custom", path, message, input: undefined }];
}

function failureOf(issue: z.core.$ZodIssue, facts: ServiceFacts): ArgFailure {
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.map(shown).join(", ");
    const hints = issue.keys.flatMap((key) => misplaced.get(key)?.(facts) ?? suggestion(key));
    const reason = [`unknown argument ${names} for ${facts.service}`, ...hints].join(": ");
    return { property: stripControlChars(issue.keys[0] ?? ""), reason, topic: "unknown-argument" };
  }
  const property = issue.path.reduce<string>(
    (path, part) =>
      typeof part === "number" ? `${path}[${part}]` : path ? `${path}.${String(part)}` : String(part),
    "",
  );
  return { property, reason: `${property} ${issue.message}`, topic: "invalid-argument" };
}

function suggestion(key: string): string[] {
  const word = closestMatch(key, argumentNames);
  return word === undefined ? [] : [`did you mean ${word}?`];
}

/** Arguments that only some services have. */
const misplaced: ReadonlyMap<string, (facts: ServiceFacts) => string> = new Map([
  ["region", ({ title }) => `${title} has no regions, leave region out`],
  ["snapshots", ({ title }) => `images of ${title} are shared without their snapshots, leave snapshots out`],
  ...["shareToEcs", "organizationArns", "organizationalUnitArns"].map((name): [string, typeof onlyWith] => [
    name,
    (facts) => onlyWith(facts, name),
  ]),
]);

/** Who images of the service are shared with, where an argument is for other grantees. */
function onlyWith({ title, grantees }: ServiceFacts, argument = ""): string {
  const names = grantees.flatMap((grantee) => grantee.argument ?? []);
  const whom = names.length === 1 ? "accounts alone" : `${names.join(", ")} alone`;
  return `images of ${title} are shared with ${whom}, leave ${argument} out`;
}
