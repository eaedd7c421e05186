/**
 * Everything that can be wrong with the answer to one question of the engine: what was sent to the cloud, what was
 * said, and what was recorded, each held against what is true. Empty when the product kept its promises.
 */

import { ExplainedError } from "../../../src/core/errors";
import type { CallRecord } from "../../../src/emulator";
import { beyond } from "./approvals";
import { changesIn, isReadBack, isWrite } from "./calls";
import { mustNotAsk, placeViolations } from "./endpoint-violations";
import type { Asked } from "./engine";
import { recordViolations, same } from "./record-violations";
import { isLarge, isRefused, isSatisfied, isStranger, mayAdd, mayRemove, namedIn } from "./will";
import type { Live, World } from "./world";

/** Same process: what one question has read may serve the next one. */
const RECENT_MS = 10_000;
/** A call that was made before the deadline may end after it. */
const LAST_CALL_MS = 40_000;
/** Far more than any operation needs, and far fewer than an endless one makes. */
const MAX_CALLS = 1_000;

export function violationsIn(asked: Asked, world: World): string[] {
  const calls = world.emulator.calls();
  if (asked.displaced !== undefined && mustNotAsk(asked)) {
    return placeViolations(asked, calls).map((violation) => `${asked.method}: ${violation}`);
  }
  const sent = [
    ...writingViolations(asked, calls, world),
    ...resendingViolations(calls),
    ...orderViolations(asked, calls, world),
    ...boundViolations(asked, calls, world),
  ];
  if (world.crashed) return sent;
  const said =
    asked.error === undefined
      ? successViolations(asked, calls, world)
      : failureViolations(asked, calls, world);
  return [...sent, ...said, ...recordViolations(asked, calls, world)].map(
    (violation) => `${asked.method}: ${violation}`,
  );
}

/** Calls that touch accounts which they should not. */
function writingViolations(asked: Asked, calls: readonly CallRecord[], world: World): string[] {
  const { method, will } = asked;
  const changes = calls.map(changesIn);
  const gone = new Set<string>();
  const added = changes.flatMap(({ add, remove }) => {
    // Access that the operation took away may be given back.
    const rest = add.filter((account) => !gone.has(account));
    for (const account of remove) gone.add(account);
    return rest;
  });
  const removed = changes.flatMap(({ remove }) => remove);
  const { approved, image } = asked;
  const unapproved = approved === undefined ? [] : beyond(approved, world, image, { added, removed });
  if (method === "check" || method === "diff" || method === "read") {
    return added.length + removed.length > 0 ? ["wrote"] : [];
  }
  const violations = [
    ...added.filter((account) => !mayAdd(will, account)).map((account) => `added ${account}`),
    ...removed.filter((account) => !mayRemove(will, account)).map((account) => `removed ${account}`),
  ];
  if (unapproved.length > 0) violations.push(`changed ${unapproved}, beyond the approval`);
  if (gone.size > will.maxRemovals) violations.push(`removed ${gone.size} accounts, more than maxRemovals`);
  const strangers = [...gone].filter((account) => isStranger(will, account));
  if (will.sparesStrangers && strangers.length > 0) violations.push(`removed ${strangers} by default`);
  const had = [...(asked.before ?? [])].filter(will.manages);
  if (will.refusesLarge && world.isFresh && isLarge(gone, had))
    violations.push(`removed ${gone.size} of ${had.length}`);
  return violations;
}

/** Writes of which nobody knows what became, sent on without a look. */
function resendingViolations(calls: readonly CallRecord[]): string[] {
  return calls.flatMap((call, index) => {
    const next = calls[index + 1];
    const { fault, status = 500 } = call.outcome;
    const isUnknown = fault !== undefined && (fault === "html" || (unknowing.has(fault) && status >= 500));
    return isUnknown && isWrite(call) && next !== undefined && isWrite(next)
      ? ["wrote after a write without an answer"]
      : [];
  });
}

/** Faults after which a client cannot know whether its write was carried out. */
const unknowing: ReadonlySet<string> = new Set(["status", "reset", "partial"]);

/** Accounts that lost access before others had it, although there was room for all of them. */
function orderViolations({ will, before }: Asked, calls: readonly CallRecord[], world: World): string[] {
  const isUndisturbed =
    world.isFresh && calls.every(({ outcome }) => outcome.kind === "ok" && !outcome.fault);
  if (before === undefined || !isUndisturbed) return [];
  if (new Set([...before, ...will.listed]).size > will.limit) return [];
  const writes = calls.filter(isWrite).map(changesIn);
  const lastAddition = writes.findLastIndex(({ add }) => add.length > 0);
  const isEarly = writes.slice(0, Math.max(0, lastAddition)).some(({ remove }) => remove.length > 0);
  return isEarly ? ["removed accounts before others had access"] : [];
}

/** Too much of something: calls, time, or the vendor's patience. */
function boundViolations({ began, will }: Asked, calls: readonly CallRecord[], world: World): string[] {
  const violations: string[] = [];
  if (calls.length > MAX_CALLS) violations.push(`made ${calls.length} calls`);
  const took = world.time.now() - began;
  if (took > will.timeoutMs + LAST_CALL_MS) violations.push(`took ${took / 1000} s`);
  // Only a vendor that acknowledges removals and drops them can find the image full.
  const isFull = calls.some(
    ({ outcome }) => outcome.code === world.service.quotaError.code && !outcome.fault,
  );
  const isDropped = calls.some(({ outcome }) => outcome.fault === "drop");
  if (isFull && world.isFresh && !isDropped) violations.push("passed the vendor's limit of accounts");
  return violations;
}

/** A success that is none, or that cost writes without need. */
function successViolations(asked: Asked, calls: readonly CallRecord[], world: World): string[] {
  const { method, image, will, before, began } = asked;
  const { isFresh } = world;
  if (method === "diff") return isFresh && world.liveDiff ? diffViolations(asked) : [];
  if (method === "check" || method === "read") return [];
  const violations: string[] = [];
  const live = world.live(image);
  const views = world.viewsSince(image, began - world.lagMs - RECENT_MS);
  const isTrue = isFresh ? isDone(asked, live) : wasSeenDone(asked, views);
  if (!isTrue) violations.push(`success, but ${difference(asked, world)}`);
  if (isFresh && isDone(asked, before) && calls.some(isWrite))
    violations.push("wrote although nothing was to do");
  if (isFresh && before !== undefined && method !== "delete" && isRefused(will, before)) {
    violations.push("success, but a guard forbids it");
  }
  return violations;
}

function isDone({ method, will }: Asked, view: ReadonlySet<string> | undefined): boolean {
  return (method === "delete" && view === undefined) || isSatisfied(will, view);
}

/** Whether reads at these moments can have shown that all is done. Of several calls, each sees another moment. */
function wasSeenDone({ method, will }: Asked, views: readonly Live[]): boolean {
  const there = views.filter((view) => view !== undefined);
  const [first] = there;
  if (method === "delete" && there.length < views.length) return true;
  if (first === undefined) return false;
  const missing = [...will.listed].filter(
    (account) => will.manages(account) && !there.some((view) => view.has(account)),
  );
  const surplus = [...first].filter(
    (account) => mayRemove(will, account) && there.every((view) => view.has(account)),
  );
  return missing.length + surplus.length === 0;
}

/** Whether diff says that something changes exactly when something does. */
function diffViolations({ answer, before, stateBefore, will }: Asked): string[] {
  const { changes, replaces = [] } = answer as { changes: boolean; replaces?: string[] };
  if (replaces.length > 0) return [];
  if (before === undefined) return ["no replacement of an image that is gone"];
  if (!changes && !isSatisfied(will, before)) return ["no changes, but there are"];
  const held = [...before].filter((account) => will.manages(account));
  const ours = held.filter((account) => will.listed.has(account) || will.owned.has(account));
  if (!changes && !same(ours, namedIn(stateBefore))) return ["no changes, but state is not what is true"];
  return [];
}

/** An error that is a mistake of ours, or that does not say what it is about. */
function failureViolations(
  { error, image, method, will, before }: Asked,
  calls: readonly CallRecord[],
  world: World,
): string[] {
  if (error === undefined) return [];
  const isExplained = error.cause instanceof ExplainedError || "properties" in error;
  if (!isExplained) return [`not an explained error: ${error.stack ?? error.message}`];
  const violations: string[] = [];
  if (!error.message.includes(world.target(image).imageId))
    violations.push(`names no image: ${error.message}`);
  if (error.message.includes("#unexpected")) violations.push(`unexpected: ${error.message}`);
  // A guard lets through what gives accounts back that lost access outside.
  const isRescue = (account: string) => will.owned.has(account) && will.listed.has(account);
  const wrote = calls.map(changesIn).some(({ add, remove }) => remove.length > 0 || !add.every(isRescue));
  if (world.isFresh && before !== undefined && method !== "delete" && isRefused(will, before) && wrote) {
    violations.push("wrote although a guard forbids it");
  }
  return [...violations, ...lockedOutViolations({ method, will, before }, calls, image, world)];
}

/** People who lost access in an operation in which an addition went wrong: then as many have it as before. */
function lockedOutViolations(
  { method, will, before }: Pick<Asked, "method" | "will" | "before">,
  calls: readonly CallRecord[],
  image: Asked["image"],
  world: World,
): string[] {
  const live = world.live(image);
  const isWriting = method === "create" || method === "update";
  if (!isWriting || before === undefined || live === undefined || !world.isFresh) return [];
  if (!isReadBack(calls, world.service) || !calls.some(isWrite)) return [];
  const isMissing = [...will.listed].some((account) => will.manages(account) && !live.has(account));
  const lockedOut = [...before].filter((account) => will.manages(account) && !live.has(account));
  const isRefused = calls.some(
    (call) => call.outcome.kind !== "ok" && changesIn(call).add.some((a) => lockedOut.includes(a)),
  );
  return isMissing && !isRefused && lockedOut.length > 0 && live.size < before.size
    ? [`${lockedOut} lost access although an addition went wrong`]
    : [];
}

function difference({ image, will }: Asked, world: World): string {
  const live = world.live(image);
  if (live === undefined) return "the image is gone";
  const missing = [...will.listed].filter((account) => !live.has(account));
  const surplus = [...live].filter((account) => mayRemove(will, account));
  return `missing: ${missing.join(" ") || "none"}, surplus: ${surplus.join(" ") || "none"}`;
}
