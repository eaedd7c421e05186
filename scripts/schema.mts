/**
 * Writes plugin/schema.json, from which SDKs are generated without the plugin, and the JSON Schemas for editors and of what
 * check and report print.
 * `npm run schema` builds first.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileText, schemaFiles } from "./json-schemas/files.mts";
import { documentSchemas, repository, schemaText } from "./json-schemas/product.mts";

const { version } = JSON.parse(readFileSync(resolve(repository, "package.json"), "utf8")) as {
  version: string;
};
write("plugin/schema.json", schemaText(version));
for (const [name, make] of Object.entries(schemaFiles)) write(`schemas/${name}`, fileText(make));
for (const [name, text] of Object.entries(documentSchemas())) write(`schemas/${name}`, text);

function write(path: string, text: string): void {
  writeFileSync(resolve(repository, path), text);
  console.error(`wrote ${path}`);
}
