/** The schemas that editors read, by file name. */
import { configurationSchemas, definitions } from "./configuration.mts";
import { DRAFT, type Schema } from "./product.mts";

function shareFile(): Schema {
  return {
    $schema: DRAFT,
    title: "A share file of image-share",
    description: "Shares and settings for image-share check, apply, show, discover and report.",
    if: { type: "array" },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: { minItems: 1, items: { $ref: "#/definitions/share" } },
    else: {
      type: "object",
      properties: configurationSchemas(),
      required: ["shares"],
      additionalProperties: false,
    },
    definitions: definitions(),
  };
}

/** Pulumi's own keys and those of other packages are left to them. */
function stackConfiguration(): Schema {
  const keys = Object.entries(configurationSchemas()).map(([key, schema]) => [`image-share:${key}`, schema]);
  return {
    $schema: DRAFT,
    title: "Pulumi.<stack>.yaml with the configuration of pulumi-image-share",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: Object.fromEntries(keys),
        patternProperties: { "^(?!image-share:)": true },
        additionalProperties: false,
      },
    },
    definitions: definitions(),
  };
}

export const schemaFiles: Readonly<Record<string, () => Schema>> = {
  "share-file.schema.json": shareFile,
  "stack-configuration.schema.json": stackConfiguration,
};

export function fileText(make: () => Schema): string {
  return `${JSON.stringify(make(), undefined, 2)}\n`;
}
