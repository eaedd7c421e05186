/**
 * Tencent Cloud's parameters: from a JSON body, or from `Name.0.Sub=value` pairs of a query or form; then checked
 * against what the action documents. API 3.0 refuses names and types that it does not know.
 */
import type { z } from "zod";
import type { Action, ActionContext, ApiError, Parameters, RateLimit } from "../../api";
import { parse } from "../../json";
import { missingParameter, unknownParameter, wrongType, wrongValue } from "./errors";

export interface ActionDefinition<Output> {
  readonly effect: Action["effect"];
  readonly parameters: z.ZodType<Output>;
  readonly limit?: RateLimit;
  run(parameters: Output, context: ActionContext): Readonly<Record<string, unknown>>;
}

/** An action whose parameters are checked as API 3.0 does, before it runs. */
export function defineAction<Output>(definition: ActionDefinition<Output>): Action {
  return {
    effect: definition.effect,
    ...(definition.limit === undefined ? {} : { limit: definition.limit }),
    run(parameters, context) {
      const checked = definition.parameters.safeParse(parameters);
      if (!checked.success) {
        throw refusalOf(checked.error, parameters);
      }
      return definition.run(checked.data, context);
    },
  };
}

/** Undefined when the body is not a JSON object. Integers keep all their digits. */
export function fromJson(body: string): Parameters | undefined {
  try {
    const parsed = parse(body === "" ? "{}" : body);
    return isObject(parsed) && isShallow(parsed, DEEPEST) ? parsed : undefined;
  } catch (error) {
    // RangeError for deeply nested lists.
    if (error instanceof SyntaxError || error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}

/** A deeper value could be parsed, but not written to an answer or from the log. */
function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}

/** In a query or form everything is text; these are the integers among the parameters that are known here. */
const INTEGERS = new Set(["Offset", "Limit", "DurationSeconds"]);

/** Deeper than any parameter: a name with more parts is unknown. */
const DEEPEST = 32;

/** `AccountIds.0=a&AccountIds.1=b` → `{ AccountIds: ["a", "b"] }`, at any depth, as API 3.0 reads a query. */
export function fromPairs(pairs: Iterable<readonly [string, string]>): Parameters {
  const root: Tree = new Map();
  for (const [name, value] of pairs) {
    const parts = name.split(".");
    const path = parts.length > DEEPEST ? [name] : parts;
    const last = path.pop() ?? "";
    let node = root;
    for (const part of path) {
      const next = node.get(part);
      const child: Tree = next instanceof Map ? next : new Map();
      node.set(part, child);
      node = child;
    }
    node.set(last, INTEGERS.has(name) && /^-?\d{1,15}$/.test(value) ? Number(value) : value);
  }
  return Object.fromEntries([...root].map(([name, node]) => [name, plain(node)]));
}

type Tree = Map<string, Tree | string | number>;

/** A node whose keys are 0, 1, 2, … is an array. */
function plain(node: Tree | string | number): unknown {
  if (!(node instanceof Map)) {
    return node;
  }
  const isArray =
    [...node.keys()].every((key) => /^\d+$/.test(key)) &&
    [...Array(node.size).keys()].every((index) => node.has(String(index)));
  return isArray
    ? [...Array(node.size).keys()].map((index) => plain(node.get(String(index)) ?? ""))
    : Object.fromEntries([...node].map(([key, child]) => [key, plain(child)]));
}

/** The first thing that zod finds wrong, in API 3.0's words. */
function refusalOf(error: z.ZodError, parameters: Parameters): ApiError {
  const issue = error.issues[0];
  if (issue === undefined) {
    return wrongValue("");
  }
  const name = issue.path.join(".");
  switch (issue.code) {
    case "unrecognized_keys":
      return unknownParameter([...issue.path, issue.keys[0]].join("."));
    case "invalid_type":
      return valueAt(parameters, issue.path) === undefined ? missingParameter(name) : wrongType(name);
    default:
      return valueAt(parameters, issue.path) === undefined ? missingParameter(name) : wrongValue(name);
  }
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (node, key) => (isObject(node) || Array.isArray(node) ? Reflect.get(node, key) : undefined),
    value,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
