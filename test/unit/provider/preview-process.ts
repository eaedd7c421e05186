/** A provider process behind which stands a cloud in memory, and the engine's questions to it. */

import { handle } from "../../../src/provider/dynamic/handle";
import { linesOf } from "../../support/endpoint-line";

export type Properties = Record<string, unknown>;

/** What the engine sends in place of a value that is not known yet. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What the gate of a pipeline looks for. */
export const gate = /lose access|up (will|may) (refuse|fail)|not known/;

/** Whatever a method answers: each test reads what its method has. */
export interface Answer {
  id: string;
  inputs: Properties;
  outs: Properties;
  failures: { reason: string }[];
  changes: boolean;
  replaces?: string[];
}

const keys = { secretId: "x", secretKey: "y" };
const prod = {
  tencentcloud: keys,
  alicloud: { accessKeyId: "x", accessKeySecret: "y" },
  volcengine: { accessKeyId: "x", secretKey: "y" },
};

/** @param settings of the stack's configuration, besides credentials */
export function newProcess(settings: Properties = {}) {
  const rawConfig: Properties = {
    "image-share:tencentcloud": JSON.stringify(keys),
    "image-share:profiles": JSON.stringify({ prod }),
    ...settings,
  };
  const config = { get: (key: string) => rawConfig[key] as string | undefined, rawConfig };
  return (method: Parameters<typeof handle>[0], ...args: unknown[]) =>
    handle(method, config, args) as Promise<Answer>;
}

/** Collects what a provider process prints, line by line, until mocks are restored. */
export function collectLines(): string[] {
  const lines: string[] = [];
  jest.spyOn(console, "log").mockImplementation((text: string) => lines.push(...linesOf(text)));
  return lines;
}
