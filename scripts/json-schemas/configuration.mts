/** The JSON Schema of the configuration under `image-share:`, by key, without the prefix. */
import { z } from "zod";
import { cloudSections, configurationSpecs, type Schema, services } from "./product.mts";
import { shareSchema } from "./share.mts";

/** How Pulumi stores a secret in Pulumi.<stack>.yaml. */
const secret = {
  type: "object",
  properties: { secure: { type: "string" } },
  required: ["secure"],
  additionalProperties: false,
};

/** A value as YAML has it, or as `pulumi config set` stores it: as a text. */
const truth = { enum: [true, false, "true", "false"] };
const whole = {
  anyOf: [
    { type: "integer", minimum: 0 },
    { type: "string", pattern: "^[0-9]+$" },
  ],
};

/** What zod checks in code has no form in JSON Schema. */
const inCode: Readonly<Record<string, Schema>> = {
  endpoint: { type: "string", format: "uri" },
  durationSeconds: { type: "integer", minimum: 900, maximum: 43_200 },
};

function section(cloud: keyof typeof cloudSections): Schema {
  const { properties = {} } = z.toJSONSchema(cloudSections[cloud], { unrepresentable: "any", io: "input" });
  const members = Object.entries(properties).map(([name, schema]) => [
    name,
    { anyOf: [inCode[name] ?? schema, ...(name in inCode ? [] : [{ type: ["number", "boolean"] }]), secret] },
  ]);
  return { type: "object", properties: Object.fromEntries(members), additionalProperties: false };
}

const clouds = Object.keys(cloudSections) as (keyof typeof cloudSections)[];
const sections = Object.fromEntries(clouds.map((cloud) => [cloud, { $ref: `#/definitions/${cloud}` }]));

/** What the keys' schemas refer to. */
export function definitions(): Readonly<Record<string, Schema>> {
  return { ...Object.fromEntries(clouds.map((cloud) => [cloud, section(cloud)])), share: shareSchema() };
}

const perService = (schema: (service: (typeof services)[number]) => Schema): Schema => ({
  type: "object",
  properties: Object.fromEntries(services.map((facts) => [facts.service, schema(facts)])),
  additionalProperties: false,
});

const rateLimit = {
  type: "object",
  properties: { calls: { type: "integer", minimum: 1 }, perMs: { type: "integer", minimum: 1 } },
  required: ["calls", "perMs"],
  additionalProperties: false,
};

const values: Readonly<Record<string, Schema>> = {
  ...Object.fromEntries(clouds.map((cloud) => [cloud, { anyOf: [sections[cloud], secret] }])),
  profiles: {
    anyOf: [
      {
        type: "object",
        additionalProperties: {
          anyOf: [{ type: "object", properties: sections, additionalProperties: false }, secret],
        },
      },
      secret,
    ],
  },
  endpoint: { type: "string", format: "uri" },
  approved: { type: "string" },
  moveEndpoint: truth,
  liveDiff: truth,
  strictPreview: truth,
  refreshFirst: truth,
  knownAccountsOnly: truth,
  maxRemovals: whole,
  accountNames: { type: "object", additionalProperties: { type: ["string", "number", "boolean"] } },
  limits: perService(() => ({ type: "integer", minimum: 1 })),
  rateLimits: perService(({ actions }) => ({
    type: "object",
    properties: Object.fromEntries(actions.map((action) => [action, rateLimit])),
    additionalProperties: false,
  })),
};

/** Every key, with what it is for; `shares` is what the command line and the quickstart read. */
export function configurationSchemas(): Readonly<Record<string, Schema>> {
  const described = Object.entries(configurationSpecs).map(([key, { description }]) => {
    const value = values[key];
    if (value === undefined)
      throw new Error(`image-share:${key} has no schema: add it to ${import.meta.filename}`);
    return [key, { description, ...(value as object) }];
  });
  return {
    ...Object.fromEntries(described),
    shares: {
      description: "The shares that image-share check and apply go by.",
      anyOf: [{ type: "array", minItems: 1, items: { $ref: "#/definitions/share" } }, { type: "string" }],
    },
  };
}
