/** What is wrong with what was recorded: accounts that are forgotten, claimed, or not as they were read. */
import { OWN_ECS } from "../../../src/core/accounts";
import type { CallRecord } from "../../../src/emulator";
import { changesIn, isReadBack } from "./calls";
import type { Asked } from "./engine";
import { listIn, namedIn, ownedIn } from "./will";
import type { World } from "./world";

/** What state forgets, claims, or has wrong. */
export function recordViolations(asked: Asked, calls: readonly CallRecord[], world: World): string[] {
  const { method, image, will, before, stateBefore, stateAfter, error } = asked;
  if (method === "check" || method === "diff") return [];
  const violations: string[] = [];
  const { isFresh } = world;
  if (stateAfter?.isLookup === true) return lookupViolations(asked, world);
  const live = [...(world.live(image) ?? [])].filter((account) => will.manages(account));
  // What another resource has on record is let go.
  const owned = new Set([...ownedIn(stateBefore)].filter((account) => will.owned.has(account)));
  const recorded = namedIn(stateAfter);
  if (
    will.sparesStrangers &&
    error !== undefined &&
    stateBefore !== stateAfter &&
    stateAfter?.exclusive !== false
  ) {
    violations.push("state has become exclusive by silence");
  }
  // With `shareToEcs: false` the own ECS is on record until it is revoked, for every origin of the share.
  const claimed = new Set([...will.owned, ...will.listed]);
  const known = new Set([...claimed, ...ownedIn(stateBefore)]);
  const stolen = [...recorded].filter((account) => !known.has(account));
  if (stolen.length > 0) violations.push(`state claims ${stolen}, which others share`);
  // A delete that succeeds forgets on purpose; what it had to revoke was looked at with its success.
  const isDeleted = method === "delete" && error === undefined;
  const ours = live.filter((account) => owned.has(account) || before?.has(account) === false);
  const remembered = ownedIn(stateAfter);
  const forgotten = isDeleted ? [] : ours.filter((account) => !remembered.has(account));
  if (isFresh && forgotten.length > 0) violations.push(`state forgets ${forgotten}`);
  // Who is not listed any more is let go of by a read that shows no access.
  const lastListed = listIn(stateBefore?.listedAccounts ?? stateBefore?.accounts);
  const disowned = lastListed.filter((account) => !remembered.has(account));
  if (method === "read" && stateAfter !== undefined && disowned.length > 0) {
    violations.push(`a refresh disowns ${disowned}`);
  }
  if (isFresh && stateAfter !== undefined && (error === undefined || isReadBack(calls, world.service))) {
    violations.push(...inexactViolations(asked, calls, live, claimed));
  }
  return violations;
}

/** A lookup shows everybody who has access, and owns nobody. */
function lookupViolations({ image, stateAfter, error }: Asked, world: World): string[] {
  const live = [...(world.live(image) ?? [])];
  const shown = namedIn(stateAfter);
  const isTrue = error !== undefined || !world.isFresh || same(shown, live);
  return isTrue ? [] : [`the lookup shows ${[...shown]} and not ${live}`];
}

/** State beside what was read back. */
function inexactViolations(
  asked: Asked,
  calls: readonly CallRecord[],
  live: readonly string[],
  claimed: ReadonlySet<string>,
): string[] {
  const { method, stateAfter, error, leaving } = asked;
  // The engine keeps the state of an operation that fails without a word about it as it was.
  if (error !== undefined && !("properties" in error)) return [];
  const known = method === "read" ? ownedIn(asked.stateBefore) : claimed;
  const held = live.filter((account) => known.has(account));
  // Whom the deletion of the old share takes access from is not foreign to the new one. After a failure, nothing is deleted.
  const gone = error === undefined ? leaving : new Set();
  const foreign = live.filter((account) => !known.has(account) && !gone.has(account) && account !== OWN_ECS);
  // When the deadline allows no second look, what was sent last may show later: an error counts it in.
  const mayShow = new Set(error === undefined ? [] : calls.flatMap((call) => changesIn(call).add));
  const recorded = [...namedIn(stateAfter)];
  const violations: string[] = [];
  if (
    !same(
      recorded.filter((account) => live.includes(account) || !mayShow.has(account)),
      held,
    )
  ) {
    violations.push(`state has ${recorded} and not ${held}`);
  }
  if (!same(foreign, listIn(stateAfter?.foreignAccounts))) {
    violations.push(`foreignAccounts are ${listIn(stateAfter?.foreignAccounts)} and not ${foreign}`);
  }
  return violations;
}

export function same(left: Iterable<string>, right: Iterable<string>): boolean {
  return [...left].sort().join() === [...right].sort().join();
}
