/** The JSON Schema of one share: the arguments, with the formats of the service that it names. */
import type { Format, ServiceFacts } from "../../src/core/service-facts.ts";
import { type Schema, services, shareInputs } from "./product.mts";

/** Accepts what the product accepts: a whole number that YAML read from an ID without quotes, too. */
function identifier(format: Format): Schema {
  const text = {
    type: "string",
    pattern: format.pattern.source,
    errorMessage: `must be ${format.description}, such as "${format.example}"`,
  };
  return /^\d+$/.test(format.example) ? { anyOf: [text, { type: "integer" }] } : text;
}

function text({ pattern, description, example }: Format): Schema {
  return {
    type: "string",
    pattern: pattern.source,
    description,
    examples: [example],
    errorMessage: `must be ${description}, such as "${example}"`,
  };
}

/** What one service says of the arguments that differ between services. */
function ofService(facts: ServiceFacts): Schema {
  const managed = facts.grantees.flatMap(({ argument, format }) =>
    argument === undefined ? [] : [[argument, format] as const],
  );
  const lists = managed.map(([argument, format]) => [
    argument,
    argument === "shareToEcs" ? true : { items: identifier(format ?? facts.account) },
  ]);
  const others = ["shareToEcs", "organizationArns", "organizationalUnitArns"].filter(
    (name) => !managed.some(([argument]) => argument === name),
  );
  const properties = {
    region: facts.region === undefined ? false : text(facts.region),
    imageId: text(facts.imageId),
    protectedAccounts: true,
    ...Object.fromEntries(lists),
    ...Object.fromEntries(others.map((name) => [name, false])),
  };
  const region = facts.region === undefined ? [] : ["region"];
  const names = managed.map(([argument]) => argument);
  const isOne = names.length === 1;
  return {
    if: { properties: { service: { const: facts.service } }, required: ["service"] },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: {
      properties,
      required: isOne ? [...region, ...names] : region,
      ...(isOne ? {} : { anyOf: names.map((name) => ({ required: [name] })) }),
    },
  };
}

/** A share as a stack's configuration and a share file list it. */
export function shareSchema(): Schema {
  const properties = Object.fromEntries(
    Object.entries(shareInputs).map(([name, { description, ...spec }]) => [
      name,
      name === "service"
        ? { description, enum: services.map(({ service }) => service) }
        : { description, ...typeOf(spec) },
    ]),
  );
  return {
    type: "object",
    properties,
    required: ["service", "imageId"],
    additionalProperties: false,
    allOf: services.map(ofService),
  };
}

function typeOf(spec: object): object {
  const { type } = spec as { readonly type?: string };
  if (type === "array") return { type, items: { type: ["string", "integer"] } };
  return type === "integer" ? { type, minimum: 0 } : { type };
}
