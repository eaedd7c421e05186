/** The example for the Pulumi Kubernetes Operator, held against the schemas that the operator publishes. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";

const folder = resolve(__dirname, "../../../examples/kubernetes-operator");

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A cluster drops fields that it does not know; here they are mistakes. */
function strict(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(strict);
  if (!isObject(schema)) return schema;
  // Of Kubernetes, or not about what is valid.
  const { default: _default, format: _format, properties, ...rest } = schema;
  const isOpen =
    rest["x-kubernetes-preserve-unknown-fields"] === true || rest.additionalProperties !== undefined;
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(rest)) if (!key.startsWith("x-")) result[key] = strict(value);
  if (!isObject(properties)) return result;
  result.properties = Object.fromEntries(
    Object.entries(properties).map(([name, one]) => [name, strict(one)]),
  );
  if (!isOpen) result.additionalProperties = false;
  return result;
}

function published(kind: string): z.ZodType {
  const text = readFileSync(join(__dirname, "kubernetes-operator", `${kind.toLowerCase()}.crd.yaml`), "utf8");
  return z.fromJSONSchema(strict(parse(text)) as Parameters<typeof z.fromJSONSchema>[0]);
}

const schemas: Readonly<Record<string, z.ZodType>> = {
  Stack: published("Stack"),
  Program: published("Program"),
};

interface Found {
  readonly file: string;
  readonly kind: string;
  readonly object: JsonObject;
}

const objects: Found[] = readdirSync(folder).flatMap((file) =>
  parseAllDocuments(readFileSync(join(folder, file), "utf8"), { strict: true }).map((document) => {
    expect(document.errors).toEqual([]);
    const object = document.toJS() as JsonObject;
    return { file, kind: String(object.kind), object };
  }),
);
const ofOperator = objects.filter(({ object }) => object.apiVersion === "pulumi.com/v1");
const stacks = ofOperator.filter(({ kind }) => kind === "Stack");

it("has a stack from a git repository, and a stack and a program without one", () => {
  expect(ofOperator.map(({ file, kind }) => `${file} ${kind}`).sort()).toEqual([
    "program.yaml Program",
    "program.yaml Stack",
    "stack.yaml Stack",
  ]);
});

it.each(ofOperator)("is as the operator's schema says: $file, $kind", ({ kind, object }) => {
  const result = schemas[kind]?.safeParse(object);
  expect(result?.error?.issues).toBeUndefined();
  expect(result?.success).toBe(true);
});

describe("the schema finds", () => {
  const [first] = stacks;
  const spec = first?.object.spec as JsonObject;
  const check = (changes: JsonObject) =>
    schemas.Stack?.safeParse({ ...first?.object, spec: { ...spec, ...changes } }).success;

  it.each([
    ["a field that the operator does not have", { retrySeconds: 5 }],
    ["a number in quotes", { resyncFrequencySeconds: "3600" }],
    ["a variable from a place of unknown type", { envRefs: { KEY: { type: 5 } } }],
    [
      "a field that a pod does not have",
      { workspaceTemplate: { spec: { podTemplate: { spec: { gracePeriod: 5 } } } } },
    ],
  ])("%s", (_what, changes) => {
    expect(check({})).toBe(true);
    expect(check(changes)).toBe(false);
  });
});

describe.each(stacks)("the stack of $file", ({ object }) => {
  const spec = object.spec as JsonObject;

  it("takes access from nobody because an object of the cluster is deleted", () => {
    expect(spec.destroyOnFinalize).toBe(false);
  });

  it("bounds what a run may take, since nobody reads its review", () => {
    expect((spec.config as JsonObject)["image-share:maxRemovals"]).toBeDefined();
  });

  it("keeps every key and password in a secret", () => {
    for (const [name, reference] of Object.entries(spec.envRefs as JsonObject)) {
      const isSecret = /KEY|PASS|SECRET|URL/.test(name);
      expect([name, (reference as JsonObject).type]).toEqual([name, isSecret ? "Secret" : "Literal"]);
    }
  });
});
