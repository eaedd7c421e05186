/** Writes the JSON Schemas of what check and report print. `npm run schema` builds first. */
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const repository = resolve(import.meta.dirname, "..");
const { documentSchemas } = createRequire(import.meta.url)(
  resolve(repository, "dist/cli/document-schemas.js"),
) as {
  documentSchemas(): Readonly<Record<string, string>>;
};
mkdirSync(resolve(repository, "schemas"), { recursive: true });
for (const [name, text] of Object.entries(documentSchemas())) {
  writeFileSync(resolve(repository, "schemas", name), text);
  console.error(`wrote schemas/${name}`);
}
