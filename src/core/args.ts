/**
 * Checks the arguments of a share before any call. Every failure names the argument and says what to
 * write instead. Values that are not known at preview pass everywhere.
 */
import { z } from "zod";
import { sortedUnique } from "./accounts";
import { type ArgFailure, failuresOf } from "./arg-failures";
import type { ArgumentName } from "./arguments";
import { closestMatch, quotesHint } from "./did-you-mean";
import { granteeLists, manages } from "./grantees";
import { listRefusals } from "./list-guards";
import { shown } from "./printable";
import type { ListArgument } from "./service-facts";
import { type Format, hasSnapshots, limitKeyOf, type ServiceFacts } from "./service-facts";

export interface ArgsVerdict {
  readonly failures: ArgFailure[];
  /** The arguments, normalised where known. Meaningful only without failures. */
  readonly args: Record<string, unknown>;
  /** Hints about arguments that are valid and probably not meant. */
  readonly notes: string[];
}

/** Stands for the sentinel where every value is known: no value equals it. */
const nothingIsUnknown = Symbol("unknown");

/** One day, because no vendor's queue takes longer. */
export const MAX_TIMEOUT_SECONDS = 86_400;

/**
 * @param raw the arguments from the engine
 * @param facts the service that `raw.service` names; undefined if it is unknown
 * @param services all service names, for the message
 * @param unknownValue the engine's sentinel for a value that is not known before the deployment
 */
export function checkArgs(
  raw: Readonly<Record<string, unknown>>,
  facts: ServiceFacts | undefined,
  services: readonly string[],
  unknownValue: unknown = nothingIsUnknown,
): ArgsVerdict {
  if (facts === undefined) {
    const known = services.map((name) => `"${name}"`).join(", ");
    const reason =
      raw.service === unknownValue
        ? "service must be known at preview: write it as a literal"
        : `service must be one of ${known}, not ${shown(raw.service)}${serviceHint(raw.service, services)}`;
    const topic = "invalid-argument";
    return { failures: [{ property: "service", reason, topic }], args: { ...raw }, notes: [] };
  }
  const parsed = argsSchema(facts, unknownValue).safeParse(raw);
  if (!parsed.success) {
    return { failures: failuresOf(parsed.error.issues, facts), args: { ...raw }, notes: [] };
  }
  const args = parsed.data;
  const failures = crossChecks(args, facts, unknownValue);
  const notes = [...repetitions(args, unknownValue), ...notOnSnapshots(args, facts)];
  return { failures, args: normalised(args, unknownValue), notes };
}

function serviceHint(service: unknown, services: readonly string[]): string {
  const other = typeof service === "string" ? closestMatch(service, services) : undefined;
  return other === undefined ? "" : `: did you mean "${other}"?`;
}

type Loose = Record<string, unknown>;

/** Arguments that not every service has. */
type PartialName = "region" | "shareToEcs" | "snapshots" | Exclude<ListArgument, "accounts">;
type Shape = Record<Exclude<ArgumentName, PartialName>, z.ZodType> & Partial<Record<PartialName, z.ZodType>>;

/** Schemas are cached, because creating one is slower than using it, and a stack may have a thousand images. */
const schemas = new WeakMap<ServiceFacts, Map<unknown, z.ZodType<Loose>>>();

function argsSchema(facts: ServiceFacts, unknownValue: unknown): z.ZodType<Loose> {
  const ofService = schemas.get(facts) ?? new Map<unknown, z.ZodType<Loose>>();
  schemas.set(facts, ofService);
  const schema = ofService.get(unknownValue) ?? newArgsSchema(facts, unknownValue);
  ofService.set(unknownValue, schema);
  return schema;
}

function newArgsSchema(facts: ServiceFacts, unknownValue: unknown): z.ZodType<Loose> {
  const known = <T>(schema: z.ZodType<T>) => unlessUnknown(schema, unknownValue);
  const listOf = (format: Format, what: string) =>
    known(
      z.array(known(account(format)), {
        error: (issue) =>
          issue.input === undefined
            ? `is absent: write a list of ${what}`
            : `must be a list of ${what}, such as ["${format.example}"], not ${shown(issue.input)}`,
      }),
    );
  const accounts = listOf(facts.account, "account IDs");
  const others = facts.grantees.flatMap(({ kind, argument, format }) =>
    kind === "account" || argument === undefined || format === undefined
      ? []
      : [[argument, listOf(format, "ARNs").optional()] as const],
  );
  const shape: Shape = {
    service: z.literal(facts.service),
    ...(facts.region === undefined ? {} : { region: known(text(facts.region)) }),
    imageId: known(text(facts.imageId)),
    accounts: hasOtherKinds(facts) ? accounts.optional() : accounts,
    ...Object.fromEntries(others),
    ...(manages(facts, "own-ecs") ? { shareToEcs: known(truth).optional() } : {}),
    ...(hasSnapshots(facts) ? { snapshots: known(truth).optional() } : {}),
    exclusive: known(truth).optional(),
    protectedAccounts: listOf(anyOf(facts), "account IDs").optional(),
    maxRemovals: known(wholeNumber(0, Number.MAX_SAFE_INTEGER)).optional(),
    allowEmpty: known(truth).optional(),
    credentials: known(
      z.string({ error: profileHint }).regex(/^[\w.-]+$/, { error: profileHint }),
    ).optional(),
    timeoutSeconds: known(wholeNumber(1, MAX_TIMEOUT_SECONDS)).optional(),
  };
  return z.strictObject(shape) as unknown as z.ZodType<Loose>;
}

/** The form of the service's accounts, or of its grantees of another kind. */
function anyOf({ account, grantees }: ServiceFacts): Format {
  const formats = grantees.flatMap(({ format }) => format ?? []);
  if (formats.length === 1) return account;
  const pattern = new RegExp(formats.map(({ pattern: { source } }) => `(?:${source})`).join("|"));
  return { ...account, pattern, description: `${account.description}, or an ARN that a list may hold` };
}

/** Whether accounts may be left out, because another kind of grantee can be what is managed. */
function hasOtherKinds({ grantees }: ServiceFacts): boolean {
  return grantees.some(({ kind, managed }) => kind !== "account" && managed);
}

const truth = z.boolean({ error: ({ input }) => `must be true or false, not ${shown(input)}` });

const profileHint =
  "must be the name of a profile under image-share:profiles in stack configuration, never a key itself";

/** The schema, which also accepts the sentinel of an unknown value. */
function unlessUnknown<T>(schema: z.ZodType<T>, unknownValue: unknown) {
  return z.unknown().transform((value, context): unknown => {
    if (value === unknownValue) return value;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      context.addIssue({ code: "custom", message: issue.message, path: issue.path, input: value });
    }
    return z.NEVER;
  });
}

function text(format: Format) {
  const hint = `must be ${format.description}, such as "${format.example}"`;
  const more = (input: unknown) => {
    const said = typeof input === "string" ? format.hint?.(input) : undefined;
    return said === undefined ? quotesHint(input, format.pattern) : `: ${said}`;
  };
  return z.string({ error: (issue) => `${hint}, not ${shown(issue.input)}` }).regex(format.pattern, {
    error: ({ input }) => `${hint}, not ${shown(input)}${more(input)}`,
  });
}

/** A string, or a number that lost no digits: unquoted YAML and `config set --path` produce numbers. */
function account(format: Format) {
  return z
    .unknown()
    .transform((value, context): unknown => {
      if (typeof value !== "number") return value;
      if (Number.isSafeInteger(value)) return String(value);
      const why = Number.isInteger(value)
        ? "too large to be exact, so its last digits are lost: write the account ID in quotes, or with --type string"
        : "which is not an account ID: write the ID in quotes, or with --type string";
      context.addIssue({ code: "custom", message: `is the number ${value}, ${why}` });
      return z.NEVER;
    })
    .pipe(text(format));
}

function wholeNumber(least: number, most: number) {
  const hint = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
  const error = ({ input }: { readonly input?: unknown }) =>
    `must be a whole number, ${hint}, not ${shown(input)}`;
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error });
}

function crossChecks(args: Loose, facts: ServiceFacts, unknownValue: unknown): ArgFailure[] {
  const names = facts.grantees.flatMap(({ argument }) => argument ?? []);
  if (names.every((name) => args[name] === undefined)) {
    const both = names.length === 2 ? "both" : "all";
    const reason = `${names.join(", ").replace(/, ([^,]*)$/, " and $1")} are ${both} absent: write at least one of them`;
    return [{ property: "accounts", reason, topic: "empty-list" }];
  }
  if (args.snapshots === true && args.accounts === undefined) {
    const reason =
      "snapshots is true and accounts is absent: a snapshot can be shared with accounts alone, so list accounts, or " +
      "leave snapshots out";
    return [{ property: "snapshots", reason, topic: "invalid-argument" }];
  }
  const misplaced = misplacedIn(args, facts, unknownValue);
  if (misplaced.length > 0) return misplaced;
  const lists = Object.fromEntries(
    granteeLists.flatMap(({ argument }) => {
      const list: unknown = args[argument];
      if (!Array.isArray(list)) return [];
      const written = list.filter((grantee) => grantee !== unknownValue);
      // What is not known yet may be all that a list has.
      return written.length === 0 && list.length > 0 ? [] : [[argument, written]];
    }),
  );
  const { allowEmpty } = args;
  return listRefusals({
    lists,
    allowsEmpty: allowEmpty === unknownValue ? undefined : allowEmpty === true,
    accountLimit: facts.accountLimit,
    limitKey: limitKeyOf(facts.service),
    isLimitConfigured: facts.isLimitConfigured === true,
    title: facts.title,
    knownAccounts: facts.knownAccounts,
  });
}

/** Grantees that no image of the region can be shared with. */
function misplacedIn(args: Loose, facts: ServiceFacts, unknownValue: unknown): ArgFailure[] {
  const region = args.region === unknownValue ? undefined : (args.region as string | undefined);
  return facts.grantees.flatMap(({ argument, misplaced }) => {
    const list: unknown = argument === undefined ? undefined : args[argument];
    if (!Array.isArray(list) || misplaced === undefined) return [];
    return list.flatMap((grantee: unknown, index): ArgFailure[] => {
      const why =
        typeof grantee === "string" && grantee !== unknownValue ? misplaced(grantee, region) : undefined;
      const property = `${argument}[${index}]`;
      return why === undefined
        ? []
        : [{ property, reason: `${property} is ${shown(grantee)}: ${why}`, topic: "invalid-argument" }];
    });
  });
}

function normalised(args: Loose, unknownValue: unknown): Loose {
  const result: Loose = { ...args };
  if (result.exclusive === undefined) delete result.exclusive;
  if (result.snapshots === undefined) delete result.snapshots;
  for (const key of [...granteeLists.map(({ argument }) => argument), "protectedAccounts"]) {
    const list = result[key];
    // A list with an unknown element keeps its order, because the element's sorted position is not known.
    if (Array.isArray(list) && !list.includes(unknownValue)) result[key] = sortedUnique(list);
    if (list === undefined) delete result[key];
  }
  return result;
}

/** What `snapshots: true` does not reach: the vendor shares snapshots with accounts alone. */
function notOnSnapshots(args: Loose, { title }: ServiceFacts): string[] {
  if (args.snapshots !== true) return [];
  const lists = granteeLists.filter(
    ({ argument }) => argument !== "accounts" && args[argument] !== undefined && !isEmptyList(args[argument]),
  );
  return lists.map(
    ({ argument }) =>
      `snapshots: true does not reach ${argument}: ${title} shares snapshots with accounts alone, so list an account ` +
      "in accounts if it is to copy the image",
  );
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function repetitions(args: Loose, unknownValue: unknown): string[] {
  return granteeLists.flatMap(({ argument }) => {
    const list: unknown = args[argument];
    if (!Array.isArray(list)) return [];
    const known = list.filter((grantee) => grantee !== unknownValue);
    const seen = new Set<unknown>();
    const repeated = sortedUnique(known.filter((grantee) => seen.size === seen.add(grantee).size));
    return repeated.length === 0
      ? []
      : [`${argument} lists ${repeated.join(", ")} more than once; counted once`];
  });
}
