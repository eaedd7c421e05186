/** The least time in which the vendors' documented limits let the calls of a step through. */
import type { ServiceName } from "pulumi-image-share/emulator";
import { fewestReads, subjects } from "../../../test/support/services/index.ts";
import { accountLimitOf, type Share } from "../estate.mts";

/** Never more calls than these in any window of so many milliseconds. */
export interface Window {
  readonly calls: number;
  readonly perMs: number;
}

const tencentcloud: Window = { calls: 10, perMs: 1_000 };
const swas: Window = { calls: 10, perMs: 60_000 };

/** By `service/action`, from docs/reference/convergence.md; the emulator has the same. Actions without one are not here. */
export const limits: Readonly<Record<string, Window>> = {
  "tencentcloud-cvm/DescribeImageSharePermission": tencentcloud,
  "tencentcloud-cvm/ModifyImageSharePermission": tencentcloud,
  "alicloud-swas/ListCustomImageShareAccounts": swas,
  "alicloud-swas/AddCustomImageShareAccount": swas,
  "alicloud-swas/RemoveCustomImageShareAccount": swas,
  "alicloud-ecs/DescribeImages": { calls: 1_000, perMs: 60_000 },
};

/** How many calls of each `service/action` a step needs. */
export type Calls = ReadonlyMap<string, number>;

/**
 * Milliseconds from now until the last call may pass.
 *
 * @param earlier moments of the calls that passed before, in milliseconds from now: none is positive
 */
export function floorOfWindow({ calls, perMs }: Window, earlier: readonly number[], needed: number): number {
  const passed = earlier.filter((moment) => moment > -perMs).sort((left, right) => left - right);
  let last = 0;
  for (let call = 0; call < needed; call++) {
    const before = passed[passed.length - calls];
    last = before === undefined ? 0 : Math.max(0, before + perMs);
    passed.push(last);
  }
  return last;
}

/** The floor of a step: that of its slowest action. @param earlier see `floorOfWindow`, by `service/action` */
export function floorOf(needed: Calls, earlier: ReadonlyMap<string, readonly number[]>): number {
  const floors = [...needed].map(([key, count]) => {
    const window = limits[key];
    return window === undefined ? 0 : floorOfWindow(window, earlier.get(key) ?? [], count);
  });
  return Math.max(0, ...floors);
}

/** The fewest calls that bring all images from who has access now to what the program lists, or that look alone. */
export function callsNeeded(
  all: readonly Share[],
  liveOf: (share: Share) => readonly string[],
  looksOnly: boolean,
): Map<string, number> {
  const total = new Map<string, number>();
  for (const share of all) {
    const live = new Set(liveOf(share));
    const listed = new Set(share.accounts);
    const add = looksOnly ? 0 : share.accounts.filter((account) => !live.has(account)).length;
    const remove = looksOnly ? 0 : [...live].filter((account) => !listed.has(account)).length;
    for (const [action, count] of callsOfImage(share.service, live.size, add, remove)) {
      const key = `${share.service}/${action}`;
      total.set(key, (total.get(key) ?? 0) + count);
    }
  }
  return total;
}

/** A read, the fewest writes, and a read that proves them; a read alone where nothing is to be done. */
function callsOfImage(
  service: ServiceName,
  before: number,
  add: number,
  remove: number,
): readonly (readonly [action: string, count: number])[] {
  const subject = subjects[service];
  const { requests, fewestWrites } = subject;
  const pages = (count: number) => fewestReads(subject, count);
  const reads = (count: number) => [requests.describe.action, count] as const;
  if (add + remove === 0) return [reads(pages(before))];
  const [addition, removal] = [requests.add([]).action, requests.remove([]).action];
  // A full image has to lose accounts first.
  const early = Math.max(0, before + add - accountLimitOf(service));
  const writes =
    addition === removal
      ? [[addition, fewestWrites(0, early) + fewestWrites(add, remove - early)] as const]
      : [[addition, fewestWrites(add, 0)] as const, [removal, fewestWrites(0, remove)] as const];
  return [reads(pages(before) + pages(before + add - remove)), ...writes.filter(([, count]) => count > 0)];
}

export function countOf(calls: Calls): number {
  return [...calls.values()].reduce((sum, count) => sum + count, 0);
}
