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
 * | another argument                                         | its name            | add, delete or update             |
 * | an argument that names the image                         | its name            | the same, and replace             |
 */
import { type AccountId, OWN_ECS } from "../../core/accounts";
import type { Plan } from "../../core/plan";
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
}

export function detailedDiff({ olds, news, replaces, plan }: ShareChange): DetailedDiff {
  const entries = new Map<string, ChangeKind>();
  for (const key of replaces) entries.set(key, `${kindOf(olds[key], news[key])}-replace`);
  addAccounts(entries, olds, news, plan);
  addForeign(entries, olds, plan);
  const settings = changedSettings(olds, news).filter((key) => key !== "accounts");
  for (const key of settings) entries.set(key, kindOf(olds[key], news[key]));
  const ownEcs = plan !== undefined && [...plan.add, ...plan.remove].includes(OWN_ECS);
  if (ownEcs || (news.shareToEcs !== undefined && news.shareToEcs !== olds.shareToEcs)) {
    entries.set("shareToEcs", kindOf(olds.shareToEcs, news.shareToEcs));
  }
  // An update that only records something has to show all the same.
  if (entries.size === 0) entries.set("foreignAccounts", "update");
  return entries;
}

/** The properties that the paths begin with; each once. */
export function changedProperties(diff: DetailedDiff): string[] {
  return [...new Set([...diff.keys()].map((path) => path.replace(/\[.*$/, "")))].sort();
}

function addAccounts(
  entries: Map<string, ChangeKind>,
  olds: Properties,
  news: Properties,
  plan: Plan | undefined,
): void {
  if (news.accounts === unknownValue) {
    entries.set("accounts", kindOf(olds.accounts, news.accounts));
    return;
  }
  const [before, after] = [listIn(olds.accounts), listIn(news.accounts)];
  // What is left out is managed no longer, and keeps access: a line says so.
  if (news.accounts === undefined && before.length > 0) entries.set("accounts", "delete");
  else deleteAll(entries, "accounts", before, (account) => !after.includes(account));
  const regained = new Set(plan?.add);
  for (const [index, account] of after.entries()) {
    if (before.includes(account) && !regained.has(account)) continue;
    const path = `accounts[${index}]`;
    entries.set(path, entries.has(path) ? "update" : "add");
  }
}

function addForeign(entries: Map<string, ChangeKind>, olds: Properties, plan: Plan | undefined): void {
  const losing = new Set<AccountId>(plan?.remove);
  const [owned, foreign] = [listIn(olds.accounts), listIn(olds.foreignAccounts)];
  deleteAll(entries, "foreignAccounts", foreign, (account) => losing.has(account));
  const isNew = (account: AccountId) =>
    account !== OWN_ECS && !owned.includes(account) && !foreign.includes(account);
  if ([...losing].some(isNew)) entries.set("foreignAccounts", "delete");
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

function kindOf(before: unknown, after: unknown): "add" | "delete" | "update" {
  if (before === undefined) return "add";
  return after === undefined ? "delete" : "update";
}

function listIn(value: unknown): AccountId[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
