/**
 * One cell of the matrix: one operation on one service meets one fault, and afterwards, without the fault, the next
 * run carries on from the state that was left. `violations` lists every way in which product and truth differ.
 */
import type { ShareArgs } from "../../../src/core/arguments";
import { ShareError } from "../../../src/core/errors";
import { stateOf } from "../../../src/core/state";
import type { ServiceName } from "../../../src/emulator";
import { type FaultName, faults } from "./catalogue";
import { Resource } from "./resource";
import { type Column, Scenario } from "./scene";
import { connect, services, writeIn } from "./services";

export interface Cell {
  readonly service: ServiceName;
  readonly image: string;
  readonly column: Column;
  readonly fault: FaultName;
  /** Empty when the operation succeeded. */
  readonly error: string;
  readonly calls: number;
  /** Virtual, of the operation. */
  readonly seconds: number;
  readonly accounts: readonly string[];
  /** Who had access when the operation began. */
  readonly before: readonly string[];
  /** Who should have access by the plan's table. */
  readonly demanded: readonly string[];
  readonly violations: readonly string[];
}

export async function runCell(service: ServiceName, column: Column, fault: FaultName): Promise<Cell> {
  const scene = new Scenario(services[service], column);
  await scene.begin();
  try {
    faults[fault](scene);
    const resource = await resourceIn(scene);
    const { emulator } = scene;
    const began = scene.time.now();
    const before = scene.live;
    const error = await run(scene, resource);
    const cell = {
      service,
      image: scene.service.target.imageId,
      column,
      fault,
      error: messageOf(error),
      calls: emulator.calls().length,
      seconds: (scene.time.now() - began) / 1000,
      accounts: scene.live,
      before,
      demanded: scene.demanded,
    };
    const violations = [
      ...endingViolations(scene, resource, error),
      ...touchingViolations(scene, before),
      ...lockedOutViolations(scene, before, error),
    ];
    scene.lift();
    return { ...cell, violations: [...violations, ...(await recoveryViolations(scene, resource, error))] };
  } finally {
    await scene.emulator.close();
  }
}

async function resourceIn(scene: Scenario): Promise<Resource> {
  const { service, time, owned, listed, foreign } = scene;
  const connection = await connect(service, scene.emulator);
  // What is large on purpose is not what is tried here.
  const args: ShareArgs = {
    ...service.target,
    accounts: [...listed],
    exclusive: scene.exclusive,
    maxRemovals: 1_000,
  };
  const backend = scene.impatient(connection.backend);
  const resource = new Resource(args, time, { ...connection, backend });
  if (scene.operation !== "create") {
    resource.state = stateOf(args, { accounts: [...owned], foreignAccounts: [...foreign] });
  }
  return resource;
}

function run(scene: Scenario, resource: Resource): Promise<unknown> {
  return scene.operation === "delete" ? resource.destroy() : resource.up();
}

/** What is not true in what the operation says, and in the state that it leaves. */
function endingViolations(scene: Scenario, resource: Resource, error: unknown): string[] {
  const violations: string[] = [];
  const claimed = new Set([...scene.listed, ...scene.owned]);
  // Of an image that may come back, what it was shared with is what counts.
  const shared = scene.goneWith ?? scene.live;
  const ours = shared.filter((account) => claimed.has(account));
  if (error === undefined && !same(scene.live, scene.demanded)) {
    violations.push(`success, but ${difference(scene.demanded, scene.live)}`);
  }
  if (error !== undefined && !(error instanceof ShareError))
    violations.push(`not a ShareError: ${messageOf(error)}`);
  if (error instanceof ShareError && error.wrote) {
    const live = [...(error.live ?? [])].sort();
    if (wasReadBack(scene) && !same(live, scene.live)) {
      violations.push(`the error's live: ${difference(scene.live, live)}`);
    }
    const forgotten = ours.filter((account) => !live.includes(account));
    if (forgotten.length > 0) violations.push(`the error's live forgets ${forgotten}`);
  }
  const { state } = resource;
  const recorded = listIn(state?.accounts);
  const forgotten = ours.filter((account) => !recorded.includes(account));
  if (forgotten.length > 0) violations.push(`state forgets ${forgotten}`);
  const stolen = recorded.filter((account) => !claimed.has(account));
  if (stolen.length > 0) violations.push(`state claims ${stolen}, which others share`);
  if (error === undefined && state !== undefined) {
    const foreign = shared.filter((account) => !claimed.has(account));
    if (!same(recorded, ours)) violations.push(`state: ${difference(ours, recorded)}`);
    if (!same(listIn(state.foreignAccounts), foreign))
      violations.push(`foreignAccounts: ${state.foreignAccounts}`);
  }
  return violations;
}

/** Who lost access in an operation in which an addition went wrong, and was not given it back. */
function lockedOutViolations(scene: Scenario, before: readonly string[], error: unknown): string[] {
  if (error === undefined || scene.operation === "delete" || scene.goneWith !== undefined) return [];
  const { service, live, listed, changedByOthers } = scene;
  if (listed.every((account) => live.includes(account))) return [];
  const refused = scene.emulator
    .calls()
    .filter(({ outcome }) => outcome.kind !== "ok")
    .flatMap((record) => writeIn(service, record)?.add ?? []);
  // Of accounts that are given back in several calls, those behind a call that found no room are not tried.
  const lastWrite = scene.emulator.calls().findLast((record) => writeIn(service, record) !== undefined);
  const isFull = lastWrite?.outcome.kind !== "ok" && lastWrite?.outcome.code === service.quotaError.code;
  const lockedOut = before.filter((account) => !live.includes(account) && !changedByOthers.has(account));
  // Where the vendor does not take the giving back either, the error names who is without access.
  const isHopeless = (account: string) =>
    (refused.includes(account) || isFull || !wasReadBack(scene)) && messageOf(error).includes(account);
  return lockedOut
    .filter((account) => !isHopeless(account))
    .map((account) => `${account} lost access although an addition went wrong`);
}

/** Calls that should not have named an account, whatever came of it. */
function touchingViolations(scene: Scenario, before: readonly string[]): string[] {
  const { service, owned, listed, foreign, changedByOthers } = scene;
  const mayAdd = new Set(
    listed.filter((account) => !owned.includes(account) || changedByOthers.has(account)),
  );
  const mayRemove = new Set(owned.filter((account) => !listed.includes(account)));
  if (scene.exclusive) for (const account of foreign) mayRemove.add(account);
  const writes = scene.emulator.calls().flatMap((record) => writeIn(service, record) ?? []);
  const gone = new Set<string>();
  const added = writes.flatMap(({ add, remove }) => {
    // Access that the operation took away may be given back.
    const wrong = add.filter(
      (account) => !mayAdd.has(account) && !(before.includes(account) && gone.has(account)),
    );
    for (const account of remove) gone.add(account);
    return wrong;
  });
  const removed = writes.flatMap(({ remove }) => remove).filter((account) => !mayRemove.has(account));
  return [...added.map((account) => `added ${account}`), ...removed.map((account) => `removed ${account}`)];
}

async function recoveryViolations(scene: Scenario, resource: Resource, before: unknown): Promise<string[]> {
  const { emulator } = scene;
  const { live } = scene;
  emulator.clearCalls();
  resource.reconnect(await connect(scene.service, emulator));
  const error = await run(scene, resource);
  const violations = touchingViolations(scene, live);
  if (error !== undefined) violations.push(`the next run failed: ${messageOf(error)}`);
  if (!same(scene.live, scene.demanded)) {
    violations.push(`after the next run, ${difference(scene.demanded, scene.live)}`);
  }
  const writes = emulator.calls().flatMap((record) => writeIn(scene.service, record) ?? []);
  if (before === undefined && same(live, scene.demanded) && writes.length > 0) {
    violations.push("the next run wrote although nothing was left to do");
  }
  return violations;
}

/** Whether the last word was a read that tells the truth. */
function wasReadBack(scene: Scenario): boolean {
  if (scene.readsLag) return false;
  // Of an image that is not there, some services answer a list without it.
  if (scene.goneWith !== undefined) return false;
  const calls = scene.emulator.calls();
  const lastWrite = calls.findLastIndex((record) => writeIn(scene.service, record) !== undefined);
  return calls
    .slice(lastWrite + 1)
    .some(({ action, outcome }) => action === scene.service.reading && outcome.kind === "ok");
}

function messageOf(error: unknown): string {
  if (error === undefined) return "";
  return error instanceof Error ? error.message : String(error);
}

function listIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String).sort() : [];
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return left.join() === right.join();
}

function difference(truth: readonly string[], said: readonly string[]): string {
  const missing = truth.filter((account) => !said.includes(account));
  const surplus = said.filter((account) => !truth.includes(account));
  return `missing: ${missing.join(" ") || "none"}, surplus: ${surplus.join(" ") || "none"}`;
}
