/** What the engine prints of a preview, and of state, for the review that a pipeline holds a run to. */
import { digest, exported, step, urnOf } from "../../unit/cli/preview-documents";
import type { Saved } from "./engine";
import type { Properties } from "./program";
import type { Decision } from "./run";
import type { State } from "./stack";

/** As `pulumi preview --json` prints it with --show-sames and --show-replacement-steps, and `pulumi stack export`. */
export interface Documents {
  readonly preview: string;
  readonly state: string;
}

/**
 * @param endings what is deleted
 * @param lines what the provider said
 */
export function documentsOf(
  { resources, leftovers }: State,
  decisions: readonly Decision[],
  endings: readonly Saved[],
  lines: readonly string[],
): Documents {
  const deleted = endings.map((saved) =>
    leftovers.includes(saved)
      ? step("delete-replaced", { before: asLeftover(saved) })
      : step("delete", { before: inState(saved) }),
  );
  const decided = new Set(decisions.map(({ program }) => program.name));
  const ended = new Set(endings.map(({ name }) => name));
  // A resource that is not targeted comes with its old outputs.
  const others = [...resources.values()].filter(({ name }) => !decided.has(name) && !ended.has(name));
  const same = others.map((saved) => step("same", { before: inState(saved), after: inState(saved) }));
  return {
    preview: digest({ steps: [...decisions.flatMap(stepsOf), ...same, ...deleted], lines }),
    state: exported([...[...resources.values()].map(inState), ...leftovers.map(asLeftover)]),
  };
}

function stepsOf({ program, op, old, inputs }: Decision): Properties[] {
  const after = { ...resourceOf(program.name), inputs, outputs: {} };
  if (op === "read") return [step(op, { before: old && inState(old), after: { ...after, external: true } })];
  if (old === undefined) return [step("create", { after })];
  if (op !== "replace") return [step(op, { before: inState(old), after })];
  return [
    step("create-replacement", { before: inState(old), after }),
    step("replace", { before: asLeftover(old), after }),
    step("delete-replaced", { before: asLeftover(old) }),
  ];
}

function inState({ name, id, inputs, outputs, retainOnDelete, deletedWith, modified }: Saved): Properties {
  const other = deletedWith === undefined ? {} : { deletedWith: urnOf(deletedWith) };
  return { ...resourceOf(name), id, inputs, outputs, retainOnDelete, modified, ...other };
}

function asLeftover(saved: Saved): Properties {
  return { ...inState(saved), delete: true };
}

function resourceOf(name: string): Properties {
  return { urn: urnOf(name), type: "pulumi-nodejs:dynamic/image-share:ImageShare" };
}
