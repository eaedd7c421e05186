/** A share of one image, as the engine hands it to the provider. */
import { shareId } from "../../../src/core/target";
import type { Target } from "../../../src/emulator";
import type { Properties } from "./process";

interface HasTarget {
  readonly target: Target;
}

/** @param more further arguments, or others than usual */
export function inputs({ target }: HasTarget, accounts: readonly string[], more: Properties = {}) {
  return { ...target, accounts, exclusive: true, ...more };
}

/** The outputs of a share that made what its inputs ask for, with no stranger about. */
export function state(of: HasTarget, accounts: readonly string[], more: Properties = {}) {
  return { ...inputs(of, accounts, more), foreignAccounts: [] };
}

export function idOf({ target: { service, region, imageId } }: HasTarget): string {
  return shareId(region === undefined ? { service, imageId } : { service, region, imageId });
}
