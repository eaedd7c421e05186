/** The parts of an image's access that arguments, or state, manage: a list of grantees for each kind, and the own ECS. */
import { type AccountId, OWN_ECS } from "./accounts";
import type { Scope } from "./backend";
import { granteeLists, kindOf } from "./grantees";
import type { ListArgument } from "./service-facts";
import { snapshotOf } from "./snapshots";

/** What lists grantees, in arguments and in state. */
type Parts = { readonly [Name in ListArgument]?: readonly AccountId[] | undefined } & {
  readonly shareToEcs?: boolean | undefined;
  readonly snapshots?: boolean | undefined;
};

/** An omitted part is not managed: it is neither read nor changed. */
export function scopeOf(args: Parts): Scope {
  const lists = granteeLists.flatMap(({ argument }) => (args[argument] === undefined ? [] : [argument]));
  return {
    accounts: false,
    ...Object.fromEntries(lists.map((argument) => [argument, true])),
    ownEcs: args.shareToEcs !== undefined,
    ...(args.snapshots === true ? { snapshots: true } : {}),
  };
}

/** Whether a part of the image's access is managed. */
export function isInScope(grantee: AccountId, scope: Scope): boolean {
  if (snapshotOf(grantee) !== undefined) return scope.snapshots === true;
  const list = granteeLists.find(({ kind }) => kind === kindOf(grantee));
  return list === undefined ? scope.ownEcs : scope[list.argument] === true;
}

/** Whether a scope is empty: nothing is managed. */
export function isBlank({ ownEcs, snapshots: _, snapshotIds: __, ...lists }: Scope): boolean {
  return !ownEcs && !Object.values(lists).includes(true);
}

/** Accounts, and grantees of other kinds, that these arguments list. */
export function listedIn(args: Parts): AccountId[] {
  return [
    ...granteeLists.flatMap(({ argument }) => args[argument] ?? []),
    ...(args.shareToEcs === true ? [OWN_ECS] : []),
  ];
}
