/** Whether the clouds and state are right after a step. Each sentence is something that is not. */
import type { Emulator } from "pulumi-image-share/emulator";
import type { Share } from "../estate.mts";
import type { StateResource } from "../stack.mts";

/** After a step that was carried out: the clouds and state hold what the program lists, and nothing else. */
export function judgeDone(
  emulator: Emulator,
  state: readonly StateResource[],
  listed: readonly Share[],
): string[] {
  const recorded = recordedAccounts(state);
  const wrong = listed.flatMap((share) => {
    const { name, accounts } = share;
    const live = emulator.accounts(share);
    const sentences: string[] = [];
    if (!same(live, accounts)) sentences.push(`${name}: the cloud has ${difference(live, accounts)}`);
    const known = recorded.get(name);
    if (known === undefined ? accounts.length > 0 : !same(known, accounts))
      sentences.push(`${name}: state has ${difference(known ?? [], accounts)}`);
    return sentences;
  });
  const names = new Set(listed.map(({ name }) => name));
  const unlisted = [...recorded.keys()].filter((name) => !names.has(name));
  return [...wrong, ...unlisted.map((name) => `${name}: state has it, and the program does not list it`)];
}

/**
 * After a step that was interrupted: nobody has lost access who was to keep it, and nobody has it who is in neither list.
 *
 * @param state undefined after a kill, after which state may be behind; else it lists all who have access
 */
export function judgeInterrupted(
  emulator: Emulator,
  state: readonly StateResource[] | undefined,
  before: readonly Share[],
  listed: readonly Share[],
): string[] {
  const recorded = state === undefined ? undefined : recordedAccounts(state);
  return listed.flatMap((share, index) => {
    const { name, accounts } = share;
    const old = before[index]?.accounts ?? [];
    const live = emulator.accounts(share);
    const kept = accounts.filter((account) => old.includes(account));
    const sentences: string[] = [];
    if (!kept.every((account) => live.includes(account))) sentences.push(`${name}: lost access by surprise`);
    if (!live.every((account) => accounts.includes(account) || old.includes(account)))
      sentences.push(`${name}: access that no program lists`);
    if (recorded !== undefined && !same(recorded.get(name) ?? [], live))
      sentences.push(`${name}: state has ${difference(recorded.get(name) ?? [], live)}`);
    return sentences;
  });
}

function recordedAccounts(state: readonly StateResource[]): Map<string, readonly string[]> {
  return new Map(state.map(({ urn, outputs }) => [urn.split("::").at(-1) ?? "", outputs?.accounts ?? []]));
}

function same(left: readonly string[], right: readonly string[]): boolean {
  const members = new Set(right);
  return left.length === right.length && left.every((account) => members.has(account));
}

function difference(has: readonly string[], should: readonly string[]): string {
  const [held, wanted] = [new Set(has), new Set(should)];
  const missing = should.filter((account) => !held.has(account)).length;
  const extra = has.filter((account) => !wanted.has(account)).length;
  return `${missing} accounts too few and ${extra} too many`;
}
