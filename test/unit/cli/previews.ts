/** What the engine has printed of previews, recorded by test/acceptance/review.test.ts with UPDATE_PREVIEWS=1. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type Scenario = "removed" | "replaced" | "left-behind" | "same-image" | "destroyed";

/** Their names end so that nothing takes a stream of events for one document of JSON. */
const pathOf = (name: string) => join(__dirname, "previews", name);

export function recorded(scene: Scenario): { readonly preview: string; readonly state: string } {
  const read = (name: string) => readFileSync(pathOf(name), "utf8");
  return { preview: read(`${scene}.preview`), state: read(`${scene}.state`) };
}

/** Writes them anew, without what is of one machine, or of no use. */
export function record(scene: Scenario, preview: string, state: string): void {
  writeFileSync(pathOf(`${scene}.preview`), trimmed(preview));
  writeFileSync(pathOf(`${scene}.state`), trimmed(state));
}

const ofOneMachine = new Set([
  "endpoint",
  "sourcePosition",
  "stackTrace",
  "propertyDependencies",
  "manifest",
  "secrets_providers",
  "metadata",
]);

function trimmed(text: string): string {
  const lines = isStream(text) ? text.split("\n").filter((line) => line !== "") : [text];
  const documents = lines.map((line): unknown => JSON.parse(line, replaced));
  if (documents.length === 1) return `${JSON.stringify(documents[0], undefined, 2)}\n`;
  const events = documents.map((document) => JSON.stringify(document));
  return events
    .map((event) => (/"severity":"debug"|"resOutputsEvent"/.test(event) ? "" : `${event}\n`))
    .join("");
}

function isStream(text: string): boolean {
  return text.startsWith('{"');
}

function replaced(key: string, value: unknown): unknown {
  // The stack's own keys are those of a test.
  if (key === "config") return { "image-share:accountNames": JSON.stringify({ "100000000001": "acme" }) };
  if (key === "__provider") return "exports.handler = …";
  // An event has its metadata under the same name.
  if (key === "metadata" && typeof value === "object" && value !== null && "op" in value) return value;
  return ofOneMachine.has(key) || key.startsWith("image-share:") ? undefined : value;
}
