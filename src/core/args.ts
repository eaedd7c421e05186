/**
 * Checks the arguments of a share before any call. Every failure names the argument and says what to
 * write instead. Values that are not known at preview pass everywhere.
 */
import { z } from "zod";
import { sortedUnique } from "./accounts";
import { type ArgumentName, argumentNames, type ShareArgs } from "./arguments";
import { closestMatch, quotesHint } from "./did-you-mean";
import type { ErrorTopic } from "./error-topics";
import { manages } from "./grantees";
import { listRefusals } from "./guards";
import { shown, stripControlChars } from "./printable";
import { type Format, limitKeyOf, type ServiceFacts } from "./service-facts";

/** Whether unlisted accounts lose access. Default: they do. */
export function isExclusive({ exclusive }: Pick<ShareArgs, "exclusive">): boolean {
  return exclusive ?? true;
}

/** One failure of one argument. */
export interface ArgFailure {
  /** Path of the argument: `accounts[3]`; empty for a failure of the arguments as a whole. */
  readonly property: string;
  readonly reason: string;
  readonly topic: ErrorTopic;
}

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
const MAX_TIMEOUT_SECONDS = 86_400;

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
    return {
      failures: firstOf(parsed.error.issues).map((issue) => failure(issue, facts)),
      args: { ...raw },
      notes: [],
    };
  }
  const args = parsed.data;
  const failures = crossChecks(args, facts, unknownValue);
  return { failures, args: normalised(args, unknownValue), notes: repetitions(args, unknownValue) };
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

function serviceHint(service: unknown, services: readonly string[]): string {
  const other = typeof service === "string" ? closestMatch(service, services) : undefined;
  return other === undefined ? "" : `: did you mean "${other}"?`;
}

type Loose = Record<string, unknown>;

/** Arguments that not every service has. */
type PartialName = "region" | "shareToEcs";
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
  const accounts = known(
    z.array(known(account(facts.account)), {
      error: (issue) =>
        issue.input === undefined
          ? "is absent: write a list of account IDs"
          : `must be a list of account IDs, such as ["${facts.account.example}"], not ${shown(issue.input)}`,
    }),
  );
  const shape: Shape = {
    service: z.literal(facts.service),
    ...(facts.region === undefined ? {} : { region: known(text(facts.region)) }),
    imageId: known(text(facts.imageId)),
    ...(manages(facts, "own-ecs")
      ? { accounts: accounts.optional(), shareToEcs: known(truth).optional() }
      : { accounts }),
    exclusive: known(truth).optional(),
    protectedAccounts: accounts.optional(),
    maxRemovals: known(wholeNumber(0, Number.MAX_SAFE_INTEGER)).optional(),
    allowEmpty: known(truth).optional(),
    credentials: known(
      z.string({ error: profileHint }).regex(/^[\w.-]+$/, { error: profileHint }),
    ).optional(),
    timeoutSeconds: known(wholeNumber(1, MAX_TIMEOUT_SECONDS)).optional(),
  };
  return z.strictObject(shape) as unknown as z.ZodType<Loose>;
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
  return z.string({ error: (issue) => `${hint}, not ${shown(issue.input)}` }).regex(format.pattern, {
    error: ({ input }) => `${hint}, not ${shown(input)}${quotesHint(input, format.pattern)}`,
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
  const accounts = args.accounts;
  if (accounts === undefined && args.shareToEcs === undefined) {
    const reason = "accounts and shareToEcs are both absent: write at least one of them";
    return [{ property: "accounts", reason, topic: "empty-list" }];
  }
  if (!Array.isArray(accounts)) return [];
  const written = accounts.filter((account) => account !== unknownValue);
  const { allowEmpty } = args;
  const mayBeLonger = written.length < accounts.length;
  return listRefusals({
    accounts: written,
    allowsEmpty: mayBeLonger || allowEmpty === unknownValue ? undefined : allowEmpty === true,
    accountLimit: facts.accountLimit,
    limitKey: limitKeyOf(facts.service),
    isLimitConfigured: facts.isLimitConfigured === true,
    title: facts.title,
    knownAccounts: facts.knownAccounts,
  }).map((refusal) => ({ property: "accounts", ...refusal }));
}

function normalised(args: Loose, unknownValue: unknown): Loose {
  const result: Loose = { ...args };
  if (result.exclusive === undefined) delete result.exclusive;
  for (const key of ["accounts", "protectedAccounts"]) {
    const list = result[key];
    // A list with an unknown element keeps its order, because the element's sorted position is not known.
    if (Array.isArray(list) && !list.includes(unknownValue)) result[key] = sortedUnique(list);
    if (list === undefined) delete result[key];
  }
  return result;
}

function repetitions(args: Loose, unknownValue: unknown): string[] {
  const accounts = args.accounts;
  if (!Array.isArray(accounts)) return [];
  const known = accounts.filter((account) => account !== unknownValue);
  const seen = new Set<unknown>();
  const repeated = sortedUnique(known.filter((account) => seen.size === seen.add(account).size));
  return repeated.length === 0 ? [] : [`accounts lists ${repeated.join(", ")} more than once; counted once`];
}

function failure(issue: z.core.$ZodIssue, facts: ServiceFacts): ArgFailure {
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
const misplaced: ReadonlyMap<string, (facts: ServiceFacts) => string> = new Map(
  Object.entries({
    region: (facts) => `${facts.title} has no regions, leave region out`,
    shareToEcs: ({ title }) => `images of ${title} are shared with accounts alone, leave shareToEcs out`,
  }),
);
