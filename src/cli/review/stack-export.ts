/** Exports the state of the preview's stack with Pulumi. */
import { runPulumi } from "../pulumi";

/** @param stack undefined: the selected stack. @throws Error with a short reason */
export function exportStack(stack: string | undefined, interrupted: AbortSignal): Promise<string> {
  return runPulumi(
    ["stack", "export", "--non-interactive", ...(stack === undefined ? [] : ["--stack", stack])],
    interrupted,
  );
}

/** The stack's name in URNs: `urn:pulumi:<stack>::<project>::…`; undefined without URNs. */
export function stackIn(urns: readonly string[]): string | undefined {
  const [, stack] = /^urn:pulumi:(.+?)::/.exec(urns[0] ?? "") ?? [];
  return stack;
}
