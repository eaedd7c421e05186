/**
 * How a change of one share shows in the engine's diff. The engine takes old values from the recorded outputs and new
 * ones from the inputs, and shows only what it finds there.
 *
 * | change                                                   | path                | kind                              |
 * |----------------------------------------------------------|---------------------|-----------------------------------|
 * | listed now, not before; or regained after a loss outside | accounts[i], new i  | add                               |
 * | listed before, not now                                   | accounts[i], old i  | delete                            |
 * | both of them at one place                                | accounts[i]         | update: one path has one entry    |
 * | the list is not known yet                                | accounts            | update                            |
 * | foreign, known to state, will lose access                | foreignAccounts[i]  | delete                            |
 * | foreign, not known to state, will lose access            | foreignAccounts     | delete: a line names the accounts |
 * | an organisation, or a unit                               | its lists           | as an account                     |
 * | access to a snapshot, given or given again               | snapshots           | update, if nothing else shows it  |
 * | the same, in a refresh                                   | snapshotAccounts    | update                            |
 * | access to a snapshot will be lost, known to state        | its output, at i    | delete                            |
 * | the same, not known to state                             | foreignSnapshot…    | delete: a line names the accounts |
 * | another argument                                         | its name            | add, delete or update             |
 * | an argument that names the image                         | its name            | the same, and replace             |
 */
import { type AccountId, OWN_ECS, ofKind } from "../../core/accounts";
import { granteeLists } from "../../core/grantees";
import type { Plan } from "../../core/plan";
import type { ListArgument } from "../../core/service-facts";
import { accountOf } from "../../core/snapshots";
import { changedSettings } from "../../core/state";
import { type Properties, unknownValue } from "../inputs";

export type ChangeKind = "add" | "delete" | "update" | "add-replace" | "delete-replace" | "update-replace";

/** By path. */
export type DetailedDiff = ReadonlyMap<string, ChangeKind>;

/** What a diff rests on. */
export interface ShareChange {
  /** Recorded outputs. */
  readonly olds: Properties;
  /** Checked inputs. */
  readonly news: Properties;
  readonly replaces: readonly string[];
  /** Undefined where it is not known who has access, and where another image takes the place. */
  readonly plan: Plan | undefined;
  /** Whether a refresh asks: then the engine compares recorded outputs, and takes none of the values from inputs. */
  readonly isRefresh?: boolean;
}

export function detailedDiff({ olds, news, replaces, plan, isRefresh = false }: ShareChange): DetailedDiff {
  const entries = new Map<string, ChangeKind>();
  for (const key of replaces) entries.set(key, `${changeOf(olds[key], news[key])}-replace`);
  for (const { argument } of granteeLists) addListed(entries, argument, { olds, news, plan });
  for (const list of granteeLists) addForeign(entries, list, olds, plan);
  const isList = (key: string) => granteeLists.some(({ argument }) => argument === key);
  const settings = changedSettings(olds, news).filter((key) => !isList(key));
  for (const key of settings) entries.set(key, changeOf(olds[key], news[key]));
  const ownEcs = plan !== undefined && [...plan.add, ...plan.remove].includes(OWN_ECS);
  if (ownEcs || (news.shareToEcs !== undefined && news.shareToEcs !== olds.shareToEcs)) {
    entries.set("shareToEcs", changeOf(olds.shareToEcs, news.shareToEcs));
  }
  addSnapshots(entries, { olds, plan, isRefresh });
  // An update that only records something has to show all the same.
  if (entries.size === 0) entries.set("foreignAccounts", "update");
  return entries;
}

/** The properties that the paths begin with; each once. */
export function changedProperties(diff: DetailedDiff): string[] {
  return [...new Set([...diff.keys()].map((path) => path.replace(/\[.*$/, "")))].sort();
}

function addListed(
  entries: Map<string, ChangeKind>,
  name: ListArgument,
  { olds, news, plan }: Pick<ShareChange, "olds" | "news" | "plan">,
): void {
  if (news[name] === unknownValue) {
    entries.set(name, changeOf(olds[name], news[name]));
    return;
  }
  const [before, after] = [listIn(olds[name]), listIn(news[name])];
  // What is left out is managed no longer, and keeps access: a line says so.
  if (news[name] === undefined && before.length > 0) entries.set(name, "delete");
  else deleteAll(entries, name, before, (account) => !after.includes(account));
  const regained = new Set(plan?.add);
  for (const [index, account] of after.entries()) {
    if (before.includes(account) && !regained.has(account)) continue;
    const path = `${name}[${index}]`;
    entries.set(path, entries.has(path) ? "update" : "add");
  }
}

function addForeign(
  entries: Map<string, ChangeKind>,
  { kind, argument, foreign: name }: (typeof granteeLists)[number],
  olds: Properties,
  plan: Plan | undefined,
): void {
  const losing = new Set<AccountId>(plan?.remove);
  const [owned, foreign] = [listIn(olds[argument]), listIn(olds[name])];
  deleteAll(entries, name, foreign, (account) => losing.has(account));
  const isNew = (account: AccountId) => !owned.includes(account) && !foreign.includes(account);
  if (ofKind(kind, losing).some(isNew)) entries.set(name, "delete");
}

/** Gains at a snapshot are those of the list, unless another hand took the access there. */
function addSnapshots(
  entries: Map<string, ChangeKind>,
  { olds, plan, isRefresh }: Pick<ShareChange, "olds" | "plan" | "isRefresh">,
): void {
  const losing = new Set(ofKind("snapshot", plan?.remove ?? []));
  const [owned, foreign] = [listIn(olds.snapshotAccounts), listIn(olds.foreignSnapshotAccounts)];
  deleteAll(entries, "snapshotAccounts", owned, (grantee) => losing.has(grantee));
  deleteAll(entries, "foreignSnapshotAccounts", foreign, (grantee) => losing.has(grantee));
  const isNew = (grantee: AccountId) => !owned.includes(grantee) && !foreign.includes(grantee);
  if ([...losing].some(isNew)) entries.set("foreignSnapshotAccounts", "delete");
  const gaining = new Set(plan?.add);
  const isAlone = [...gaining].some(
    (grantee) => accountOf(grantee) !== grantee && !gaining.has(accountOf(grantee)),
  );
  const name = isRefresh === true ? "snapshotAccounts" : "snapshots";
  if (isAlone && !entries.has(name)) entries.set(name, "update");
}

function deleteAll(
  entries: Map<string, ChangeKind>,
  name: string,
  list: readonly AccountId[],
  isDeleted: (account: AccountId) => boolean,
): void {
  for (const [index, account] of list.entries()) {
    if (isDeleted(account)) entries.set(`${name}[${index}]`, "delete");
  }
}

function changeOf(before: unknown, after: unknown): "add" | "delete" | "update" {
  if (before === undefined) return "add";
  return after === undefined ? "delete" : "update";
}

function listIn(value: unknown): AccountId[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
