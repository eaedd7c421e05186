/** What the built package knows of arguments, services and configuration. `npm run schema` builds first. */
import { createRequire } from "node:module";
import { resolve } from "node:path";
import type { ServiceFacts } from "../../src/core/service-facts.ts";
import type { PropertySpec } from "../../src/provider/plugin/schema-terms.ts";

export const repository = resolve(import.meta.dirname, "../..");
const load = createRequire(import.meta.url);
const from = (module: string) => load(resolve(repository, "dist", module));

export const { shareInputs, services } = from("provider/plugin/schema-arguments.js") as {
  shareInputs: Readonly<Record<string, PropertySpec>>;
  services: readonly ServiceFacts[];
};
export const { configurationSpecs } = from("provider/plugin/schema-configuration.js") as {
  configurationSpecs: Readonly<Record<string, PropertySpec>>;
};
export const { cloudSections } = from("backends/registry.js") as {
  cloudSections: typeof import("../../src/backends/registry.ts").cloudSections;
};
/** Of what check and report print, by file name. */
export const { documentSchemas } = from("cli/document-schemas.js") as {
  documentSchemas(): Readonly<Record<string, string>>;
};
export const { schemaText } = from("provider/plugin/schema.js") as {
  schemaText: (version: string) => string;
};

/** A JSON Schema, or a part of one. */
export type Schema = { readonly [name: string]: unknown } | boolean;

export const DRAFT = "http://json-schema.org/draft-07/schema#";
