/** What one run has to come to when nothing goes wrong. */
import type { Program, Properties } from "./program";
import { isManagedElsewhere } from "./run";
import type { Stack } from "./stack";
import type { Choice, ImageNumber, UpOptions } from "./steps";
import { isRefused, isSatisfied, mayRemove, namedIn, type Will, willOf } from "./will";
import type { World } from "./world";

export const everything: Choice = { only: undefined };

export const plainly: UpOptions = {
  ...everything,
  manner: { asksFirst: false, isReversed: false, continuesOnError: false },
  isReplaced: false,
  isRefreshed: false,
};

/** What is to be expected of a run that is about to begin. */
export interface Expectation {
  /** Whether check or a guard has to refuse some resource. */
  readonly isRefused: boolean;
  /** Resources whose image is not as they want it, once the run has ended. */
  readonly unsatisfied: () => string[];
}

export function foreseen(stack: Stack, world: World): Expectation {
  const programs = stack.programs.filter(({ exists, looks }) => exists && !looks);
  const lookups = stack.programs.filter(({ exists, looks }) => exists && looks);
  const isLookupRefused = lookups.some((program) => {
    const saved = stack.state.resources.get(program.name);
    return saved !== undefined && isManagedElsewhere(saved, program);
  });
  const wills = programs.map((program) => ({ program, will: willWith(stack, world, program, programs) }));
  return {
    isRefused: isLookupRefused || isAnyRefused(stack, world, programs),
    unsatisfied: () =>
      wills
        .filter(({ program, will }) => !isSatisfied(will, world.live(program.image)))
        .map(({ program }) => program.name),
  };
}

/** Resource by resource, each after what those before it have done. */
function isAnyRefused(stack: Stack, world: World, programs: readonly Program[]): boolean {
  const live = new Map<ImageNumber, ReadonlySet<string>>();
  return programs.some((program, index) => {
    const { image, inputs } = program;
    const before = live.get(image) ?? world.live(image) ?? new Set();
    const will = willWith(stack, world, program, programs.slice(0, index));
    if (isInvalid(inputs) || isRefused(will, before)) return true;
    live.set(image, after(will, before));
    return false;
  });
}

/**
 * @param asked resources that the engine has asked about by then. What all list is told of an image that state has the
 *   resource for.
 */
function willWith(stack: Stack, world: World, program: Program, asked: readonly Program[]): Will {
  const { image, inputs, name } = program;
  const old = stack.state.resources.get(name);
  const isUpdate =
    old !== undefined &&
    old.image === image &&
    !old.isTainted &&
    !stack.isDisplaced(old) &&
    old.outputs.isLookup !== true;
  const managed = stack.programs.filter(({ exists, looks }) => exists && !looks);
  const known = old?.image === image ? managed : asked;
  const others = known.filter((other) => other !== program && other.image === image);
  const claimed = new Set(others.flatMap((other) => [...namedIn(other.inputs)]));
  return willOf(world.facts, inputs, isUpdate ? old.outputs : undefined, { claimed, recorded: new Set() });
}

function after(will: Will, live: ReadonlySet<string>): ReadonlySet<string> {
  const kept = [...live].filter((account) => !mayRemove(will, account));
  return new Set([...kept, ...[...will.listed].filter(will.manages)]);
}

/** Whether check has to refuse the arguments. */
function isInvalid({ accounts, shareToEcs, allowEmpty }: Properties): boolean {
  const isEmpty = Array.isArray(accounts) && accounts.length === 0 && allowEmpty !== true;
  return isEmpty || (accounts === undefined && shareToEcs === undefined);
}
