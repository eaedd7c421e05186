/**
 * What the end of a share that is replaced does: by another image, or by itself (`--replace`, `state taint`), of which the
 * engine tells nothing but what the program has told.
 */

import type { Host } from "../app/host";
import { outlookOf } from "../app/prospect";
import { type AccountId, nameAccounts, within, without } from "../core/accounts";
import type { ShareArgs } from "../core/args";
import { listedIn, ownedIn } from "../core/goal";
import { type GuardPolicy, refusals } from "../core/guards";
import { type Outlook, refusalLines, replacementLines, retainedLines } from "../core/messages";
import type { Foreseen } from "../core/partial-messages";
import type { Goal } from "../core/plan";
import { recalled } from "../core/recalled";
import type { ShareState } from "../core/state";
import { imageLabel, shareId } from "../core/target";
import type { Told } from "../core/told";

/** The share that state holds in the place of a new one, as the program has told; undefined where it holds none. */
export function beforeIn(told: Told | undefined): ShareState | undefined {
  return recalled(told?.before ?? {})?.state;
}

/**
 * What a replacement by another image takes from the share that it replaces: by a delete, which leaves protected accounts
 * alone, and those that other resources of the program list.
 *
 * @param unknown arguments that are not known yet, and may turn out to name the same image
 * @param told undefined where the program did not tell
 */
export function replacedShare(
  { manager, removals }: Host,
  state: ShareState,
  unknown: readonly string[],
  told: Told | undefined,
): Foreseen {
  const { target, protectedAccounts, options } = state;
  const owned = without(ownedIn(state), new Set([...protectedAccounts, ...manager.claims.claimed(target)]));
  if (options.retainOnDelete) return { lines: retainedLines(target, owned), obstacles: [] };
  const elsewhere = told?.elsewhere ?? {};
  const losing = owned.filter((account) => !Object.hasOwn(elsewhere, account));
  const obstacles = refusalLines(target, removals.foresee(shareId(target), losing), {
    may: unknown.length > 0,
  });
  const lines = replacementLines(target, losing, {
    isSharedFirst: told?.deletesFirst === false,
    unless: [
      ...(unknown.length > 0 ? [`what is not known yet (${unknown.join(", ")}) stays the same`] : []),
      ...(options.deletedWith === undefined
        ? []
        : [`${options.deletedWith} is deleted in the same run (deletedWith)`]),
      ...(told?.mayListMore === false ? [] : ["another resource of this program lists them"]),
    ],
  });
  return { lines: [...obstacles, ...lines, ...listedByOthers(state, owned, elsewhere)], obstacles };
}

/** The engine comes to the others later, if it does. */
function listedByOthers(
  { target }: ShareState,
  owned: readonly AccountId[],
  elsewhere: Told["elsewhere"],
): string[] {
  const kept = owned.filter((account) => Object.hasOwn(elsewhere, account));
  return [...new Set(kept.map((account) => elsewhere[account]))].map((name) => {
    const accounts = kept.filter((account) => elsewhere[account] === name);
    const why = `the resource "${name}" lists them, unless --target leaves it out`;
    return `${imageLabel(target)}: keeps access (${why}): ${nameAccounts(accounts)}`;
  });
}

/** Whom the deletion of a share takes access from, of those that the one in its place does not list. */
export function takenAfterwards(
  { manager }: Host,
  args: ShareArgs,
  before: ShareState,
): ReadonlySet<AccountId> {
  if (before.options.retainOnDelete) return new Set();
  const spared = [...before.protectedAccounts, ...listedIn(args), ...manager.claims.claimed(before.target)];
  return new Set(without(ownedIn(before), new Set(spared)));
}

/** A share that is made anew: what both halves together come to. */
export interface InPlace {
  readonly goal: Goal;
  /** The same with what a run has against it, and with whom the delete takes access from. */
  outlook(plan: Outlook["plan"]): Outlook;
  /** Who keeps access although the old share listed them. */
  readonly lines: readonly string[];
}

/**
 * A share that is made anew for the same image: the engine makes one that knows of no state, and deletes the old one.
 *
 * @param made what the making alone asks for, and what it is held to
 */
export function madeAnew(
  { manager }: Host,
  args: ShareArgs,
  before: ShareState,
  {
    live,
    made,
    policy,
  }: {
    readonly live: ReadonlySet<AccountId>;
    readonly made: Pick<Outlook, "plan" | "goal">;
    readonly policy: GuardPolicy;
  },
): InPlace {
  const { target } = before;
  const listed = new Set(listedIn(args));
  const owned = within(without(ownedIn(before), listed), live);
  // What is exclusive revokes them itself, whatever becomes of the old share.
  const isSpared = !made.goal.exclusive;
  const guarded = isSpared ? within(owned, new Set(before.protectedAccounts)) : [];
  const retained = isSpared && before.options.retainOnDelete ? without(owned, new Set(guarded)) : [];
  const spared = new Set([...guarded, ...retained]);
  const goal: Goal = {
    ...made.goal,
    owned: without([...made.goal.owned, ...ownedIn(before)], spared),
    elsewhere: without(manager.claims.claimed(target), listed),
  };
  const { approved, ...guards } = policy;
  const ofBoth: GuardPolicy = { protectedAccounts: [], approved };
  return {
    goal,
    outlook: (plan) => ({
      ...outlookOf(args, { ...plan, foreign: without(plan.foreign, spared) }, goal, ofBoth, before),
      refusals: [...refusals(made.plan, guards), ...refusals(plan, ofBoth)],
    }),
    lines: [
      ...retainedLines(target, retained),
      ...(guarded.length === 0
        ? []
        : [
            `${imageLabel(target)}: keeps access (protectedAccounts protects them): ${nameAccounts(guarded)}`,
          ]),
    ],
  };
}
