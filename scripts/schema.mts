/** Writes plugin/schema.json, from which SDKs are generated without the plugin. `npm run schema` builds first. */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const repository = resolve(import.meta.dirname, "..");
const { schemaText } = createRequire(import.meta.url)(
  resolve(repository, "dist/provider/plugin/schema.js"),
) as {
  schemaText: (version: string) => string;
};
const { version } = JSON.parse(readFileSync(resolve(repository, "package.json"), "utf8")) as {
  version: string;
};
writeFileSync(resolve(repository, "plugin/schema.json"), schemaText(version));
console.error("wrote plugin/schema.json");
