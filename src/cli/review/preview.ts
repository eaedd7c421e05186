/** Parses the engine's output of a preview: one document, or a stream of events. */
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";
import { ConfigurationError } from "../../core/errors";

/** A resource of state or of the program, as the engine prints it. */
export interface EngineResource {
  readonly urn: string;
  readonly type: string;
  readonly id: string;
  /** Whether it is only read, as by `ImageShare.get`, so that its end changes nothing. */
  readonly external: boolean;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** The URN of the resource whose deletion replaces this one's; undefined also if the document omits it. */
  readonly deletedWith: string | undefined;
  /** Whether an earlier run replaced it, and did not delete it. */
  readonly isPendingDelete: boolean;
  /** Whether it was deleted, and its replacement does not exist yet. */
  readonly isPendingReplacement: boolean;
  readonly isView: boolean;
  /** When state last changed, to tell one state from another. */
  readonly modified: string | undefined;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>> | undefined;
}

export interface Step {
  readonly op: Operation;
  readonly urn: string;
  readonly before: EngineResource | undefined;
  readonly after: EngineResource | undefined;
}

export interface Preview {
  readonly steps: readonly Step[];
  /** The printed lines, without errors. */
  readonly lines: readonly string[];
  readonly errors: readonly string[];
  /** Stack configuration; secrets are hidden. */
  readonly config: ReadonlyMap<string, string>;
  /** Whether the document holds every step, also those that the engine hides by default. */
  readonly isWhole: boolean;
  /** How many resources do not change, including those that the document omits. */
  readonly unchanged: number;
}

/** Every operation of the engine. An unknown one means an unknown version of the engine. */
const operations = [
  "same",
  "create",
  "update",
  "delete",
  "replace",
  "create-replacement",
  "delete-replaced",
  "read",
  "read-replacement",
  "refresh",
  "discard",
  "discard-replaced",
  "remove-pending-replace",
  "import",
  "import-replacement",
  "diff",
  "extend-parameterize",
] as const;

export type Operation = (typeof operations)[number];

/** Operations that the engine shows only with flags: one of them proves that the flags were set. */
const shownOnRequest: readonly Operation[] = [
  "create-replacement",
  "delete-replaced",
  "read-replacement",
  "discard-replaced",
  "remove-pending-replace",
  "import-replacement",
];

const properties = z.record(z.string(), z.unknown());

export const engineResource = z
  .object({
    urn: z.string(),
    type: z.string(),
    id: z.string().default(""),
    external: z.boolean().default(false),
    protect: z.boolean().default(false),
    retainOnDelete: z.boolean().default(false),
    deletedWith: z.string().optional(),
    delete: z.boolean().default(false),
    pendingReplacement: z.boolean().default(false),
    viewOf: z.string().default(""),
    modified: z.string().optional(),
    inputs: properties.nullish(),
    outputs: properties.nullish(),
  })
  .transform(
    ({ delete: isPendingDelete, pendingReplacement, viewOf, inputs, outputs, ...rest }): EngineResource => ({
      ...rest,
      deletedWith: rest.deletedWith || undefined,
      modified: rest.modified,
      isPendingDelete,
      isPendingReplacement: pendingReplacement,
      isView: viewOf !== "",
      inputs: inputs ?? {},
      outputs: outputs ?? undefined,
    }),
  );

const state = engineResource.nullish().transform((value) => value ?? undefined);
const op = z.enum(operations);
const counts = z.record(z.string(), z.number());
const config = z.record(z.string(), z.string()).nullish();
const message = { message: z.string().default(""), severity: z.string().default("info") };

const digest = z.object({
  config,
  // Only a complete preview has a duration.
  duration: z.number(),
  steps: z.array(z.object({ op, urn: z.string(), oldState: state, newState: state })).nullish(),
  diagnostics: z.array(z.object(message)).nullish(),
  changeSummary: counts.nullish(),
});

const event = z.object({
  sequence: z.number(),
  timestamp: z.number(),
  preludeEvent: z.object({ config }).optional(),
  resourcePreEvent: z
    .object({ metadata: z.object({ op, urn: z.string(), old: state, new: state }) })
    .optional(),
  diagnosticEvent: z
    .object({ ...message, prefix: z.string().default(""), ephemeral: z.boolean().default(false) })
    .optional(),
  stdoutEvent: z.object({ message: z.string() }).optional(),
  summaryEvent: z
    .object({ isPreview: z.boolean(), result: z.string(), resourceChanges: counts.nullish() })
    .optional(),
});

/** @param label the document's name in messages. @throws ConfigurationError if it is not a known form of preview */
export function readPreview(text: string, label: string): Preview {
  if (text.trim() === "") throw notUnderstood(`${label} is empty: the preview itself has failed`);
  const documents = documentsIn(text, label);
  const [first] = documents;
  const isStream = documents.length > 1 || (isObject(first) && "sequence" in first);
  return isStream ? fromEvents(documents, label) : fromDigest(first, label);
}

function fromDigest(document: unknown, label: string): Preview {
  const { steps, diagnostics, changeSummary, config } = checked(digest, document, label);
  const found = (steps ?? []).map(
    ({ op, urn, oldState, newState }): Step => ({ op, urn, before: oldState, after: newState }),
  );
  if (found.length > 0 && !changeSummary) throw notUnderstood(`${label} ends before the preview did`);
  return {
    steps: found,
    ...said(diagnostics ?? []),
    config: new Map(Object.entries(config ?? {})),
    isWhole: found.some((step) => shownOnRequest.includes(step.op)),
    unchanged: changeSummary?.same ?? 0,
  };
}

function fromEvents(documents: readonly unknown[], label: string): Preview {
  const events = documents.map((document) => checked(event, document, label));
  const steps = events.flatMap(({ resourcePreEvent }): Step[] => {
    if (resourcePreEvent === undefined) return [];
    const { op, urn, old, new: after } = resourcePreEvent.metadata;
    return [{ op, urn, before: old, after }];
  });
  const [summary, ...more] = events.flatMap(({ summaryEvent }) => summaryEvent ?? []);
  if (summary === undefined) throw notUnderstood(`${label} ends before the preview did`);
  if (!summary.isPreview || more.length > 0) throw notUnderstood(`${label} is not of a preview alone`);
  const messages = events.flatMap(({ diagnosticEvent: said, stdoutEvent }) => {
    if (stdoutEvent !== undefined) return [{ message: stdoutEvent.message, severity: "info" }];
    if (said === undefined || said.ephemeral || said.severity === "debug") return [];
    return [{ message: said.prefix + said.message, severity: said.severity }];
  });
  const { lines, errors } = said(messages);
  const hasFailed = summary.result !== "succeeded" && errors.length === 0;
  return {
    steps,
    lines,
    errors: hasFailed ? [`the preview has ${summary.result}`] : errors,
    config: new Map(events.flatMap(({ preludeEvent }) => Object.entries(preludeEvent?.config ?? {}))),
    isWhole: true,
    unchanged: summary.resourceChanges?.same ?? 0,
  };
}

/** The engine's marks for colours. */
const colours = /<\{%.*?%\}>/g;

function said(messages: readonly { message: string; severity: string }[]) {
  const linesOf = (isError: boolean) =>
    messages
      .filter(({ severity }) => (severity === "error") === isError)
      .flatMap(({ message }) => stripVTControlCharacters(message.replace(colours, "")).split("\n"))
      .flatMap((line) => line.trim() || []);
  return { lines: linesOf(false), errors: linesOf(true) };
}

/** The document, or the documents of a stream, one per line. @param options `mayBeCut`: whether the last line may be a part */
export function documentsIn(text: string, label: string, { mayBeCut = false } = {}): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    const isCut = mayBeCut && !text.endsWith("\n");
    const lines = text.split("\n").slice(0, isCut ? -1 : undefined);
    return lines.filter((line) => line.trim() !== "").map((line) => fromLine(line, label));
  }
}

function fromLine(line: string, label: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw notUnderstood(`${label} is not the JSON of a preview`);
  }
}

/** @param command what prints such a document */
export function checked<T>(
  schema: z.ZodType<T>,
  document: unknown,
  label: string,
  command = "pulumi preview --json",
): T {
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.map(String) ?? [];
  if (path.at(-1) === "op") throw notUnderstood(`${label} has an operation that this version does not know`);
  throw notUnderstood(`${label} is not what ${command} prints (${path.join(".") || "its form"})`);
}

export function notUnderstood(problem: string): ConfigurationError {
  return new ConfigurationError(
    `${problem}. Who gains and who loses access is not known. Write the preview into a file, check how it ` +
      "ended, and review that file",
    "review",
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
