/** State as released versions wrote it: the files beside this one, each named by its version. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Target } from "../../../src/emulator";

/** A resource as the engine exported it; the shim's text, the same in each, stands once in the file. */
export interface Recorded {
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>> & Target;
}

interface Released {
  readonly version: string;
  readonly __provider: string;
  readonly resources: Readonly<Record<string, Recorded>>;
}

/** Of every released version. */
export const released: readonly Released[] = readdirSync(__dirname)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(join(__dirname, name), "utf8")));

/** The image that state is about. */
export function targetIn({ outputs: { service, region, imageId } }: Recorded): Target {
  return region === undefined ? { service, imageId } : { service, region, imageId };
}

export function listIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
