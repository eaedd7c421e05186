/** `npm run assumptions` writes what each service rests on into its page, from the facts of the build. */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import type { ServiceFacts } from "../src/core/service-facts.ts";
import { withTable } from "./live/table.ts";

const repository = resolve(import.meta.dirname, "..");
const built = createRequire(import.meta.url);
const { serviceNames } = built(join(repository, "dist/core/services.js")) as {
  serviceNames: readonly string[];
};
const { findService } = built(join(repository, "dist/backends/registry.js")) as {
  findService(name: string): { facts: ServiceFacts } | undefined;
};

for (const service of serviceNames) {
  const page = join(repository, `docs/services/${service}.md`);
  const assumptions = findService(service)?.facts.assumptions ?? [];
  writeFileSync(page, withTable(readFileSync(page, "utf8"), assumptions));
}
console.error(`wrote the assumptions of ${serviceNames.length} services`);
