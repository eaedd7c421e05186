/** What a program tells the provider of a share beside its arguments, as `src/resource/program-hints.ts` does. */
import { hintsInput, keptOptions, type ProgramHints } from "../../../src/core/program-hints";
import type { Saved } from "./engine";
import type { Program, Properties } from "./program";
import { namedIn } from "./will";

/**
 * @param programs all resources that the program has
 * @param recorded what state held before the run, by name
 */
export function hiddenInputs(
  program: Program,
  programs: readonly Program[],
  recorded: ReadonlyMap<string, Saved>,
): Properties {
  const others = programs.filter((other) => other !== program);
  const managed = others.filter(({ exists, looks }) => exists && !looks);
  const { retainOnDelete, deletedWith } = program.optionsBeside(others[0]);
  const before = recorded.get(program.name);
  const told: ProgramHints = {
    before: before?.outputs,
    elsewhere: before === undefined ? {} : listedOn(managed, before.image),
    mayListMore: false,
    deletesFirst: false,
    areListsShown: true,
  };
  return {
    ...keptOptions({
      ...(retainOnDelete ? { retainOnDelete } : {}),
      ...(deletedWith === undefined ? {} : { deletedWith }),
    }),
    [hintsInput]: told,
  };
}

/** Names of resources, by the accounts that they list for an image. */
function listedOn(programs: readonly Program[], image: Program["image"]): Record<string, string> {
  const claims = programs.filter((program) => program.image === image);
  return Object.fromEntries(
    claims.flatMap(({ name, inputs }) => [...namedIn(inputs)].map((account) => [account, name])),
  );
}
